%include _head.tpl
<div class="ev-reading">
<h1>{{HEADING}}</h1>
{{#ON_THE_WAY}}<p>Your organisation decides how the full text opens. You are asked once; then the article opens.</p>{{/ON_THE_WAY}}
{{#AT_LEISURE}}<p>Your organisation decides how you reach journals and books that it pays for. Free copies open for everybody.</p>{{/AT_LEISURE}}
{{#CHOICE_WRONG}}
<div class="nhsuk-error-summary" role="alert" aria-labelledby="error-title">
<h2 class="nhsuk-error-summary__title" id="error-title">There is a problem</h2>
<div class="nhsuk-error-summary__body"><p>{{#CHOICE_ERROR}}This service does not know the organisation “{{CHOICE_GIVEN}}”. {{/CHOICE_ERROR}}<a href="#organisations">Choose one from the list, or “No organisation”</a>.</p></div>
</div>
{{/CHOICE_WRONG}}
{{#FIND}}
<form action="/organisations" method="get">
<input type="hidden" name="back" value="{{BACK}}">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="name">Name of your organisation</label>
<div class="nhsuk-hint" id="name-hint">A part of it is enough, for example “mary”; or a town, a postcode or an ODS code</div>
<input class="nhsuk-input nhsuk-input--width-30" id="name" name="name" value="{{FIND_TYPED}}" aria-describedby="name-hint" autocomplete="organization" maxlength="100">
</div>
<button class="nhsuk-button nhsuk-button--secondary" type="submit">Find</button>
</form>
{{/FIND}}
{{#FIND_NOTHING}}<p role="status">No organisation here is called “{{FIND_TYPED}}”. Try one word of its name, or choose below.</p>{{/FIND_NOTHING}}
{{#FIND_MANY}}<p role="status">More organisations are called so; only the first are shown. Type more of the name.</p>{{/FIND_MANY}}
{{#SEVERAL_PROPOSED}}<p role="status">Your network is shared by several organisations. Which one is yours?</p>{{/SEVERAL_PROPOSED}}
<form action="/organisations" method="get" id="organisations" tabindex="-1">
<input type="hidden" name="back" value="{{BACK}}">
<input type="hidden" name="sent" value="1">
<div class="nhsuk-form-group">
<fieldset class="nhsuk-fieldset"{{#CHOICE_WRONG}} aria-describedby="choice-error"{{/CHOICE_WRONG}}>
<legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">Organisation</legend>
{{#CHOICE_WRONG}}<p class="nhsuk-error-message" id="choice-error"><span class="nhsuk-u-visually-hidden">Error: </span>Choose your organisation, or “No organisation”</p>{{/CHOICE_WRONG}}
<div class="nhsuk-radios">
{{#CHOICE}}
<div class="nhsuk-radios__item">
<input class="nhsuk-radios__input" type="radio" name="org" id="organisation-{{CHOICE_ID}}" value="{{CHOICE_ID}}" aria-describedby="hint-{{CHOICE_ID}}"{{#CHOICE_CHECKED}} checked{{/CHOICE_CHECKED}}>
<label class="nhsuk-label nhsuk-radios__label" for="organisation-{{CHOICE_ID}}">{{CHOICE_NAME}}{{#CHOICE_SAMPLE}} (sample){{/CHOICE_SAMPLE}}</label>
<div class="nhsuk-hint nhsuk-radios__hint" id="hint-{{CHOICE_ID}}">{{#CHOICE_HERE}}You seem to be on its network. {{/CHOICE_HERE}}{{CHOICE_HOW}}</div>
</div>
{{/CHOICE}}
<div class="nhsuk-radios__item">
<input class="nhsuk-radios__input" type="radio" name="org" id="organisation-none" value="none" aria-describedby="hint-none"{{#NONE_CHECKED}} checked{{/NONE_CHECKED}}>
<label class="nhsuk-label nhsuk-radios__label" for="organisation-none">No organisation</label>
<div class="nhsuk-hint nhsuk-radios__hint" id="hint-none">Links go straight to the publisher or to a free copy.</div>
</div>
</div>
</fieldset>
</div>
<button class="nhsuk-button" type="submit">Save and go on</button>
</form>
<p class="ev-small ev-muted">Your choice is kept in a cookie in this browser for one year. See <a href="/privacy">privacy and cookies</a>.</p>
</div>
%include _foot.tpl
