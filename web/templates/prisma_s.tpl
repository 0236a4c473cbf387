%include _head.tpl
<p><a href="{{STRATEGY_HREF}}">Back to the strategy</a></p>
<h1>PRISMA-S report</h1>
<p>{{REPORT_SUMMARY}}</p>
<p><a href="{{REPORT_MARKDOWN}}">As a document (Markdown)</a> · <a href="{{REPORT_JSON}}">As data</a></p>
%include _problem.tpl
{{#DONE}}<div class="ev-notice ev-notice--good" role="status"><p>{{DONE_TEXT}}</p></div>{{/DONE}}
{{#ELEMENT}}
<section class="ev-element" aria-labelledby="item-{{ELEMENT_NUMBER}}">
<h2 class="nhsuk-heading-m" id="item-{{ELEMENT_NUMBER}}">{{ELEMENT_NUMBER}}. {{ELEMENT_NAME}} <strong class="nhsuk-tag{{#IS_MISSING}} nhsuk-tag--orange{{/IS_MISSING}}{{#IS_FILLED}} nhsuk-tag--green{{/IS_FILLED}}">{{ELEMENT_STATUS}}</strong></h2>
<p class="ev-muted">{{ELEMENT_ASKS}}</p>
{{#RECORDED}}<p>{{RECORDED_HOW}}</p><pre class="ev-pre" tabindex="0">{{RECORDED_TEXT:pre_escape}}</pre>{{/RECORDED}}
{{#STATED}}<p>Stated by {{STATED_BY}}:</p><pre class="ev-pre" tabindex="0">{{STATED_TEXT:pre_escape}}</pre>{{/STATED}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">Fill item {{ELEMENT_NUMBER}} by name</span></summary>
<div class="nhsuk-details__text">
<form action="{{ACTION_HREF}}" method="post">
<input type="hidden" name="item" value="{{ELEMENT_NUMBER}}">
<div class="nhsuk-form-group"><label class="nhsuk-label" for="text-{{ELEMENT_NUMBER}}">What is to be reported</label><textarea class="ev-input" id="text-{{ELEMENT_NUMBER}}" name="text" rows="3">
{{STATED_VALUE:pre_escape}}</textarea></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="person-{{ELEMENT_NUMBER}}">Your name</label><input class="ev-input" id="person-{{ELEMENT_NUMBER}}" name="person" value="{{PERSON}}" maxlength="200" required autocomplete="name"></div>
{{#ELEMENT_KEY}}
%include _edit_key.tpl
{{/ELEMENT_KEY}}
<button class="nhsuk-button nhsuk-button--secondary" type="submit">Save</button>
</form>
</div>
</details>
</section>
{{/ELEMENT}}
%include _foot.tpl
