%include _head.tpl
<div class="ev-reading">
<h1>Choose your organisation</h1>
<p>Your organisation decides how you reach journals and books that it pays for. Free copies open for everybody.</p>
{{#CHOICE_ERROR}}
<div class="nhsuk-error-summary" role="alert" aria-labelledby="error-title">
<h2 class="nhsuk-error-summary__title" id="error-title">There is a problem</h2>
<div class="nhsuk-error-summary__body"><p>This service does not know the organisation “{{CHOICE_GIVEN}}”. <a href="#organisation-none">Choose one from the list</a>.</p></div>
</div>
{{/CHOICE_ERROR}}
<form action="/organisations" method="get">
<input type="hidden" name="back" value="{{BACK}}">
<div class="nhsuk-form-group">
<fieldset class="nhsuk-fieldset">
<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">Organisation</legend>
<div class="nhsuk-radios">
{{#CHOICE}}
<div class="nhsuk-radios__item">
<input class="nhsuk-radios__input" type="radio" name="org" id="organisation-{{CHOICE_ID}}" value="{{CHOICE_ID}}"{{#CHOICE_CHECKED}} checked{{/CHOICE_CHECKED}}>
<label class="nhsuk-label nhsuk-radios__label" for="organisation-{{CHOICE_ID}}">{{CHOICE_NAME}}{{#CHOICE_SAMPLE}} (sample){{/CHOICE_SAMPLE}}</label>
<div class="nhsuk-hint nhsuk-radios__hint">{{CHOICE_HOW}}</div>
</div>
{{/CHOICE}}
<div class="nhsuk-radios__item">
<input class="nhsuk-radios__input" type="radio" name="org" id="organisation-none" value="none"{{#NONE_CHECKED}} checked{{/NONE_CHECKED}}>
<label class="nhsuk-label nhsuk-radios__label" for="organisation-none">No organisation</label>
<div class="nhsuk-hint nhsuk-radios__hint">Links go straight to the publisher or to a free copy.</div>
</div>
</div>
</fieldset>
</div>
<button class="nhsuk-button" type="submit">Save and go on</button>
</form>
<p class="ev-small ev-muted">Your choice is kept in a cookie in this browser for one year. See <a href="/privacy">privacy and cookies</a>.</p>
</div>
%include _foot.tpl
