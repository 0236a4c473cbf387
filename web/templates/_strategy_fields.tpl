<div class="nhsuk-form-group">
<label class="nhsuk-label" for="name">Name</label>
<input class="ev-input" id="name" name="name" value="{{NAME}}" maxlength="200" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="text">Search lines</label>
<div class="nhsuk-hint" id="text-hint">One search a line. Paste a whole strategy with its numbers; lines are combined by number, as in 1 or 2, #3 AND #4, or/1-5.</div>
<textarea class="ev-input ev-textarea" id="text" name="text" rows="12" spellcheck="false" aria-describedby="text-hint">
{{TEXT:pre_escape}}</textarea>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="syntax">Written for</label>
<select class="nhsuk-select" id="syntax" name="syntax">{{#SYNTAX}}<option value="{{SYNTAX_VALUE}}"{{#SYNTAX_SELECTED}} selected{{/SYNTAX_SELECTED}}>{{SYNTAX_LABEL}}</option>{{/SYNTAX}}</select>
</div>
{{#SOURCES}}
<fieldset class="nhsuk-fieldset nhsuk-form-group">
<legend class="nhsuk-fieldset__legend">Sources</legend>
<div class="nhsuk-hint" id="sources-hint">Tick none to search all.</div>
<input type="hidden" name="sources" value="">
<div class="nhsuk-checkboxes nhsuk-checkboxes--small">
{{#SOURCE}}<div class="nhsuk-checkboxes__item"><input class="nhsuk-checkboxes__input" type="checkbox" id="source-{{SOURCE_ID}}" name="sources" value="{{SOURCE_ID}}"{{#SOURCE_CHECKED}} checked{{/SOURCE_CHECKED}}><label class="nhsuk-label nhsuk-checkboxes__label" for="source-{{SOURCE_ID}}">{{SOURCE_NAME}}</label></div>
{{/SOURCE}}
</div>
</fieldset>
{{/SOURCES}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="mapping">Automatic mapping of plain words to headings and synonyms</label>
<select class="nhsuk-select" id="mapping" name="mapping"><option value="true">On</option><option value="false"{{#MAPPING_OFF}} selected{{/MAPPING_OFF}}>Off</option></select>
</div>
