{{#HIT}}
<li class="ev-result" id="{{HIT_ID}}">
%include _tags.tpl
<h3 class="ev-result__title"><a href="{{HIT_HREF}}" dir="auto">{{#TITLE_PART}}{{#MARKED}}<mark>{{PART}}</mark>{{/MARKED}}{{#PLAIN}}{{PART}}{{/PLAIN}}{{/TITLE_PART}}</a></h3>
{{#HIT_SOURCE}}<p class="ev-result__source">{{#HIT_AUTHORS}}<bdi>{{AUTHORS}}</bdi>{{/HIT_AUTHORS}}{{#HIT_JOURNAL}}{{#JOURNAL_DOT}} · {{/JOURNAL_DOT}}<cite dir="auto">{{JOURNAL}}</cite>{{/HIT_JOURNAL}}{{#HIT_YEAR}}{{#YEAR_DOT}} · {{/YEAR_DOT}}{{YEAR_TEXT}}{{/HIT_YEAR}}</p>{{/HIT_SOURCE}}
{{#HIT_CURRENCY}}<p class="ev-result__currency">{{CURRENCY_TEXT}}</p>{{/HIT_CURRENCY}}
{{#HIT_CURRENCY_WARNING}}<p class="ev-result__currency"><strong>{{CURRENCY_WARNING}}</strong></p>{{/HIT_CURRENCY_WARNING}}
{{#HIT_PUBLISHED}}<p class="ev-result__currency"><a href="{{PUBLISHED_HREF}}">A published version of this preprint is known</a></p>{{/HIT_PUBLISHED}}
{{#SNIPPET}}<p class="ev-result__snippet" dir="auto">{{#SNIPPET_LABEL}}<strong class="ev-result__label">{{SNIPPET_IS}}:</strong> {{/SNIPPET_LABEL}}{{#SNIPPET_PART}}{{#MARKED}}<mark>{{PART}}</mark>{{/MARKED}}{{#PLAIN}}{{PART}}{{/PLAIN}}{{/SNIPPET_PART}}{{#SNIPPET_MORE}} <span class="ev-muted">(goes on in the abstract)</span>{{/SNIPPET_MORE}}</p>{{/SNIPPET}}
{{#HIT_LINK}}<p class="ev-result__links"><a class="nhsuk-button nhsuk-button--small{{#LINK_SECOND}} nhsuk-button--secondary{{/LINK_SECOND}}" href="{{GO_HREF}}">{{LINK_LABEL}}<span class="nhsuk-u-visually-hidden">: {{LINK_TITLE}}</span></a>{{#LINK_HOST}} <span class="ev-muted">{{HOST}}</span>{{/LINK_HOST}}{{#LINK_NOTE}} <span class="ev-small">{{NOTE_TEXT}}</span>{{/LINK_NOTE}}{{#LINK_FAILING}} <span class="ev-small">{{FAILING_TEXT}}</span>{{/LINK_FAILING}}</p>{{/HIT_LINK}}
{{#NO_LINK}}
%include _library.tpl
{{/NO_LINK}}
{{#WHY_LINK}}<p class="ev-result__why"><a href="{{WHY_HREF}}">Why is this here?<span class="nhsuk-u-visually-hidden"> {{WHY_TITLE}}</span></a></p>{{/WHY_LINK}}
{{#WHY}}
<details class="ev-why"{{#WHY_OPEN}} open{{/WHY_OPEN}}>
<summary>Why is this here?<span class="nhsuk-u-visually-hidden"> {{WHY_TITLE}}</span></summary>
<p>{{WHY_SENTENCE}}</p>
{{#WHY_TABLE}}
<table class="ev-table ev-why__table">
<caption class="nhsuk-u-visually-hidden">What gave this work its place</caption>
<thead><tr><th scope="col">What counted</th><th scope="col" class="ev-number">Share</th><th scope="col" class="ev-number">Score</th></tr></thead>
<tbody>{{#WHY_ROW}}<tr><th scope="row"><bdi>{{WHY_WHAT}}</bdi></th><td class="ev-number">{{WHY_SHARE}}</td><td class="ev-number">{{WHY_SCORE}}</td></tr>
{{/WHY_ROW}}</tbody>
<tfoot><tr><th scope="row">Together</th><td></td><td class="ev-number">{{WHY_TOTAL}}</td></tr></tfoot>
</table>
{{/WHY_TABLE}}
</details>
{{/WHY}}
{{#HIT_COINS}}<span class="Z3988" title="{{COINS}}"></span>{{/HIT_COINS}}
</li>
{{/HIT}}
