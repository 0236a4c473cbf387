{{#SEARCH_ERROR}}
<div class="nhsuk-error-summary" role="alert" aria-labelledby="error-title">
<h2 class="nhsuk-error-summary__title" id="error-title">There is a problem with your search</h2>
<div class="nhsuk-error-summary__body">
<p id="q-error"><a href="#q">{{PROBLEM_TEXT}}</a></p>
{{#PROBLEM_HINT}}<p>{{PROBLEM_HELP}}</p>{{/PROBLEM_HINT}}
</div>
</div>
{{/SEARCH_ERROR}}
