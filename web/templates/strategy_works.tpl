%include _head.tpl
<p><a href="{{STRATEGY_HREF}}">Back to the strategy</a></p>
<h1>Works of line {{LINE_NUMBER}}</h1>
<p><code class="ev-line">{{LINE_TEXT:pre_escape}}</code></p>
<p>{{WORKS_SUMMARY}}</p>
<ol class="ev-works" start="{{FIRST_PLACE}}">
{{#WORK}}<li>{{#WORK_HERE}}<a href="{{WORK_HREF}}">{{WORK_TITLE}}</a><br><span class="ev-small ev-muted">{{WORK_FACTS}}</span>{{/WORK_HERE}}{{#WORK_GONE}}<span>{{WORK_ID}}</span><br><span class="ev-small ev-muted">No longer in the index</span>{{/WORK_GONE}}</li>
{{/WORK}}
</ol>
<nav aria-label="Pages"><ul class="ev-jump">
{{#PREVIOUS}}<li><a href="{{PREVIOUS_HREF}}" rel="prev">Previous page</a></li>{{/PREVIOUS}}
{{#NEXT}}<li><a href="{{NEXT_HREF}}" rel="next">Next page</a></li>{{/NEXT}}
</ul></nav>
%include _foot.tpl
