%include _head.tpl
<h1>Headings</h1>
{{#NO_VOCABULARY}}
<p>No vocabulary of subject headings is loaded here, so there is nothing to browse. Headings of records can be searched all the same.</p>
{{/NO_VOCABULARY}}
{{#HAS_VOCABULARY}}
<p>Subject headings say what a publication is about, whatever words it uses. These are from {{VOCABULARY}}.</p>
<search>
<form class="ev-search" action="/headings" method="get">
<label class="nhsuk-label" for="heading-text">Heading, another name of it, or how it begins</label>
<div class="ev-search__row">
<input class="ev-search__input" id="heading-text" name="q" type="search" value="{{HEADING_TEXT}}" autocomplete="off" autocapitalize="none" enterkeyhint="search" maxlength="200">
<button class="ev-search__button" type="submit" aria-label="Find headings"><svg viewBox="0 0 26 26" aria-hidden="true" focusable="false"><circle cx="11" cy="11" r="7" fill="none" stroke="currentColor" stroke-width="3"></circle><path d="M16 16l7 7" stroke="currentColor" stroke-width="3" stroke-linecap="round"></path></svg></button>
</div>
</form>
</search>
{{#NOTHING}}<p>No heading is called so, begins so or is like it. Try other words, or fewer.</p>{{/NOTHING}}
{{#FOUND}}
<h2>Is called so</h2>
<ul>
{{#FOUND_ROW}}<li>
%include _heading_row.tpl
</li>
{{/FOUND_ROW}}
</ul>
{{/FOUND}}
{{#LIKELY}}
<h2>Perhaps you mean</h2>
<ul>
{{#LIKELY_ROW}}<li>
%include _heading_row.tpl
</li>
{{/LIKELY_ROW}}
</ul>
{{/LIKELY}}
{{#BEGINNING}}
<h2>Begins so</h2>
<ul>
{{#BEGINNING_ROW}}<li>
%include _heading_row.tpl
</li>
{{/BEGINNING_ROW}}
</ul>
{{/BEGINNING}}
{{/HAS_VOCABULARY}}
%include _foot.tpl
