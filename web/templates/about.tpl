%include _head.tpl
<div class="ev-reading">
<h1>About {{SERVICE_NAME}}</h1>
<p>{{SERVICE_NAME}} searches evidence for healthcare in one place: guidelines, systematic reviews, trials and other studies, books and journals.</p>
<h2>What is searched</h2>
{{#INDEX_READY}}<p>{{WORKS}} {{WORKS_WORD}}{{#UPDATED}}, last updated {{UPDATED_DATE}}{{/UPDATED}}.</p>{{/INDEX_READY}}
{{#INDEX_MISSING}}<p>The search index is not available just now. {{INDEX_PROBLEM}}</p>{{/INDEX_MISSING}}
{{#HAS_SOURCES}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="sources">
<table class="ev-table">
<caption id="sources">Sources</caption>
<thead><tr><th scope="col">Source</th><th scope="col">What it holds</th><th scope="col">Updated</th><th scope="col">Licence</th></tr></thead>
<tbody>
{{#SOURCE}}
<tr><th scope="row">{{#SOURCE_LINKED}}<a href="{{SOURCE_HOMEPAGE}}">{{SOURCE_NAME}}</a>{{/SOURCE_LINKED}}{{#SOURCE_PLAIN}}{{SOURCE_NAME}}{{/SOURCE_PLAIN}}{{#SOURCE_SAMPLE}} (sample data){{/SOURCE_SAMPLE}}</th><td>{{SOURCE_DESCRIPTION}}</td><td>{{#SOURCE_DATE}}{{SOURCE_UPDATED}}{{/SOURCE_DATE}}{{#SOURCE_NO_DATE}}Not known{{/SOURCE_NO_DATE}}</td><td>{{SOURCE_LICENCE}}</td></tr>
{{/SOURCE}}
</tbody>
</table>
</div>
{{/HAS_SOURCES}}
<p>Anything that is not in this list was not searched. A search here is not yet a complete search for a systematic review: ask a librarian which other databases you need.</p>
<h2>How results are ordered</h2>
<p>By how well the words you typed match the title, the abstract and the subject headings. Nobody can pay to be first. Retracted works are marked, not hidden.</p>
<h2 id="types">What the labels mean</h2>
<p>The kind of evidence comes from what the publication itself states. Where it states nothing, this service looks for words such as “a randomised controlled trial” in the title and the abstract. Such a label begins with “Probably”, has a dashed line around it, and opens to say which words were found. It never counts as a stated type, and it moves a work up only where the rule behind it was right in at least 98 of 100 cases when measured. Where nothing is found either, the label says so.</p>
<p>Guidelines show their review date as far as their source gives one. “Review date not supplied by the source” means exactly that: the guideline may be current or not.</p>
<dl class="nhsuk-summary-list">
{{#TYPE}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{TYPE_LABEL}}</dt><dd class="nhsuk-summary-list__value">{{TYPE_EXPLANATION}}</dd></div>
{{/TYPE}}
</dl>
<h2>How to search</h2>
<ul>
<li>Type a few words: <code>asthma exercise children</code>. All of them are looked for; word endings do not matter.</li>
<li>Put words in quotation marks to keep them together: <code>"otitis media"</code>.</li>
<li>Join with AND, OR, NOT in capitals and group with brackets: <code>(croup OR laryngitis) NOT adult</code>.</li>
<li>A star stands for any ending: <code>vaccin*</code>.</li>
<li>Name a field: <code>title:sepsis</code>, <code>author:smith</code>.</li>
<li>Paste a DOI, PubMed number or ISBN to go straight to it.</li>
</ul>
<p>Librarians, and who searches for a review: <a href="/strategies">run a whole strategy</a>, <a href="/filters">add a published search filter</a>, <a href="/translate">translate a strategy</a> for another database, <a href="/pico">search by question</a>, or <a href="/values">browse an index</a>.</p>
</div>
%include _foot.tpl
