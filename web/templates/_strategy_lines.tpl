{{#LINES}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="lines-caption">
<table class="ev-table ev-lines">
<caption id="lines-caption">{{LINES_CAPTION}}</caption>
<thead><tr><th scope="col">Line</th><th scope="col" class="ev-number">Works</th><th scope="col">Search</th>{{#LINE_SOURCE_HEAD}}<th scope="col" class="ev-number">{{LINE_SOURCE_NAME}}</th>{{/LINE_SOURCE_HEAD}}<th scope="col" class="ev-number">Time</th></tr></thead>
<tbody>
{{#LINE}}<tr><th scope="row" id="line-{{LINE_NUMBER}}">{{LINE_NUMBER}}</th><td class="ev-number">{{#COUNT_LINKED}}<a href="{{WORKS_HREF}}">{{COUNT}}<span class="nhsuk-u-visually-hidden"> works of line {{LINE_NUMBER}}</span></a>{{/COUNT_LINKED}}{{#COUNT_PLAIN}}{{COUNT}}{{/COUNT_PLAIN}}{{#NOT_COUNTED}}<strong>Not run</strong>{{/NOT_COUNTED}}</td><td><code class="ev-line">{{LINE_TEXT:pre_escape}}</code>{{#LINE_RESULT}} <strong class="nhsuk-tag nhsuk-tag--blue">Result</strong>{{/LINE_RESULT}}{{#LINE_READ}}<details class="ev-read"><summary>How line {{LINE_NUMBER}} was read</summary><p>{{LINE_READ_AS}}</p></details>{{/LINE_READ}}{{#MESSAGES}}<ul class="ev-messages">{{#MESSAGE}}<li><strong>{{MESSAGE_KIND}}:</strong> {{MESSAGE_TEXT}}{{#MESSAGE_FIX}} {{FIX_TEXT}}{{/MESSAGE_FIX}}</li>{{/MESSAGE}}</ul>{{/MESSAGES}}</td>{{#LINE_SOURCE}}<td class="ev-number">{{SOURCE_COUNT}}</td>{{/LINE_SOURCE}}<td class="ev-number">{{LINE_TIME}}{{#LINE_REUSED}} <span class="ev-muted">(as before)</span>{{/LINE_REUSED}}</td></tr>
{{/LINE}}
</tbody>
</table>
</div>
{{/LINES}}
{{#WHOLE_MESSAGES}}<ul class="ev-messages">{{#MESSAGE}}<li><strong>{{MESSAGE_KIND}}:</strong> {{MESSAGE_TEXT}}{{#MESSAGE_FIX}} {{FIX_TEXT}}{{/MESSAGE_FIX}}</li>{{/MESSAGE}}</ul>{{/WHOLE_MESSAGES}}
