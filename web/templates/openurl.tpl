%include _head.tpl
<div class="ev-reading">
{{#SEVERAL}}<h1>Which of these do you want?</h1>
<p>The link that you followed fits more than one work, or not quite.</p>{{#CHOICES}}
<ul class="nhsuk-list">
{{#CHOICE}}<li>
%include _tags.tpl
<a href="{{CHOICE_HREF}}" dir="auto">{{CHOICE_TITLE}}</a>{{#CHOICE_LINE}}<br><span class="ev-small ev-muted"><bdi>{{CHOICE_TEXT}}</bdi></span>{{/CHOICE_LINE}}</li>
{{/CHOICE}}
</ul>
{{/CHOICES}}{{/SEVERAL}}
{{#NOT_HELD}}<h1>Not in this index</h1>
<p>The link that you followed names a work that this service does not hold.</p>{{/NOT_HELD}}
{{#INSUFFICIENT}}<h1>The link does not say what is wanted</h1>
<div class="nhsuk-error-summary" role="alert" aria-labelledby="error-title">
<h2 class="nhsuk-error-summary__title" id="error-title">There is a problem</h2>
<div class="nhsuk-error-summary__body"><p>The link that you followed has no identifier, no title and no ISSN or ISBN. <a href="#box-rft.atitle">Fill in what you know</a>.</p></div>
</div>{{/INSUFFICIENT}}
{{#WARNINGS}}
<h2 class="nhsuk-heading-s">What was wrong with the link</h2>
<ul>{{#WARNING}}<li><bdi>{{WARNING_TEXT}}</bdi></li>{{/WARNING}}</ul>
{{/WARNINGS}}
{{#INSUFFICIENT}}
<form action="/openurl" method="get">
{{#BOX}}<div class="nhsuk-form-group">
<label class="nhsuk-label" for="box-{{BOX_NAME}}">{{BOX_LABEL}}</label>
<input class="ev-input" id="box-{{BOX_NAME}}" name="{{BOX_NAME}}" value="{{BOX_VALUE}}" maxlength="500" autocomplete="off">
</div>
{{/BOX}}
<button class="nhsuk-button" type="submit">Find it</button>
</form>
{{/INSUFFICIENT}}
{{#UNDERSTOOD}}
<h2>What the link says</h2>
<dl class="nhsuk-summary-list">
{{#FACT}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{FACT_NAME}}</dt><dd class="nhsuk-summary-list__value"><bdi>{{FACT_TEXT}}</bdi></dd></div>
{{/FACT}}
{{#REGISTRY}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{REGISTRY_NAME}}</dt><dd class="nhsuk-summary-list__value"><a href="{{REGISTRY_HREF}}">{{REGISTRY_TEXT}}</a></dd></div>
{{/REGISTRY}}
</dl>
{{#SEARCH}}<p><a href="{{SEARCH_HREF}}">Search this index for “<bdi>{{SEARCH_WORDS}}</bdi>”</a></p>{{/SEARCH}}
{{/UNDERSTOOD}}
%include _request.tpl
</div>
%include _foot.tpl
