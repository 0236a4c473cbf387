%include _head.tpl
<p><a href="/strategies">Search with another strategy</a></p>
<h1>{{NAME}}</h1>
%include _problem.tpl
{{#NEW_KEY}}
<div class="ev-notice ev-notice--good" role="status">
<p><strong>Kept.</strong> This page’s address is private: bookmark it. To change the strategy later you need this edit key, which is shown only now:</p>
<p><code class="ev-key">{{EDIT_KEY}}</code></p>
</div>
{{/NEW_KEY}}
{{#DONE}}<div class="ev-notice ev-notice--good" role="status"><p>{{DONE_TEXT}}</p></div>{{/DONE}}
<p class="ev-small ev-muted">{{FACTS}}</p>
{{#NOTES}}<p class="ev-notes">{{NOTES_TEXT:pre_escape}}</p>{{/NOTES}}
<nav aria-label="On this page"><ul class="ev-jump">
<li><a href="#lines">Lines</a></li><li><a href="#change">Change or run</a></li><li><a href="#runs">Runs</a></li><li><a href="#files">Files</a></li><li><a href="#test">Test set</a></li><li><a href="#elsewhere">Searches elsewhere</a></li><li><a href="{{PRISMA_HREF}}">PRISMA-S report</a></li>
</ul></nav>
<h2 id="lines">Lines</h2>
{{#NOT_RUN}}<p>This strategy has not been run yet.</p>{{/NOT_RUN}}
%include _strategy_lines.tpl
{{#FLOW}}
<h3 id="flow">Records behind the result</h3>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="flow-caption">
<table class="ev-table">
<caption id="flow-caption" class="nhsuk-u-visually-hidden">Records identified, duplicates and what remains, by source</caption>
<thead><tr><th scope="col">Source</th><th scope="col" class="ev-number">Records identified</th><th scope="col" class="ev-number">Duplicates removed</th><th scope="col" class="ev-number">Remaining</th></tr></thead>
<tbody>
{{#FLOW_ROW}}<tr><th scope="row">{{FLOW_NAME}}</th><td class="ev-number">{{FLOW_IDENTIFIED}}</td><td class="ev-number">{{FLOW_DUPLICATES}}</td><td class="ev-number">{{FLOW_REMAINING}}</td></tr>
{{/FLOW_ROW}}
</tbody>
</table>
</div>
{{/FLOW}}
<h2 id="change">Change or run</h2>
<form action="{{ACTION_HREF}}" method="post">
%include _strategy_fields.tpl
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="notes">Notes</label>
<textarea class="ev-input" id="notes" name="notes" rows="3">
{{NOTES_VALUE:pre_escape}}</textarea>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="actor">Your name (optional; shown with the version)</label>
<input class="ev-input" id="actor" name="actor" maxlength="200" autocomplete="name">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="comment">What you changed (optional)</label>
<input class="ev-input" id="comment" name="comment" maxlength="300" autocomplete="off">
</div>
<input type="hidden" name="version" value="{{VERSION}}">
{{#CHANGE_KEY}}
%include _edit_key.tpl
{{/CHANGE_KEY}}
<div class="ev-buttons">
<button class="nhsuk-button" type="submit" name="action" value="save-and-run">Save and run</button>
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="save">Save</button>
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="fork">Make a copy of my own</button>
</div>
<p class="ev-small ev-muted">A copy is made of the version that is kept, and needs no key.</p>
</form>
<h2 id="runs">Runs</h2>
{{#NO_RUNS}}<p>None yet.</p>{{/NO_RUNS}}
{{#RUNS}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="runs-caption">
<table class="ev-table">
<caption id="runs-caption" class="nhsuk-u-visually-hidden">Runs, the newest first</caption>
<thead><tr><th scope="col">Run</th><th scope="col">When</th><th scope="col">Version</th><th scope="col" class="ev-number">Works</th><th scope="col">Compared with the run before</th></tr></thead>
<tbody>
{{#RUN}}<tr><th scope="row"><a href="{{RUN_HREF}}"{{#RUN_SHOWN}} aria-current="true"{{/RUN_SHOWN}}>Run {{RUN_NUMBER}}</a></th><td>{{RUN_AT}}</td><td>{{RUN_VERSION}}</td><td class="ev-number">{{RUN_COUNT}}</td><td>{{#RUN_COMPARED}}<a href="{{DIFFERENCES_HREF}}">What differs<span class="nhsuk-u-visually-hidden"> in run {{RUN_NUMBER}}</span></a>{{/RUN_COMPARED}}</td></tr>
{{/RUN}}
</tbody>
</table>
</div>
{{/RUNS}}
<h2 id="files">Files</h2>
<ul>
<li>The strategy: <a href="{{EXPORT_TEXT}}">text for an appendix</a>, <a href="{{EXPORT_CSV}}">CSV</a>, <a href="{{EXPORT_JSON}}">JSON to import again</a></li>
{{#RESULT_FILES}}<li>The works of the result: <a href="{{WORKS_RIS}}">RIS</a>, <a href="{{WORKS_CSV}}">CSV</a>, <a href="{{WORKS_JSONL}}">JSON Lines</a>, <a href="{{WORKS_IDS}}">ids</a></li>{{/RESULT_FILES}}
</ul>
<h2 id="test">Test set</h2>
<p>Works that are known to be relevant. Each line shows which of them it finds.</p>
{{#TESTED}}
<p>{{TEST_SUMMARY}}</p>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="test-caption">
<table class="ev-table">
<caption id="test-caption" class="nhsuk-u-visually-hidden">What each line finds and misses of the test set</caption>
<thead><tr><th scope="col">Line</th><th scope="col" class="ev-number">Found</th><th scope="col" class="ev-number">Missed</th><th scope="col">Missed are</th></tr></thead>
<tbody>
{{#TEST_ROW}}<tr><th scope="row">{{TEST_LINE}}</th><td class="ev-number">{{TEST_FOUND}}</td><td class="ev-number">{{TEST_MISSED}}</td><td>{{TEST_IDS}}</td></tr>
{{/TEST_ROW}}
</tbody>
</table>
</div>
{{/TESTED}}
<form action="{{ACTION_HREF}}" method="post">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="ids">PMIDs, DOIs or ids of works</label>
<textarea class="ev-input" id="ids" name="ids" rows="3" spellcheck="false">
{{TEST_TYPED:pre_escape}}</textarea>
</div>
{{#TEST_KEY}}
%include _edit_key.tpl
{{/TEST_KEY}}
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="test-set">Set the test set</button>
</form>
<h2 id="elsewhere">Searches elsewhere</h2>
<p>Add what another platform gave, as a RIS file. It is compared with this run and counted, and goes nowhere else.</p>
{{#EXTERNALS}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="externals-caption">
<table class="ev-table">
<caption id="externals-caption" class="nhsuk-u-visually-hidden">Searches elsewhere and what they add to this run</caption>
<thead><tr><th scope="col">Database</th><th scope="col">Searched on</th><th scope="col" class="ev-number">Records</th><th scope="col" class="ev-number">Duplicates within</th><th scope="col" class="ev-number">In this run</th><th scope="col" class="ev-number">In an earlier upload</th><th scope="col" class="ev-number">New</th></tr></thead>
<tbody>
{{#EXTERNAL}}<tr><th scope="row">{{EXTERNAL_NAME}}</th><td>{{EXTERNAL_DATE}}</td><td class="ev-number">{{EXTERNAL_RECORDS}}</td><td class="ev-number">{{EXTERNAL_WITHIN}}</td><td class="ev-number">{{EXTERNAL_IN_RUN}}</td><td class="ev-number">{{EXTERNAL_EARLIER}}</td><td class="ev-number">{{EXTERNAL_NEW}}</td></tr>
{{/EXTERNAL}}
</tbody>
</table>
</div>
{{/EXTERNALS}}
{{#UPLOAD}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">Add a search from elsewhere</span></summary>
<div class="nhsuk-details__text">
<form action="{{ACTION_HREF}}" method="post" enctype="multipart/form-data">
<div class="nhsuk-form-group"><label class="nhsuk-label" for="platform">Platform, for example Ovid</label><input class="ev-input" id="platform" name="platform" required maxlength="200"></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="interface">Interface (optional)</label><input class="ev-input" id="interface" name="interface" maxlength="200"></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="database">Database, for example Embase 1974 to 2026</label><input class="ev-input" id="database" name="database" required maxlength="200"></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="searched">Date of the search</label><input class="ev-input ev-input--date" id="searched" name="searched" type="date" required></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="stated">Number of results that the platform stated (optional)</label><input class="ev-input ev-input--date" id="stated" name="stated_count" inputmode="numeric" maxlength="12"></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="strategy">Strategy as run there (optional)</label><textarea class="ev-input" id="strategy" name="strategy" rows="4" spellcheck="false"></textarea></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="ris">File of references (RIS)</label><input id="ris" name="ris" type="file" accept=".ris,.txt" required></div>
<input type="hidden" name="run" value="{{SHOWN_RUN}}">
{{#UPLOAD_KEY}}
%include _edit_key.tpl
{{/UPLOAD_KEY}}
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="external">Add and compare</button>
</form>
</div>
</details>
{{/UPLOAD}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">Delete this strategy</span></summary>
<div class="nhsuk-details__text">
<p>The strategy and all its runs are gone for ever.</p>
<form action="{{ACTION_HREF}}" method="post">
{{#DELETE_KEY}}
%include _edit_key.tpl
{{/DELETE_KEY}}
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="delete">Delete for ever</button>
</form>
</div>
</details>
%include _foot.tpl
