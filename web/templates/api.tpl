%include _head.tpl
<div class="ev-reading">
<h1>For developers</h1>
<p>{{API_DESCRIPTION}}</p>
<p>Version {{API_VERSION}}. The machine-readable description is the <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a>.</p>
</div>
{{#OPERATION}}
<section class="ev-operation" aria-labelledby="{{OPERATION_ID}}">
<h2 id="{{OPERATION_ID}}">{{OPERATION_SUMMARY}}</h2>
<p><code>{{OPERATION_METHOD}} {{OPERATION_PATH}}</code></p>
{{#OPERATION_TEXT}}<p class="ev-reading">{{OPERATION_DESCRIPTION}}</p>{{/OPERATION_TEXT}}
{{#OPERATION_EXAMPLE}}<p><a href="{{EXAMPLE_HREF}}">Try it<span class="nhsuk-u-visually-hidden">: {{OPERATION_SUMMARY}}</span></a></p>{{/OPERATION_EXAMPLE}}
{{#HAS_PARAMETERS}}
<div class="ev-scroll" tabindex="0" role="region" aria-label="Parameters of {{OPERATION_SUMMARY}}">
<table class="ev-table">
<caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Meaning</th></tr></thead>
<tbody>
{{#PARAMETER}}<tr><th scope="row"><code>{{PARAMETER_NAME}}</code>{{#PARAMETER_REQUIRED}} (needed){{/PARAMETER_REQUIRED}}</th><td>{{PARAMETER_IN}}</td><td>{{PARAMETER_DESCRIPTION}}</td></tr>
{{/PARAMETER}}
</tbody>
</table>
</div>
{{/HAS_PARAMETERS}}
{{#HAS_RESPONSES}}
<details class="nhsuk-details">
<summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">Answers<span class="nhsuk-u-visually-hidden"> of {{OPERATION_SUMMARY}}</span></span></summary>
<div class="nhsuk-details__text">
<dl>
{{#RESPONSE}}<dt><code>{{RESPONSE_STATUS}}</code></dt><dd>{{RESPONSE_DESCRIPTION}}</dd>
{{/RESPONSE}}
</dl>
</div>
</details>
{{/HAS_RESPONSES}}
</section>
{{/OPERATION}}
%include _foot.tpl
