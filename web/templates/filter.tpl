%include _head.tpl
<p><a href="/filters">All search filters</a></p>
<h1>{{FILTER_TITLE}}</h1>
%include _problem.tpl
{{#ADDED}}
<div class="ev-notice ev-notice--good" role="status">
<p><strong>The filter was added.</strong> Nothing was kept yet.</p>
</div>
{{#TRANSLATED}}<p><strong>Translated from {{FILTER_SYNTAX}}.</strong> It is no longer the filter as published: say so where you cite it.</p>{{/TRANSLATED}}
{{#ADDED_LINE}}
<p>Line {{ADDED_NUMBER}}:</p>
{{#LOSSES}}
%include _messages.tpl
{{/LOSSES}}
{{/ADDED_LINE}}
%include _open_strategy.tpl
{{/ADDED}}
{{#NOT_VERIFIED}}
<div class="ev-notice" role="note">
<p><strong>{{NOT_VERIFIED_TEXT}}.</strong> {{FILTER_NOTE}}</p>
</div>
{{/NOT_VERIFIED}}
<dl class="nhsuk-summary-list">
{{#FACT}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{FACT_NAME}}</dt><dd class="nhsuk-summary-list__value">{{FACT_TEXT}}</dd></div>
{{/FACT}}
</dl>
<h2>Lines, as published</h2>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="lines-caption">
<table class="ev-table">
<caption id="lines-caption" class="nhsuk-u-visually-hidden">Lines of the filter</caption>
<thead><tr><th scope="col">Line</th><th scope="col">Search</th></tr></thead>
<tbody>
{{#FILTER_LINE}}<tr><th scope="row">{{LINE_NUMBER}}</th><td><code class="ev-line">{{LINE_TEXT:pre_escape}}</code></td></tr>
{{/FILTER_LINE}}
</tbody>
</table>
</div>
<h2 id="add">Add it to a search</h2>
<form action="{{FILTER_HREF}}" method="post">
<input type="hidden" name="version" value="{{FILTER_VERSION}}">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="text">Your search lines</label>
<div class="nhsuk-hint" id="text-hint">One search a line. The filter is added at the end and combined with your last line. Leave the box empty to get the filter alone.</div>
<textarea class="ev-input ev-textarea" id="text" name="text" rows="8" spellcheck="false" aria-describedby="text-hint">
{{TEXT:pre_escape}}</textarea>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="syntax">Written for</label>
<select class="nhsuk-select" id="syntax" name="syntax"><option value="auto">Recognise it</option>{{#SYNTAX}}<option value="{{SYNTAX_VALUE}}"{{#SYNTAX_SELECTED}} selected{{/SYNTAX_SELECTED}}>{{SYNTAX_LABEL}}</option>{{/SYNTAX}}</select>
</div>
<button class="nhsuk-button" type="submit">Add the filter</button>
</form>
%include _foot.tpl
