%include _head.tpl
<h1>Core content A to Z</h1>
<p>Journals and books that are bought for everybody in the nation, whatever organisation they are with.</p>
{{#NOTHING}}<p>No core content has been loaded into this service yet.</p>{{/NOTHING}}
{{#SOMETHING}}
<form action="/core-content" method="get" class="ev-tools">
<div><label class="nhsuk-label" for="q">Words of the title</label>
<input class="nhsuk-input" id="q" name="q" value="{{TYPED}}" maxlength="200"></div>
<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="submit">Find titles</button>
</form>
<nav aria-label="Titles by first letter">
<ul class="ev-letters">{{#LETTER}}<li><a href="{{LETTER_HREF}}"{{#LETTER_CURRENT}} aria-current="page"{{/LETTER_CURRENT}}>{{LETTER_TEXT}}</a></li>{{/LETTER}}</ul>
</nav>
<h2 id="titles">{{TOTAL}}</h2>
{{#NARROWED}}<p><a href="/core-content">All titles</a></p>{{/NARROWED}}
{{#NO_TITLES}}<p>No title begins so.</p>{{/NO_TITLES}}
{{#TITLES}}
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="titles">
<table class="ev-table">
<caption class="nhsuk-u-visually-hidden">Titles of core content</caption>
<thead><tr><th scope="col">Title</th><th scope="col">What is there</th><th scope="col">Package</th><th scope="col">Licence</th></tr></thead>
<tbody>
{{#TITLE_ROW}}<tr><th scope="row" dir="auto">{{#TITLE_LINK}}<a href="{{TITLE_HREF}}" rel="noreferrer">{{TITLE_NAME}}</a>{{/TITLE_LINK}}{{#TITLE_PLAIN}}{{TITLE_NAME}}{{/TITLE_PLAIN}}</th><td>{{TITLE_COVERAGE}}</td><td>{{TITLE_PACKAGE}}</td><td>{{TITLE_LICENCE}}</td></tr>
{{/TITLE_ROW}}
</tbody>
</table>
</div>
<p>{{#PREVIOUS}}<a href="{{PAGE_HREF}}" rel="prev">Earlier titles</a> {{/PREVIOUS}}{{#NEXT}}<a href="{{PAGE_HREF}}" rel="next">Further titles</a>{{/NEXT}}</p>
{{/TITLES}}
<h2>Packages and their licences</h2>
<ul>{{#PACKAGE}}<li><strong>{{PACKAGE_NAME}}</strong> ({{PACKAGE_PROVIDER}}): {{PACKAGE_TITLES}} titles, {{PACKAGE_LICENCE}}{{#PACKAGE_SAMPLE}} – sample data{{/PACKAGE_SAMPLE}}</li>
{{/PACKAGE}}</ul>
{{/SOMETHING}}
{{#CHANGES}}
<h2>What changed</h2>
<ul>{{#CHANGE}}<li><strong>{{CHANGE_DAY}}</strong> {{CHANGE_TEXT}}</li>
{{/CHANGE}}</ul>
{{/CHANGES}}
{{#CHANGES_FAILED}}<p>What changed lately cannot be read at the moment.</p>{{/CHANGES_FAILED}}
%include _foot.tpl
