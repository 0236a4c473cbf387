%include _head.tpl
<h1 class="nhsuk-heading-l">Search results</h1>
%include _search_error.tpl
%include _search_box.tpl
{{#ANSWER}}
<div class="ev-layout">
{{#FILTERS}}
<details class="ev-filters">
<summary class="ev-filters__handle">Filter results{{#FILTERS_IN_USE}} ({{FILTER_COUNT}} in use){{/FILTERS_IN_USE}}</summary>
<form class="ev-filters__body" action="/search" method="get" aria-labelledby="filters-heading">
<h2 class="nhsuk-heading-m" id="filters-heading">Filter results</h2>
{{#FILTER_HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/FILTER_HIDDEN}}
{{#GROUP}}
<fieldset class="nhsuk-fieldset">
<legend class="nhsuk-fieldset__legend">{{GROUP_LABEL}}</legend>
<div class="nhsuk-checkboxes nhsuk-checkboxes--small">
{{#OPTION}}
<div class="nhsuk-checkboxes__item"><input class="nhsuk-checkboxes__input" type="checkbox" id="{{OPTION_ID}}" name="{{GROUP_NAME}}" value="{{OPTION_VALUE}}"{{#OPTION_CHECKED}} checked{{/OPTION_CHECKED}}><label class="nhsuk-label nhsuk-checkboxes__label" for="{{OPTION_ID}}">{{OPTION_LABEL}} <span class="ev-count">({{OPTION_COUNT}})<span class="nhsuk-u-visually-hidden"> {{OPTION_WORD}}</span></span></label></div>
{{/OPTION}}
</div>
{{#GROUP_MORE}}<p><a href="{{MORE_HREF}}">{{MORE_TEXT}}</a></p>{{/GROUP_MORE}}
{{#MEANINGS}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">What these mean<span class="nhsuk-u-visually-hidden">: {{GROUP_LABEL}}</span></span></summary>
<div class="nhsuk-details__text">{{#MEANINGS_PROBABLE}}<p>Where no source states what a work is, this service reads its title and abstract. It says “probably”, because no source does. <a href="/about#types">How this is done and how often it is right</a></p>{{/MEANINGS_PROBABLE}}<dl>{{#MEANING}}<dt>{{MEANING_LABEL}}</dt><dd>{{MEANING_TEXT}}</dd>{{/MEANING}}</dl></div>
</details>
{{/MEANINGS}}
</fieldset>
{{/GROUP}}
{{#CHOICES}}
<fieldset class="nhsuk-fieldset">
<legend class="nhsuk-fieldset__legend">Retractions, corrections, versions, preprints</legend>
{{#CHOICE}}
<div class="ev-choice"><label class="nhsuk-label" for="{{CHOICE_ID}}">{{CHOICE_LABEL}}{{#CHOICE_COUNTED}} <span class="ev-count">({{CHOICE_COUNT}}<span class="nhsuk-u-visually-hidden"> {{CHOICE_WORD}}</span>)</span>{{/CHOICE_COUNTED}}</label>
<select class="nhsuk-select" id="{{CHOICE_ID}}" name="{{CHOICE_NAME}}"><option value="">Show with the others</option><option value="{{CHOICE_WITHOUT}}"{{#WITHOUT_SELECTED}} selected{{/WITHOUT_SELECTED}}>Leave out</option>{{#CHOICE_ALONE}}<option value="{{CHOICE_ONLY}}"{{#ONLY_SELECTED}} selected{{/ONLY_SELECTED}}>Show only these</option>{{/CHOICE_ALONE}}</select></div>
{{/CHOICE}}
</fieldset>
{{/CHOICES}}
<fieldset class="nhsuk-fieldset">
<legend class="nhsuk-fieldset__legend">Publication year</legend>
{{#HISTOGRAM}}
<div>
<svg class="ev-histogram" viewBox="0 0 {{SVG_WIDTH}} 64" preserveAspectRatio="none" aria-hidden="true" focusable="false">{{#BAR}}<rect{{#BAR_OUT}} class="ev-out"{{/BAR_OUT}} x="{{BAR_X}}" y="{{BAR_Y}}" width="{{BAR_WIDTH}}" height="{{BAR_HEIGHT}}"></rect>{{/BAR}}</svg>
<p class="ev-histogram__ends" aria-hidden="true"><span>{{FIRST_YEAR}}</span><span>{{LAST_YEAR}}</span></p>
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">Results by year</span></summary>
<div class="nhsuk-details__text">
<table class="ev-table">
<caption class="nhsuk-u-visually-hidden">Number of results by publication year</caption>
<thead><tr><th scope="col">Year</th><th scope="col">Results</th></tr></thead>
<tbody>{{#YEAR_ROW}}<tr><th scope="row"><a href="{{YEAR_HREF}}">{{YEAR}}</a></th><td>{{YEAR_COUNT}}</td></tr>{{/YEAR_ROW}}</tbody>
</table>
</div>
</details>
</div>
{{/HISTOGRAM}}
<div class="ev-years">
<div><label class="nhsuk-label" for="year-from">From</label><input class="ev-year" id="year-from" name="year_from" value="{{YEAR_FROM}}" inputmode="numeric" maxlength="4" autocomplete="off"></div>
<div><label class="nhsuk-label" for="year-to">To</label><input class="ev-year" id="year-to" name="year_to" value="{{YEAR_TO}}" inputmode="numeric" maxlength="4" autocomplete="off"></div>
</div>
</fieldset>
<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">Apply filters</button>
</form>
</details>
{{/FILTERS}}
<div id="results">
<nav class="ev-views" aria-label="Views of this search">
<ul>
<li aria-current="page">All results</li>
<li><a href="{{CARE_HREF}}">At the point of care</a></li>
</ul>
</nav>
<h2 class="nhsuk-heading-m ev-total">{{TOTAL_TEXT}}{{#PAGE_OF}}<span class="nhsuk-u-visually-hidden">, page {{PAGE_NOW}}</span>{{/PAGE_OF}}</h2>
%include _understood.tpl
{{#CATEGORIES}}
<nav class="ev-categories" aria-label="Clinical categories">
<p id="categories">Only studies of:</p>
<ul aria-labelledby="categories">
{{#CATEGORY}}<li>{{CATEGORY_LABEL}} {{#SCOPE}}{{#SCOPE_LINK}}<a href="{{SCOPE_HREF}}"><span class="nhsuk-u-visually-hidden">{{CATEGORY_LABEL}}, </span>{{SCOPE_LABEL}}</a> {{/SCOPE_LINK}}{{#SCOPE_IN_USE}}<a href="{{SCOPE_HREF}}" aria-current="true"><span class="nhsuk-u-visually-hidden">{{CATEGORY_LABEL}}, </span>{{SCOPE_LABEL}}</a> {{/SCOPE_IN_USE}}{{/SCOPE}}</li>
{{/CATEGORY}}
</ul>
</nav>
{{/CATEGORIES}}
{{#HITS}}
<form class="ev-tools" action="/search" method="get" aria-label="Order of the results">
{{#SORT_HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/SORT_HIDDEN}}
<div><label class="nhsuk-label" for="sort">Sort by</label>
<select class="nhsuk-select" id="sort" name="sort">{{#SORT}}<option value="{{SORT_VALUE}}"{{#SORT_SELECTED}} selected{{/SORT_SELECTED}}>{{SORT_LABEL}}</option>{{/SORT}}</select></div>
<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">Sort</button>
</form>
<ol class="ev-results" start="{{FIRST_NUMBER}}">
%include _hit.tpl
</ol>
{{/HITS}}
{{#PAGES}}
<nav class="nhsuk-pagination nhsuk-pagination--numbered" aria-label="Pages of results">
{{#PREVIOUS}}<a class="nhsuk-pagination__previous" href="{{PAGE_HREF}}" rel="prev"><span class="nhsuk-pagination__title">Previous<span class="nhsuk-u-visually-hidden"> page</span></span></a>{{/PREVIOUS}}
<ul class="nhsuk-pagination__list">
{{#PAGE}}{{#PAGE_LINK}}<li class="nhsuk-pagination__item"><a class="nhsuk-pagination__link" href="{{PAGE_HREF}}" aria-label="Page {{PAGE_NUMBER}}">{{PAGE_NUMBER}}</a></li>{{/PAGE_LINK}}{{#PAGE_CURRENT}}<li class="nhsuk-pagination__item nhsuk-pagination__item--current"><a class="nhsuk-pagination__link" href="{{PAGE_HREF}}" aria-label="Page {{PAGE_NUMBER}}" aria-current="page">{{PAGE_NUMBER}}</a></li>{{/PAGE_CURRENT}}{{#PAGE_GAP}}<li class="nhsuk-pagination__item nhsuk-pagination__item--ellipsis">⋯</li>{{/PAGE_GAP}}{{/PAGE}}
</ul>
{{#NEXT}}<a class="nhsuk-pagination__next" href="{{PAGE_HREF}}" rel="next"><span class="nhsuk-pagination__title">Next<span class="nhsuk-u-visually-hidden"> page</span></span></a>{{/NEXT}}
</nav>
{{/PAGES}}
{{#PAST_END}}
<p>There is no page {{PAGE_NOW}} of these results. <a href="{{FIRST_HREF}}">Go to the first page</a>.</p>
{{/PAST_END}}
{{#COMPLETIONS}}
<div class="ev-reading">
<h3 class="nhsuk-heading-s">In this index there are</h3>
{{#COMPLETION_GROUP}}<h4 class="nhsuk-heading-xs">{{COMPLETION_KIND}}</h4>
<ul>{{#COMPLETION}}<li><a href="{{COMPLETION_HREF}}"><bdi>{{COMPLETION_TEXT}}</bdi></a>{{#COMPLETION_ALSO}}, also called <bdi>{{ALSO_TEXT}}</bdi>{{/COMPLETION_ALSO}} ({{COMPLETION_WORKS}})</li>{{/COMPLETION}}</ul>
{{/COMPLETION_GROUP}}
</div>
{{/COMPLETIONS}}
{{#NOTHING}}
<div class="ev-reading">
<p>Nothing in the index matches this search.</p>
<h3 class="nhsuk-heading-s">What you can try</h3>
<ul>
{{#NOTHING_FILTERS}}<li>You have filters in use: <a href="{{CLEAR_HREF}}">search again without any filter</a>, or remove single ones above.</li>{{/NOTHING_FILTERS}}
{{#NOTHING_EXACT}}<li><a href="{{EXACT_HREF}}">Search for any form of the words</a>, not exactly what you typed.</li>{{/NOTHING_EXACT}}
<li>Check the spelling, above all of drug names and people’s names.</li>
<li>Use fewer words. Start with the condition, or with the treatment.</li>
<li>Write abbreviations out, or try the other name of a drug.</li>
<li>Take away quotation marks.</li>
</ul>
<h3 class="nhsuk-heading-s">Still nothing?</h3>
<p>A librarian can search places that this service does not. <a href="{{ASK_HREF}}">Ask the librarians to search for you</a>.</p>
%include _library.tpl
<p class="ev-small ev-muted">Searched: {{SEARCHED_TEXT}}. <a href="/about">What is and is not covered</a></p>
</div>
{{/NOTHING}}
</div>
</div>
{{/ANSWER}}
%include _foot.tpl
