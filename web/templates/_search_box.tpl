<search>
<form class="ev-search" action="{{BOX_ACTION}}" method="get">
<label class="nhsuk-label" for="q">{{BOX_LABEL}}</label>
{{#BOX_HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/BOX_HIDDEN}}
<div class="ev-search__row">
<input class="ev-search__input" id="q" name="q" type="search" value="{{QUERY}}" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search" maxlength="4000"{{#BOX_ERROR}} aria-invalid="true" aria-describedby="q-error"{{/BOX_ERROR}}>
<button class="ev-search__button" type="submit" aria-label="Search"><svg viewBox="0 0 26 26" aria-hidden="true" focusable="false"><circle cx="11" cy="11" r="7" fill="none" stroke="currentColor" stroke-width="3"></circle><path d="M16 16l7 7" stroke="currentColor" stroke-width="3" stroke-linecap="round"></path></svg></button>
</div>
</form>
</search>
