{{#ASK_LIBRARY}}
<p>Your library is {{LIBRARY_NAME}}.</p>
{{#ASK_BY_MAIL}}<p><a href="mailto:{{MAIL_HREF}}">Write to {{MAIL_ADDRESS}}</a>{{#MAIL_TOO_LONG}} and paste the request: it is too long to be put there for you{{/MAIL_TOO_LONG}}.</p>{{/ASK_BY_MAIL}}
{{#LIBRARY_URL_LINK}}<p><a href="{{LIBRARY_URL}}">The library’s own pages</a></p>{{/LIBRARY_URL_LINK}}
{{/ASK_LIBRARY}}
{{#ASK_NOBODY}}
<p>You have not chosen an organisation, so this service does not know which library is yours. <a href="{{CHOOSE_HREF}}">Choose your organisation</a>, or copy the request and send it to your library.</p>
{{/ASK_NOBODY}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="request-text">Request to copy</label>
<textarea class="ev-input ev-textarea" id="request-text" rows="{{REQUEST_ROWS}}" readonly spellcheck="false">
{{REQUEST_TEXT:pre_escape}}</textarea>
</div>
<p class="ev-small ev-muted">This service sends nothing and keeps nothing of it. Your name and address go only to your library, when you send the request.</p>
