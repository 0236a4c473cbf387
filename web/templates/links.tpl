%include _head.tpl
<h1>Which platforms answer</h1>
<p>Links to full texts are checked from here, and readers report those that are broken. A platform that fails is offered last until it answers again; no link is taken away.</p>
{{#NOT_CHECKED}}<p>No platform has been checked yet.</p>{{/NOT_CHECKED}}
{{#PLATFORMS}}
<p>A platform is called failing after {{RULE_CHECKS}} failed checks in a row, of different pages, over at least {{RULE_MINUTES}} minutes. One answer ends that. A page that asks to sign in, or that turns our checks away, is not called broken.</p>
{{#PLATFORMS_CUT}}<p>The first {{CUT_AT}} are shown, failing ones first.</p>{{/PLATFORMS_CUT}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="platforms">
<table class="ev-table">
<caption id="platforms" class="nhsuk-u-visually-hidden">Platforms, failing ones first</caption>
<thead><tr><th scope="col">Platform</th><th scope="col">State</th><th scope="col">Cause</th><th scope="col">Since</th><th scope="col">Last checked</th><th scope="col">Broken pages</th><th scope="col">Open reports</th></tr></thead>
<tbody>
{{#PLATFORM}}<tr><th scope="row">{{PLATFORM_HOST}}</th><td>{{PLATFORM_STATE}}</td><td>{{PLATFORM_CAUSE}}</td><td>{{PLATFORM_SINCE}}</td><td>{{PLATFORM_CHECKED}}</td><td>{{PLATFORM_SHARE}}</td><td>{{PLATFORM_REPORTS}}</td></tr>
{{/PLATFORM}}
</tbody>
</table>
</div>
<p class="ev-small"><a href="/api/v1/link-health">The same as data</a></p>
{{/PLATFORMS}}
%include _foot.tpl
