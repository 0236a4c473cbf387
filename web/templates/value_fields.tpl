%include _head.tpl
<h1>Browse an index</h1>
<p>What stands in a field, in alphabetical order, with the number of works: to see how a journal is written here, or which publication types there are.</p>
<dl class="nhsuk-summary-list">
{{#FIELD}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key"><a href="{{FIELD_HREF}}">{{FIELD_LABEL}}</a></dt><dd class="nhsuk-summary-list__value">{{FIELD_EXPLANATION}}</dd></div>
{{/FIELD}}
</dl>
%include _foot.tpl
