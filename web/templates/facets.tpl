%include _head.tpl
<p><a href="{{BACK_HREF}}">Back to the results</a></p>
<h1>{{FACET_LABEL}}: all values</h1>
<p>Of the search <b>{{SEARCH_TEXT}}</b>. {{MATCHING_TEXT}}</p>
{{#WIDENED}}<p>No work has all of these words; works with some of them are counted.</p>{{/WIDENED}}
<form action="{{FACET_PATH}}" method="get">
{{#HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/HIDDEN}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="words">Show values with words that begin with</label>
<input class="ev-input" id="words" name="words" value="{{WORDS}}" maxlength="200" autocomplete="off" autocapitalize="none" spellcheck="false">
</div>
<button class="nhsuk-button nhsuk-button--secondary" type="submit">Show</button>
</form>
<nav aria-label="Order of the values">
<ul class="ev-jump">
<li><a href="{{BY_COUNT_HREF}}"{{#BY_COUNT}} aria-current="true"{{/BY_COUNT}}>Most results first</a></li>
<li><a href="{{BY_VALUE_HREF}}"{{#BY_VALUE}} aria-current="true"{{/BY_VALUE}}>Alphabetical</a></li>
</ul>
</nav>
{{#NO_VALUES}}<p>Nothing to show here. Try fewer letters.</p>{{/NO_VALUES}}
{{#VALUES}}
<table class="ev-table">
<caption class="nhsuk-u-visually-hidden">Values with their numbers of results</caption>
<thead><tr><th scope="col">Value</th><th scope="col">Filter</th></tr></thead>
<tbody>
{{#VALUE}}<tr><td>{{#ADD}}<a href="{{ADD_HREF}}">{{VALUE_LABEL}} <span class="ev-count">({{VALUE_COUNT}}<span class="nhsuk-u-visually-hidden"> {{VALUE_WORD}}</span>)</span></a>{{/ADD}}{{#CHOSEN}}<b>{{VALUE_LABEL}}</b> <span class="ev-count">({{VALUE_COUNT}}<span class="nhsuk-u-visually-hidden"> {{VALUE_WORD}}</span>)</span>, in use{{/CHOSEN}}</td><td>{{#CHOSEN}}<a href="{{REMOVE_HREF}}">Remove<span class="nhsuk-u-visually-hidden"> {{VALUE_LABEL}}</span></a> {{/CHOSEN}}{{#LEAVE_OUT}}<a href="{{OUT_HREF}}">Leave out<span class="nhsuk-u-visually-hidden"> {{VALUE_LABEL}}</span></a>{{/LEAVE_OUT}}</td></tr>
{{/VALUE}}
</tbody>
</table>
{{/VALUES}}
{{#PAGES}}
<nav aria-label="Pages of values">
<p>Page {{PAGE_NOW}} of {{PAGE_LAST}}{{#PREVIOUS}} · <a href="{{PREVIOUS_HREF}}">Previous values</a>{{/PREVIOUS}}{{#NEXT}} · <a href="{{NEXT_HREF}}">Next values</a>{{/NEXT}}</p>
</nav>
{{/PAGES}}
%include _foot.tpl
