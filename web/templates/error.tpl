%include _head.tpl
<div class="ev-reading">
<h1>{{ERROR_TITLE}}</h1>
<p>{{ERROR_MESSAGE}}</p>
{{#ERROR_HINT}}<p>{{HINT_TEXT}}</p>{{/ERROR_HINT}}
%include _search_box.tpl
<h2 class="nhsuk-heading-s">What you can do</h2>
<ul>
{{#TRY_AGAIN}}<li><a href="{{AGAIN_HREF}}">Try again</a></li>{{/TRY_AGAIN}}
<li><a href="/">Start from the search page</a></li>
{{#LIBRARY}}<li>If it is urgent, ask {{LIBRARY_NAME}}{{#LIBRARY_EMAIL_LINK}}: <a href="mailto:{{LIBRARY_EMAIL}}">{{LIBRARY_EMAIL}}</a>{{/LIBRARY_EMAIL_LINK}}</li>{{/LIBRARY}}
{{#REPORT}}<li>If it keeps happening, write to <a href="mailto:{{REPORT_EMAIL}}">{{REPORT_EMAIL}}</a> and give the reference below</li>{{/REPORT}}
</ul>
{{#REFERENCE}}<p class="ev-muted ev-small">Reference: {{REFERENCE_ID}}</p>{{/REFERENCE}}
</div>
%include _foot.tpl
