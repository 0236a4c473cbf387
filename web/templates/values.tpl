%include _head.tpl
<p><a href="/values">All indexes</a></p>
<h1>Index: {{FIELD_LABEL}}</h1>
<p>{{FIELD_EXPLANATION}}</p>
<nav aria-label="Letters">
<ul class="ev-jump">
{{#LETTER}}<li><a href="{{LETTER_HREF}}"{{#LETTER_SHOWN}} aria-current="true"{{/LETTER_SHOWN}}>{{LETTER_TEXT}}</a></li>
{{/LETTER}}
</ul>
</nav>
<form action="{{FIELD_HREF}}" method="get">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="begin">Values that begin with</label>
<input class="ev-input" id="begin" name="begin" value="{{BEGIN}}" maxlength="200" autocomplete="off" autocapitalize="none" spellcheck="false">
</div>
<button class="nhsuk-button nhsuk-button--secondary" type="submit">Show</button>
</form>
{{#NO_VALUES}}<p>{{NO_VALUES_TEXT}}</p>{{/NO_VALUES}}
{{#VALUES}}
<table class="ev-table">
<caption class="nhsuk-u-visually-hidden">Values with their numbers of works</caption>
<thead><tr><th scope="col">Value</th><th scope="col" class="ev-number">Works</th></tr></thead>
<tbody>
{{#VALUE}}<tr><td><a href="{{VALUE_HREF}}">{{VALUE_TEXT}}</a></td><td class="ev-number">{{VALUE_WORKS}}</td></tr>
{{/VALUE}}
</tbody>
</table>
{{/VALUES}}
{{#NEXT}}<p><a href="{{NEXT_HREF}}">Next values</a></p>{{/NEXT}}
%include _foot.tpl
