%include _head.tpl
<div class="ev-reading">
{{#REPORT_ERROR}}
<div class="nhsuk-error-summary" role="alert" aria-labelledby="error-title">
<h2 class="nhsuk-error-summary__title" id="error-title">There is a problem</h2>
<div class="nhsuk-error-summary__body"><p><a href="#comment">{{ERROR_TEXT}}</a> {{ERROR_HINT}}</p></div>
</div>
{{/REPORT_ERROR}}
{{#SENT}}
<h1>Thank you: the link is reported</h1>
<p>“{{LINK_LABEL}}” ({{HOST}}) of <a href="{{WORK_HREF}}" dir="auto">{{WORK_TITLE}}</a>.</p>
<h2>What happens next</h2>
<p>The link is checked by the next round of checks, and a librarian looks at every report. A platform that does not answer is offered last until it answers again: see <a href="/links">which platforms answer</a>. Nothing about you was kept, so nobody can write back to you.</p>
{{/SENT}}
{{#ASK}}
<h1>Report a broken link</h1>
<p>“{{LINK_LABEL}}” ({{HOST}}) of <a href="{{WORK_HREF}}" dir="auto">{{WORK_TITLE}}</a>.</p>
{{/ASK}}
<h2>Other ways to this work</h2>
{{#OTHER_LINKS}}<p><a href="{{GO_HREF}}">{{LINK_LABEL}} ({{HOST}})</a></p>{{/OTHER_LINKS}}
{{#MORE_LINKS}}<p><a href="{{GO_HREF}}">{{LINK_LABEL}} ({{HOST}})</a></p>{{/MORE_LINKS}}
%include _library.tpl
<h2>What happened?</h2>
<form action="{{REPORT_ACTION}}" method="post">
<div class="nhsuk-form-group">
<fieldset class="nhsuk-fieldset">
<legend class="nhsuk-fieldset__legend">Choose one, if you like</legend>
<div class="nhsuk-radios">
{{#CHOICE}}
<div class="nhsuk-radios__item">
<input class="nhsuk-radios__input" type="radio" name="choice" id="choice-{{CHOICE_NAME}}" value="{{CHOICE_NAME}}"{{#CHOICE_CHECKED}} checked{{/CHOICE_CHECKED}}>
<label class="nhsuk-label nhsuk-radios__label" for="choice-{{CHOICE_NAME}}">{{CHOICE_WORDS}}</label>
</div>
{{/CHOICE}}
</div>
</fieldset>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="comment">Anything else? (optional)</label>
<div class="nhsuk-hint" id="comment-hint">At most {{COMMENT_MOST}} characters. Leave out names, contact details and anything about a patient.</div>
<textarea class="nhsuk-textarea" id="comment" name="comment" rows="3" maxlength="300" aria-describedby="comment-hint">{{COMMENT_TEXT}}</textarea>
</div>
<button class="nhsuk-button" type="submit">{{#SENT}}Add this to the report{{/SENT}}{{#ASK}}Report the link{{/ASK}}</button>
</form>
</div>
%include _foot.tpl
