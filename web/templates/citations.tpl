%include _head.tpl
<h1>Find cited references</h1>
<p>Check which references of a list are here, and whether one has been retracted. Paste references as they are printed, or fill in what you know of one.</p>
%include _problem.tpl
{{#ANSWER}}
<h2 id="answer">What was found</h2>
<p><strong>{{SUMMARY}}</strong></p>
<ol class="ev-cited">
{{#REFERENCE}}<li class="ev-cited__reference">
<p><strong class="nhsuk-tag {{VERDICT_CLASS}}">{{VERDICT}}</strong> <span class="ev-muted">Reference {{REFERENCE_NUMBER}}:</span> {{REFERENCE_TEXT}}</p>
{{#WORK}}<div class="ev-cited__work">
<p><a href="{{WORK_HREF}}">{{WORK_TITLE}}</a></p>
{{#WORK_LINE}}<p class="ev-small">{{WORK_TEXT}}</p>{{/WORK_LINE}}
%include _tags.tpl
{{#DIFFERS}}{{#DIFFERENCE}}<p class="ev-small">{{PART_NAME}} in the reference: {{PART_CITED}}. Here: {{PART_HELD}}.</p>{{/DIFFERENCE}}{{/DIFFERS}}
</div>
{{/WORK}}
<p class="ev-small ev-muted">{{REASON}}</p>
</li>
{{/REFERENCE}}
</ol>
{{#FOUND_IDS}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="ids">Numbers of the works that were found, to copy</label>
<textarea class="ev-input ev-textarea" id="ids" rows="{{IDS_ROWS}}" readonly spellcheck="false">
{{IDS:pre_escape}}</textarea>
</div>
<ul>
{{#EXPORT}}<li><a href="{{EXPORT_HREF}}">{{EXPORT_NAME}}</a></li>
{{/EXPORT}}
</ul>
{{/FOUND_IDS}}
{{/ANSWER}}
<h2>Paste references</h2>
<form action="/citations" method="post">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="text">References</label>
<div class="nhsuk-hint" id="text-hint">One or up to 500: numbered, one a line, or with a blank line between them.</div>
<textarea class="ev-input ev-textarea" id="text" name="text" rows="10" spellcheck="false" aria-describedby="text-hint">
{{CITED_TEXT:pre_escape}}</textarea>
</div>
<div class="ev-buttons">
<button class="nhsuk-button" type="submit" name="action" value="show">Find references</button>
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="table">Save the answer as a table</button>
</div>
</form>
<h2>Find one reference by its parts</h2>
<form action="/citations" method="get">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="journal">Journal</label>
<input class="ev-input" id="journal" name="journal" value="{{CITED_JOURNAL}}" maxlength="300" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="year">Year</label>
<input class="ev-input ev-input--date" id="year" name="year" value="{{CITED_YEAR}}" maxlength="4" inputmode="numeric" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="volume">Volume</label>
<input class="ev-input ev-input--date" id="volume" name="volume" value="{{CITED_VOLUME}}" maxlength="40" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="issue">Issue</label>
<input class="ev-input ev-input--date" id="issue" name="issue" value="{{CITED_ISSUE}}" maxlength="40" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="page">First page</label>
<input class="ev-input ev-input--date" id="page" name="page" value="{{CITED_PAGE}}" maxlength="40" autocomplete="off">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="author">First author</label>
<div class="nhsuk-hint" id="author-hint">Family name and initials, as in Smith JA</div>
<input class="ev-input" id="author" name="author" value="{{CITED_AUTHOR}}" maxlength="200" autocomplete="off" aria-describedby="author-hint">
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="title">Words of the title</label>
<input class="ev-input" id="title" name="title" value="{{CITED_TITLE}}" maxlength="500" autocomplete="off">
</div>
<button class="nhsuk-button" type="submit">Find this reference</button>
</form>
<p class="ev-small ev-muted">What you paste is looked up and kept nowhere.</p>
%include _foot.tpl
