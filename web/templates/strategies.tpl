%include _head.tpl
<h1>Search with a strategy</h1>
<p>For searches of many lines. Paste a strategy as it was written for Ovid, PubMed or EBSCO, or type one. Every line is counted exactly.</p>
%include _tools.tpl
<p>To check a list of references instead, <a href="/citations">find cited references</a>.</p>
%include _problem.tpl
{{#RAN}}
<h2 id="result">Result</h2>
<p>{{RAN_SUMMARY}} Nothing was kept.</p>
%include _strategy_lines.tpl
{{/RAN}}
<form action="/strategies" method="post">
%include _strategy_fields.tpl
<div class="ev-buttons">
<button class="nhsuk-button" type="submit" name="action" value="run">Run without keeping</button>
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="keep">Keep under a private link</button>
</div>
</form>
<p class="ev-small ev-muted">A kept strategy is at an address that nobody can guess and that no list shows. Whoever has the address can read it; changing it needs a key that you are shown once.</p>
%include _foot.tpl
