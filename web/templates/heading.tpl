%include _head.tpl
<p><a href="/headings">All headings</a></p>
<h1>{{HEADING_LABEL}}</h1>
<p>{{HEADING_KIND}} {{HEADING_ID}}, {{VOCABULARY}}</p>
{{#SEARCHES}}
<ul>
<li><a href="{{EXACT_HREF}}">Search exactly this heading</a></li>
{{#EXPLODE}}<li><a href="{{EXPLODE_HREF}}">Search this heading and narrower ones</a> ({{EXPLODE_COUNT}} narrower)</li>{{/EXPLODE}}
</ul>
{{/SEARCHES}}
<dl class="nhsuk-summary-list">
{{#FACT}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{FACT_NAME}}</dt><dd class="nhsuk-summary-list__value">{{FACT_TEXT}}</dd></div>
{{/FACT}}
</dl>
{{#BROADER}}
%include _heading_links.tpl
{{/BROADER}}
{{#NARROWER}}
<h2>Narrower</h2>
<ul>
{{#NARROWER_ROW}}<li>
%include _heading_row.tpl
</li>
{{/NARROWER_ROW}}
</ul>
{{/NARROWER}}
{{#MORE_NARROWER}}<p>There are {{NARROWER_COUNT}} directly narrower headings; the first are shown.</p>{{/MORE_NARROWER}}
{{#MAPPED}}
%include _heading_links.tpl
{{/MAPPED}}
{{#ACTIONS}}
%include _heading_links.tpl
{{/ACTIONS}}
{{#RELATED}}
%include _heading_links.tpl
{{/RELATED}}
<p class="ev-small"><a href="{{API_HREF}}">The same as data</a></p>
%include _foot.tpl
