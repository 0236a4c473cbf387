%include _head.tpl
<h1>Sources</h1>
<p>What is searched here, who it comes from and how fresh it is. Anything that is not in this list was not searched.</p>
{{#NO_SOURCES}}<p>No source has been read yet.</p>{{/NO_SOURCES}}
{{#HAS_SOURCES}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="sources">
<table class="ev-table">
<caption id="sources" class="nhsuk-u-visually-hidden">Register of sources</caption>
<thead><tr><th scope="col">Source</th><th scope="col">What it holds</th><th scope="col">Records</th><th scope="col">Updated</th><th scope="col">Licence</th></tr></thead>
<tbody>
{{#SOURCE}}
<tr><th scope="row"><a href="{{SOURCE_HREF}}">{{SOURCE_NAME}}</a>{{#SOURCE_SAMPLE}} (sample data){{/SOURCE_SAMPLE}}</th><td>{{SOURCE_SCOPE}}</td><td>{{SOURCE_RECORDS}}</td><td>{{#SOURCE_DATE}}{{SOURCE_UPDATED}}{{/SOURCE_DATE}}{{#SOURCE_NO_DATE}}Not known{{/SOURCE_NO_DATE}}</td><td>{{SOURCE_LICENCE}}</td></tr>
{{/SOURCE}}
</tbody>
</table>
</div>
{{/HAS_SOURCES}}
%include _foot.tpl
