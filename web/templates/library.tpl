%include _head.tpl
<p><a href="/libraries">All libraries</a></p>
<h1>{{LIBRARY_TITLE}}</h1>
{{#STALE}}<div class="nhsuk-inset-text"><p><strong>{{STALE_TEXT}}</strong></p></div>{{/STALE}}
<dl class="nhsuk-summary-list">
{{#FACT}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{FACT_NAME}}</dt><dd class="nhsuk-summary-list__value ev-lines">{{#FACT_PLAIN}}{{FACT_TEXT:pre_escape}}{{/FACT_PLAIN}}{{#FACT_LINK}}<a href="{{FACT_HREF}}">{{FACT_SHOWN}}</a>{{/FACT_LINK}}{{#FACT_MAIL}}<a href="mailto:{{FACT_EMAIL}}">{{FACT_EMAIL}}</a>{{/FACT_MAIL}}</dd></div>
{{/FACT}}
</dl>
{{#OPENING}}
<h2>Opening hours</h2>
<dl class="nhsuk-summary-list">
{{#DAY}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{DAY_NAME}}</dt><dd class="nhsuk-summary-list__value">{{DAY_TEXT}}</dd></div>
{{/DAY}}
</dl>
{{/OPENING}}
{{#OPENING_NOTE}}<p class="ev-lines"><strong>Opening:</strong> {{OPENING_NOTE_TEXT:pre_escape}}</p>{{/OPENING_NOTE}}
<p><a href="/eligible">Am I eligible?</a></p>
<p class="ev-small ev-muted">Last changed: {{UPDATED}}. Last confirmed: {{CHECKED}}.</p>
<p class="ev-small"><a href="{{API_HREF}}">The same as data</a></p>
%include _foot.tpl
