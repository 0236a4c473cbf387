%include _head.tpl
<div class="ev-reading">
<h1>Find a library</h1>
%include _problem.tpl
<p>Libraries help you get full text, search for you and teach searching. <a href="/eligible">Am I eligible?</a></p>
<form action="/libraries" method="get">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="q">Name, trust, town, county, postcode or ODS code</label>
<input class="ev-input" id="q" name="q" value="{{TYPED_Q}}" maxlength="200" autocomplete="off" enterkeyhint="search">
</div>
<button class="nhsuk-button" type="submit">Find libraries</button>
</form>
{{#EMPTY}}<p>No library has been entered into this directory yet.</p>{{/EMPTY}}
{{#NOTE}}<p role="status">{{NOTE_TEXT}}</p>{{/NOTE}}
{{#MEANT}}
<h2>Did you mean</h2>
<ul>
{{#MEANT_ROW}}<li><a href="{{MEANT_HREF}}">{{MEANT_NAME}}</a></li>
{{/MEANT_ROW}}
</ul>
{{/MEANT}}
{{#FOUND}}
<h2>{{FOUND_TEXT}}</h2>
<ul class="ev-libraries">
{{#LIBRARY_ROW}}
%include _library_row.tpl
{{/LIBRARY_ROW}}
</ul>
<nav aria-label="Pages"><ul class="ev-jump">
{{#PREVIOUS}}<li><a href="{{PREVIOUS_HREF}}" rel="prev">Previous page</a></li>{{/PREVIOUS}}
{{#NEXT}}<li><a href="{{NEXT_HREF}}" rel="next">Next page</a></li>{{/NEXT}}
</ul></nav>
{{/FOUND}}
{{#CHOICES}}
<h2>{{#CHOICES_WHICH}}Which of these?{{/CHOICES_WHICH}}{{#CHOICES_OTHER}}Look here too{{/CHOICES_OTHER}}</h2>
<ul>
{{#CHOICE}}<li><a href="{{CHOICE_HREF}}">{{CHOICE_LABEL}}</a>, {{CHOICE_COUNT}}</li>
{{/CHOICE}}
</ul>
{{/CHOICES}}
<details class="nhsuk-details"{{#NARROWED}} open{{/NARROWED}}>
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">Search by area, trust, county, postcode or ODS code</span></summary>
<div class="nhsuk-details__text">
<form action="/libraries" method="get">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="area">Area</label>
<div class="nhsuk-hint" id="area-hint">A county, NHS region or town, or a name such as Bucks or Thames Valley</div>
<input class="ev-input" id="area" name="area" value="{{TYPED_AREA}}" maxlength="200" autocomplete="off" aria-describedby="area-hint">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="trust">Trust or organisation</label>
<input class="ev-input" id="trust" name="trust" value="{{TYPED_TRUST}}" maxlength="200" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="county">County</label>
<input class="ev-input" id="county" name="county" value="{{TYPED_COUNTY}}" maxlength="200" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="postcode">Postcode</label>
<div class="nhsuk-hint" id="postcode-hint">A whole one, to see the nearest libraries first. It is not kept.</div>
<input class="ev-input ev-input--date" id="postcode" name="postcode" value="{{TYPED_POSTCODE}}" maxlength="16" autocomplete="postal-code" aria-describedby="postcode-hint">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="ods">ODS code of the organisation</label>
<input class="ev-input ev-input--date" id="ods" name="ods" value="{{TYPED_ODS}}" maxlength="8" autocomplete="off">
</div>
<button class="nhsuk-button" type="submit">Find these libraries</button>
</form>
</div>
</details>
</div>
%include _foot.tpl
