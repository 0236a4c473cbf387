<form action="/strategies" method="post">
<input type="hidden" name="name" value="{{OPEN_NAME}}">
<input type="hidden" name="syntax" value="{{OPEN_SYNTAX}}">
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="whole">{{OPEN_LABEL}}</label>
<textarea class="ev-input ev-textarea" id="whole" name="text" rows="10" spellcheck="false">
{{OPEN_TEXT:pre_escape}}</textarea>
</div>
<button class="nhsuk-button nhsuk-button--secondary" type="submit" name="action" value="run">Run under Strategies</button>
</form>
