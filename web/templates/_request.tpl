{{#COPY_REQUEST}}
<section aria-labelledby="ask">
<h2 id="ask">Ask your library for a copy</h2>
{{#ILL_FORM}}<p><a class="nhsuk-button" href="{{ILL_HREF}}">Fill in your library’s request form</a></p>
<p class="ev-small ev-muted">Opens {{ILL_HOST}} with the details below; you give your name there.</p>{{/ILL_FORM}}
{{#RESOLVER}}<p><a href="{{RESOLVER_HREF}}">Look for it with {{RESOLVER_NAME}}</a></p>{{/RESOLVER}}
%include _ask.tpl
</section>
{{/COPY_REQUEST}}
