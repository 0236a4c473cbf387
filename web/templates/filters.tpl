%include _head.tpl
<h1>Search filters</h1>
<p>Ready-made search lines that keep one kind of study or one group of people. Add one behind your own search; where it comes from is written along, so that you can cite it.</p>
{{#NO_FILTERS}}<p>No filters are loaded here.</p>{{/NO_FILTERS}}
{{#FILTERS}}
<p class="ev-small ev-muted">Sensitivity: how many of the wanted studies a filter finds. Specificity: how many of the others it leaves out. Both as published with the filter.</p>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="filters-caption">
<table class="ev-table">
<caption id="filters-caption">{{FILTERS_CAPTION}}</caption>
<thead><tr><th scope="col">Filter</th><th scope="col">Written for</th><th scope="col" class="ev-number">Sensitivity</th><th scope="col" class="ev-number">Specificity</th><th scope="col">Source</th></tr></thead>
<tbody>
{{#FILTER}}<tr><th scope="row"><a href="{{FILTER_HREF}}">{{FILTER_TITLE}}</a>{{#FILTER_OWN}} <strong class="nhsuk-tag nhsuk-tag--blue">This library’s own</strong>{{/FILTER_OWN}}</th><td>{{FILTER_SYNTAX}}</td><td class="ev-number">{{FILTER_SENSITIVITY}}</td><td class="ev-number">{{FILTER_SPECIFICITY}}</td><td>{{FILTER_SOURCE}}{{#NOT_VERIFIED}} <strong class="nhsuk-tag nhsuk-tag--yellow">{{NOT_VERIFIED_TEXT}}</strong>{{/NOT_VERIFIED}}</td></tr>
{{/FILTER}}
</tbody>
</table>
</div>
{{/FILTERS}}
%include _foot.tpl
