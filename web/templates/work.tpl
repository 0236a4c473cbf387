%include _head.tpl
<article class="ev-work">
{{#ARRIVAL}}
<div class="ev-notice" role="note">
{{#ARRIVAL_NOTE}}<p>{{NOTE_TEXT}}</p>{{/ARRIVAL_NOTE}}
</div>
{{/ARRIVAL}}
{{#WORK_COINS}}<span class="Z3988" title="{{COINS}}"></span>{{/WORK_COINS}}
<div class="ev-work__head">
{{#BANNER}}
<div class="ev-notice {{BANNER_CLASS}}" role="note">
<p><strong>{{BANNER_TITLE}}</strong> {{BANNER_TEXT}}</p>
{{#BANNER_SAYS}}<p>{{SAYS_TEXT}}</p>{{/BANNER_SAYS}}
{{#BANNER_RELATION}}
<p>
%include _relation.tpl
</p>
{{/BANNER_RELATION}}
</div>
{{/BANNER}}
%include _tags.tpl
<h1 class="ev-work__title" dir="auto">{{TITLE}}</h1>
{{#ORIGINAL_TITLE}}<p dir="auto"{{#ORIGINAL_LANG}} lang="{{LANG_CODE}}"{{/ORIGINAL_LANG}}>{{ORIGINAL_TEXT}}</p>{{/ORIGINAL_TITLE}}
{{#AUTHORS}}<p class="ev-work__authors">{{#AUTHOR}}<bdi>{{AUTHOR_NAME}}</bdi>{{#AUTHOR_ROLE}} ({{ROLE}}){{/AUTHOR_ROLE}}{{#AUTHOR_COMMA}}, {{/AUTHOR_COMMA}}{{/AUTHOR}}</p>{{/AUTHORS}}
{{#MORE_AUTHORS}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">and {{MORE_COUNT}} more</span></summary>
<div class="nhsuk-details__text"><p>{{#AUTHOR}}<bdi>{{AUTHOR_NAME}}</bdi>{{#AUTHOR_ROLE}} ({{ROLE}}){{/AUTHOR_ROLE}}{{#AUTHOR_COMMA}}, {{/AUTHOR_COMMA}}{{/AUTHOR}}</p></div>
</details>
{{/MORE_AUTHORS}}
{{#CURRENCY}}<div class="ev-work__currency"><p>{{CURRENCY_TEXT}}</p>{{#CURRENCY_WARNS}}<div class="ev-notice" role="note"><p>{{CURRENCY_WARNING}}</p></div>{{/CURRENCY_WARNS}}</div>{{/CURRENCY}}
{{#CITATION}}<p class="ev-work__citation">{{#CITATION_JOURNAL}}<cite dir="auto">{{JOURNAL}}</cite>{{/CITATION_JOURNAL}}{{#CITATION_REST}} {{REST}}{{/CITATION_REST}}</p>{{/CITATION}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">What “{{TYPE_LABEL}}” means</span></summary>
<div class="nhsuk-details__text"><p>{{TYPE_EXPLANATION}}</p><p>{{TYPE_REASON}}</p>{{#TYPE_STATED}}<p>The publication’s own words: {{STATED}}.</p>{{/TYPE_STATED}}</div>
</details>
</div>
<div class="ev-work__columns">
<section class="ev-read" aria-labelledby="read">
<h2 id="read">Read it</h2>
{{#FIRST_LINK}}<p><a class="nhsuk-button{{#LINK_SECOND}} nhsuk-button--secondary{{/LINK_SECOND}}" href="{{GO_HREF}}">{{LINK_LABEL}}</a></p>
<p class="ev-small ev-muted">{{LINK_WHY}}{{#LINK_NOTE}} {{NOTE_TEXT}}{{/LINK_NOTE}}{{#LINK_FAILING}} {{FAILING_TEXT}}{{/LINK_FAILING}}</p>{{#REPORT_LINK}}<form class="ev-report" method="post" action="{{REPORT_ACTION}}"><button type="submit">Report a broken link<span class="nhsuk-u-visually-hidden">: {{REPORT_WHICH}}</span></button></form>{{/REPORT_LINK}}{{/FIRST_LINK}}
{{#NO_LINK}}<p>This record has no link to a full text.</p>{{/NO_LINK}}
%include _library.tpl
{{#OTHER_LINKS}}<h3 class="nhsuk-heading-s">Other ways to it</h3><ul>{{#OTHER_LINK}}<li><a href="{{GO_HREF}}">{{LINK_LABEL}} ({{HOST}})</a><br><span class="ev-small ev-muted">{{LINK_WHY}}{{#LINK_NOTE}} {{NOTE_TEXT}}{{/LINK_NOTE}}{{#LINK_FAILING}} {{FAILING_TEXT}}{{/LINK_FAILING}}</span>{{#REPORT_LINK}}<form class="ev-report" method="post" action="{{REPORT_ACTION}}"><button type="submit">Report a broken link<span class="nhsuk-u-visually-hidden">: {{REPORT_WHICH}}</span></button></form>{{/REPORT_LINK}}</li>{{/OTHER_LINK}}</ul>{{/OTHER_LINKS}}
{{#RESOLVER}}<p><a href="{{RESOLVER_HREF}}">Look for it with {{RESOLVER_NAME}}</a></p>{{/RESOLVER}}
<p><a href="{{REQUEST_HREF}}">Ask your library for a copy</a></p>
<p><a href="/request/search">Ask the librarians to search for more</a></p>
</section>
<div class="ev-work__body">
{{#ABSTRACT}}
<section class="ev-abstract" aria-labelledby="abstract">
<h2 id="abstract">Abstract</h2>
{{#ABSTRACT_SECTION}}{{#ABSTRACT_LABEL}}<h3>{{LABEL}}</h3>{{/ABSTRACT_LABEL}}{{#PARAGRAPH}}<p dir="auto">{{TEXT}}</p>{{/PARAGRAPH}}{{/ABSTRACT_SECTION}}
</section>
{{/ABSTRACT}}
{{#NO_ABSTRACT}}<h2>Abstract</h2><p class="ev-muted">The sources give no abstract for this work.</p>{{/NO_ABSTRACT}}
{{#CONTENTS}}
<section aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ul class="nhsuk-list">{{#CHAPTER}}<li dir="auto">{{CHAPTER_TITLE}}</li>{{/CHAPTER}}</ul>
</section>
{{/CONTENTS}}
{{#COVERAGE}}
<section aria-labelledby="coverage">
<h2 id="coverage">What is available</h2>
<ul>{{#COVERAGE_LINE}}<li>{{COVERAGE_TEXT}}</li>{{/COVERAGE_LINE}}</ul>
</section>
{{/COVERAGE}}
{{#RELATIONS}}
<section aria-labelledby="related">
<h2 id="related">Related works</h2>
<ul>
{{#RELATION}}
<li>
%include _relation.tpl
</li>
{{/RELATION}}
</ul>
{{#RELATIONS_MORE}}<p>and {{RELATIONS_COUNT}} more.</p>{{/RELATIONS_MORE}}
</section>
{{/RELATIONS}}
{{#TRIAL}}
<section aria-labelledby="trial">
<h2 id="trial">Other reports of this trial ({{TRIAL_NUMBERS}})</h2>
<ul>
{{#REPORT}}<li>{{#RELATION_LINKED}}<a href="{{RELATION_HREF}}" dir="auto">{{RELATION_TEXT}}</a>{{/RELATION_LINKED}}{{#RELATION_YEAR}} ({{YEAR}}){{/RELATION_YEAR}}{{#RELATION_STATUS}} <strong>{{STATUS_TEXT}}</strong>{{/RELATION_STATUS}} <span class="ev-small ev-muted">– {{REPORT_TYPE}}</span></li>
{{/REPORT}}
</ul>
<p>{{#REPORTS_MORE}}and {{REPORTS_COUNT}} more. {{/REPORTS_MORE}}<a href="{{TRIAL_HREF}}">Search for all reports of this trial</a></p>
</section>
{{/TRIAL}}
{{#SIMILAR}}
<section aria-labelledby="similar">
<h2 id="similar">Similar works</h2>
{{#SIMILAR_FAILED}}<p>Similar works could not be looked up just now. Load the page again in a moment.</p>{{/SIMILAR_FAILED}}
<ul>
{{#SIMILAR_WORK}}<li><a href="{{SIMILAR_HREF}}" dir="auto">{{SIMILAR_TITLE}}</a>{{#SIMILAR_YEAR}} ({{YEAR}}){{/SIMILAR_YEAR}}{{#SIMILAR_STATUS}} <strong>{{STATUS_TEXT}}</strong>{{/SIMILAR_STATUS}} <span class="ev-small ev-muted">– {{SIMILAR_TYPE}}{{#SIMILAR_WHY}}. <bdi>{{WHY_TEXT}}</bdi>{{/SIMILAR_WHY}}</span></li>
{{/SIMILAR_WORK}}
</ul>
<p class="ev-small ev-muted">Found by shared headings and words, not by citations.</p>
</section>
{{/SIMILAR}}
{{#MENDED}}
<section aria-labelledby="mended">
<h2 id="mended">Corrected here</h2>
<p>This service shows some of this description otherwise than its sources do.</p>
<ul>
{{#MENDING}}<li>{{MENDING_FIELD}}, by <bdi>{{MENDING_AUTHOR}}</bdi>{{#MENDING_DATED}} on {{MENDING_DATE}}{{/MENDING_DATED}}: <bdi>{{MENDING_REASON}}</bdi>. {{#MENDING_BEFORE}}The source says: “<bdi>{{BEFORE_TEXT}}</bdi>”.{{/MENDING_BEFORE}}{{#MENDING_NOTHING}}The source says nothing.{{/MENDING_NOTHING}}</li>
{{/MENDING}}
</ul>
</section>
{{/MENDED}}
{{#HEADINGS}}
<section aria-labelledby="headings">
<h2 id="headings">Subject headings</h2>
{{#HEADINGS_MAJOR}}<p class="ev-small ev-muted">Main topics are in bold.</p>{{/HEADINGS_MAJOR}}
<ul class="ev-headings">{{#HEADING}}<li>{{#HEADING_MAJOR}}<strong>{{HEADING_TEXT}}</strong>{{/HEADING_MAJOR}}{{#HEADING_MINOR}}{{HEADING_TEXT}}{{/HEADING_MINOR}}</li>{{/HEADING}}</ul>
</section>
{{/HEADINGS}}
</div>
<section class="ev-work__facts" aria-labelledby="details">
<h2 id="details">About this record</h2>
<dl class="nhsuk-summary-list">
{{#FACT}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{FACT_NAME}}</dt><dd class="nhsuk-summary-list__value">{{#FACT_LINE}}<div>{{#FACT_LINKED}}<a href="{{FACT_HREF}}">{{FACT_TEXT}}</a>{{/FACT_LINKED}}{{#FACT_PLAIN}}{{FACT_TEXT}}{{/FACT_PLAIN}}</div>{{/FACT_LINE}}</dd></div>
{{/FACT}}
</dl>
{{#COPIES}}
<h2 id="copies">Copies</h2>
<p>{{COPIES_TEXT}}</p>
{{#COPIES_FIRST}}<ul class="ev-copies">{{#COPY}}<li>{{COPY_SOURCE}}, record {{#COPY_LINKED}}<a href="{{COPY_HREF}}">{{COPY_KEY}}</a>{{/COPY_LINKED}}{{#COPY_PLAIN}}<bdi>{{COPY_KEY}}</bdi>{{/COPY_PLAIN}}</li>{{/COPY}}</ul>{{/COPIES_FIRST}}
{{#COPIES_MORE}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">and {{COPIES_COUNT}} more</span></summary>
<div class="nhsuk-details__text"><ul class="ev-copies">{{#COPY}}<li>{{COPY_SOURCE}}, record {{#COPY_LINKED}}<a href="{{COPY_HREF}}">{{COPY_KEY}}</a>{{/COPY_LINKED}}{{#COPY_PLAIN}}<bdi>{{COPY_KEY}}</bdi>{{/COPY_PLAIN}}</li>{{/COPY}}</ul></div>
</details>
{{/COPIES_MORE}}
{{/COPIES}}
</section>
</div>
</article>
%include _foot.tpl
