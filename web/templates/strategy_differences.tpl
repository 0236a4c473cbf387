%include _head.tpl
<p><a href="{{STRATEGY_HREF}}">Back to the strategy</a></p>
<h1>What differs</h1>
<p>{{DIFFERENCE_SUMMARY}}</p>
{{#OTHERWISE}}<ul>{{#OTHER}}<li>{{OTHER_TEXT}}</li>{{/OTHER}}</ul>{{/OTHERWISE}}
{{#PART}}
<h2 id="{{PART_ID}}">{{PART_NAME}}: {{PART_COUNT}}</h2>
{{#CAUSES}}<ul>{{#CAUSE}}<li>{{CAUSE_COUNT}} – {{CAUSE_WORDS}}</li>{{/CAUSE}}</ul>{{/CAUSES}}
{{#PART_LIST}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">{{PART_LIST_NAME}}</span></summary>
<div class="nhsuk-details__text"><ul>
{{#ENTRY}}<li>{{#ENTRY_HERE}}<a href="{{ENTRY_HREF}}">{{ENTRY_TITLE}}</a>{{/ENTRY_HERE}}{{#ENTRY_GONE}}{{ENTRY_ID}}{{/ENTRY_GONE}}{{#ENTRY_CAUSE}} <span class="ev-muted">– {{CAUSE_TEXT}}</span>{{/ENTRY_CAUSE}}</li>
{{/ENTRY}}
</ul></div>
</details>
{{/PART_LIST}}
{{/PART}}
<p class="ev-small"><a href="{{API_HREF}}">The same as data</a></p>
%include _foot.tpl
