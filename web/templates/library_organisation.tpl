%include _head.tpl
<div class="ev-reading">
<p><a href="/libraries">All libraries</a></p>
<h1>{{ORGANISATION_TITLE}}</h1>
<p>ODS code {{ORGANISATION_CODE}}{{#REGION}}, NHS region {{REGION_NAME}}{{/REGION}}</p>
{{#REPLACED_KIND}}<p>Clinical commissioning groups ended in July 2022; integrated care boards came in their place. <a href="/libraries">Search for a library by area</a>.</p>{{/REPLACED_KIND}}
{{#CLOSED}}
<p>This organisation closed on {{CLOSED_DAY}}.{{#NO_SUCCESSOR}} What came in its place is not stated.{{/NO_SUCCESSOR}}</p>
<ul>
{{#SUCCESSOR}}<li>Its work, or part of it, went to <a href="{{SUCCESSOR_HREF}}">{{SUCCESSOR_NAME}}</a>.</li>
{{/SUCCESSOR}}
</ul>
{{/CLOSED}}
<h2>Libraries</h2>
{{#NO_LIBRARY}}<p>No library of this directory names this organisation. <a href="/libraries">Search by area or postcode</a>, or see <a href="/eligible">whether you are eligible</a> and whom to ask.</p>{{/NO_LIBRARY}}
<ul class="ev-libraries">
{{#LIBRARY_ROW}}
%include _library_row.tpl
{{/LIBRARY_ROW}}
</ul>
<p class="ev-small"><a href="{{API_HREF}}">The same as data</a></p>
</div>
%include _foot.tpl
