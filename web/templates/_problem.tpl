{{#PROBLEM}}
<div class="nhsuk-error-summary" role="alert" aria-labelledby="error-title">
<h2 class="nhsuk-error-summary__title" id="error-title">There is a problem</h2>
<div class="nhsuk-error-summary__body">
<p>{{PROBLEM_TEXT}}</p>
{{#PROBLEM_HINT}}<p>{{PROBLEM_HELP}}</p>{{/PROBLEM_HINT}}
</div>
</div>
{{/PROBLEM}}
