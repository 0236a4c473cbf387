%include _head.tpl
<div class="ev-reading">
<h1>Ask your library</h1>
%include _tags.tpl
<p dir="auto">{{REQUEST_FOR}}</p>
{{#REQUEST_WORK}}<p><a href="{{WORK_HREF}}">Back to this work: other ways to read it</a></p>{{/REQUEST_WORK}}
%include _request.tpl
</div>
%include _foot.tpl
