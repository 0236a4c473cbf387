{{#KEY_KNOWN}}<input type="hidden" name="edit_token" value="{{EDIT_KEY}}">{{/KEY_KNOWN}}
{{#KEY_ASKED}}<div class="nhsuk-form-group">
<label class="nhsuk-label" for="{{KEY_FIELD}}">Edit key</label>
<input class="ev-input" id="{{KEY_FIELD}}" name="edit_token" type="password" autocomplete="current-password" maxlength="80">
</div>{{/KEY_ASKED}}
