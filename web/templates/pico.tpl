%include _head.tpl
<h1>Search by question (PICO)</h1>
<p>Say who the question is about, what is done, what it is compared with and what should come of it. Boxes may stay empty.</p>
%include _problem.tpl
{{#ASKED}}
<h2 id="result">Result</h2>
<p role="status"><strong>{{RESULT_SUMMARY}}</strong>{{#RELAXED}} {{RELAXED_TEXT}}{{/RELAXED}}</p>
{{#NOTES}}
%include _messages.tpl
{{/NOTES}}
{{#SEARCH_LINK}}<p><a href="{{SEARCH_HREF}}">Show the works</a></p>{{/SEARCH_LINK}}
{{#SEARCH_TOO_LONG}}<p>The search is too long for the search box: run it under Strategies.</p>{{/SEARCH_TOO_LONG}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="parts-caption">
<table class="ev-table ev-lines">
<caption id="parts-caption">What each box finds</caption>
<thead><tr><th scope="col">Line</th><th scope="col">Box</th><th scope="col">Search</th><th scope="col" class="ev-number">Works</th></tr></thead>
<tbody>
{{#PART}}<tr><th scope="row">{{LINE_NUMBER}}</th><td>{{PART_NAME}}</td><td><code class="ev-line">{{LINE_TEXT:pre_escape}}</code>{{#LINE_READ}}<details class="nhsuk-details ev-read"><summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">How line {{LINE_NUMBER}} was read</span></summary><div class="nhsuk-details__text"><p>{{LINE_READ_AS}}</p></div></details>{{/LINE_READ}}
{{#LINE_NOTES}}
%include _messages.tpl
{{/LINE_NOTES}}
</td><td class="ev-number">{{LINE_WORKS}}</td></tr>
{{/PART}}
</tbody>
</table>
</div>
{{#STEPS}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="steps-caption">
<table class="ev-table ev-lines">
<caption id="steps-caption">The boxes together, and with less where little is found</caption>
<thead><tr><th scope="col">Line</th><th scope="col">Boxes</th><th scope="col">Search</th><th scope="col" class="ev-number">Works</th></tr></thead>
<tbody>
{{#STEP}}<tr><th scope="row">{{LINE_NUMBER}}</th><td>{{STEP_NAME}}{{#STEP_CHOSEN}} <strong class="nhsuk-tag nhsuk-tag--blue">Result</strong>{{/STEP_CHOSEN}}</td><td><code class="ev-line">{{LINE_TEXT:pre_escape}}</code></td><td class="ev-number">{{#STEP_LINKED}}<a href="{{STEP_HREF}}">{{LINE_WORKS}}<span class="nhsuk-u-visually-hidden"> works of line {{LINE_NUMBER}}</span></a>{{/STEP_LINKED}}{{#STEP_PLAIN}}{{LINE_WORKS}}{{/STEP_PLAIN}}</td></tr>
{{/STEP}}
</tbody>
</table>
</div>
{{/STEPS}}
%include _open_strategy.tpl
{{/ASKED}}
<form action="/pico" method="post">
{{#BOX}}<div class="nhsuk-form-group">
<label class="nhsuk-label" for="{{BOX_NAME}}">{{BOX_LABEL}}</label>
<div class="nhsuk-hint" id="{{BOX_NAME}}-hint">{{BOX_HINT}}</div>
<textarea class="ev-input" id="{{BOX_NAME}}" name="{{BOX_NAME}}" rows="3" aria-describedby="{{BOX_NAME}}-hint">
{{BOX_TEXT:pre_escape}}</textarea>
</div>
{{/BOX}}
<button class="nhsuk-button" type="submit">Search</button>
</form>
<p class="ev-small ev-muted">Words with the same meaning go into one box, each on its own line or with OR between them. Where all boxes together find fewer than {{FEW}} works, Outcome is dropped, then Comparison; each step is shown with its number of works. Nothing is kept.</p>
%include _foot.tpl
