%include _head.tpl
<p><a href="/sources">All sources</a></p>
<h1>{{SOURCE_NAME}}</h1>
<p>{{SOURCE_DESCRIPTION}}</p>
{{#HOMEPAGE}}<p><a href="{{HOMEPAGE_HREF}}">The source’s own site</a></p>{{/HOMEPAGE}}
<dl class="nhsuk-summary-list">
{{#FACT}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{FACT_NAME}}</dt><dd class="nhsuk-summary-list__value">{{FACT_TEXT}}</dd></div>
{{/FACT}}
</dl>
<h2>Harvests</h2>
{{#NO_RUNS}}<p>Nothing has been read from this source yet.</p>{{/NO_RUNS}}
{{#RUNS}}
<p>The newest first. “Age” is how old our copy had become when the harvest was done.</p>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="runs">
<table class="ev-table ev-table--figures">
<caption id="runs" class="nhsuk-u-visually-hidden">The last harvests, newest first</caption>
<thead><tr><th scope="col">Began</th><th scope="col">Kind</th><th scope="col">Outcome</th><th scope="col">Added</th><th scope="col">Changed</th><th scope="col">Withdrawn</th><th scope="col">Problems</th><th scope="col">Age</th></tr></thead>
<tbody>
{{#RUN}}<tr><th scope="row">{{RUN_STARTED}}</th><td>{{RUN_KIND}}</td><td>{{RUN_OUTCOME}}</td><td>{{RUN_ADDED}}</td><td>{{RUN_CHANGED}}</td><td>{{RUN_DELETED}}</td><td>{{RUN_PROBLEMS}}</td><td>{{RUN_LAG}}</td></tr>
{{/RUN}}
</tbody>
</table>
</div>
{{/RUNS}}
{{#PROBLEMS}}
<h2>Problems in its entries</h2>
<p>What could not be used, and why. The rest of each record was kept.</p>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="problems">
<table class="ev-table">
<caption id="problems" class="nhsuk-u-visually-hidden">Kinds of problems, the most frequent first</caption>
<thead><tr><th scope="col">Kind</th><th scope="col">How many</th><th scope="col">For example</th></tr></thead>
<tbody>
{{#PROBLEM}}<tr><th scope="row">{{PROBLEM_CODE}}</th><td>{{PROBLEM_COUNT}}</td><td>{{PROBLEM_EXAMPLE}}</td></tr>
{{/PROBLEM}}
</tbody>
</table>
</div>
{{/PROBLEMS}}
<p class="ev-small"><a href="{{API_HREF}}">The same as data</a></p>
%include _foot.tpl
