%include _head.tpl
<div class="ev-reading">
<h1>Ask the librarians to search</h1>
<p>Librarians search for evidence for you, in places that this service does not. Say what you want to know; you get a request to send to your library.</p>
%include _problem.tpl
{{#SEARCH_REQUEST}}
<section aria-labelledby="ask">
<h2 id="ask">Your request</h2>
%include _ask.tpl
</section>
<h2>Change it</h2>
{{/SEARCH_REQUEST}}
{{#SEARCH_FORM}}
<form action="{{FORM_ACTION}}" method="post">
{{#FIELD}}{{#FIELD_LONG}}<div class="nhsuk-form-group">
<label class="nhsuk-label" for="{{FIELD_NAME}}">{{FIELD_LABEL}}</label>
<div class="nhsuk-hint" id="{{FIELD_NAME}}-hint">{{FIELD_HINT}}</div>
<textarea class="ev-input" id="{{FIELD_NAME}}" name="{{FIELD_NAME}}" rows="{{FIELD_ROWS}}" aria-describedby="{{FIELD_NAME}}-hint">
{{FIELD_TEXT:pre_escape}}</textarea>
</div>
{{/FIELD_LONG}}{{#FIELD_SHORT}}<div class="nhsuk-form-group">
<label class="nhsuk-label" for="{{FIELD_NAME}}">{{FIELD_LABEL}}</label>
<div class="nhsuk-hint" id="{{FIELD_NAME}}-hint">{{FIELD_HINT}}</div>
<input class="ev-input" id="{{FIELD_NAME}}" name="{{FIELD_NAME}}" value="{{FIELD_TEXT}}" maxlength="300" autocomplete="off" aria-describedby="{{FIELD_NAME}}-hint">
</div>
{{/FIELD_SHORT}}{{/FIELD}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="format">How the results should come</label>
<select class="nhsuk-select" id="format" name="format">{{#FORMAT}}<option value="{{FORMAT_VALUE}}"{{#FORMAT_SELECTED}} selected{{/FORMAT_SELECTED}}>{{FORMAT_LABEL}}</option>{{/FORMAT}}</select>
</div>
<button class="nhsuk-button" type="submit">Make the request</button>
</form>
<p class="ev-small ev-muted">Leave out whatever could tell who a patient is. What you type is kept nowhere and stands in no address.</p>
{{/SEARCH_FORM}}
</div>
%include _foot.tpl
