%include _head.tpl
<h1>Translate a strategy</h1>
<p>Says a search for one database in the words of another. What cannot be said there stands beside its line.</p>
%include _problem.tpl
{{#TRANSLATED}}
<h2 id="result">Result</h2>
<p role="status">{{TRANSLATED_SUMMARY}}</p>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="lines-caption">
<table class="ev-table ev-lines">
<caption id="lines-caption">{{LINES_CAPTION}}</caption>
<thead><tr><th scope="col">Line</th><th scope="col">{{FROM_LABEL}}</th><th scope="col">{{TO_LABEL}}, with what is lost</th></tr></thead>
<tbody>
{{#LINE}}<tr><th scope="row">{{LINE_NUMBER}}</th><td><code class="ev-line">{{LINE_BEFORE:pre_escape}}</code></td><td>{{#WRITTEN}}<code class="ev-line">{{LINE_AFTER:pre_escape}}</code>{{/WRITTEN}}{{#NOT_WRITTEN}}<strong>Not translated</strong>{{/NOT_WRITTEN}}
{{#LOSSES}}
%include _messages.tpl
{{/LOSSES}}
</td></tr>
{{/LINE}}
</tbody>
</table>
</div>
{{#CUT}}<p>Only the first {{SHOWN_LINES}} lines are shown here; the text below has all of them.</p>{{/CUT}}
%include _open_strategy.tpl
{{/TRANSLATED}}
<form action="/translate" method="post">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="text">Search lines</label>
<div class="nhsuk-hint" id="text-hint">One search a line; paste a whole strategy with its numbers.</div>
<textarea class="ev-input ev-textarea" id="text" name="text" rows="12" spellcheck="false" aria-describedby="text-hint">
{{TEXT:pre_escape}}</textarea>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="from">Written for</label>
<select class="nhsuk-select" id="from" name="from"><option value="auto">Recognise it</option>{{#FROM}}<option value="{{SYNTAX_VALUE}}"{{#SYNTAX_SELECTED}} selected{{/SYNTAX_SELECTED}}>{{SYNTAX_LABEL}}</option>{{/FROM}}</select>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="to">Translate for</label>
<select class="nhsuk-select" id="to" name="to">{{#TO}}<option value="{{SYNTAX_VALUE}}"{{#SYNTAX_SELECTED}} selected{{/SYNTAX_SELECTED}}>{{SYNTAX_LABEL}}</option>{{/TO}}</select>
</div>
<button class="nhsuk-button" type="submit">Translate</button>
</form>
%include _foot.tpl
