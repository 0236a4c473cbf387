%include _head.tpl
<div class="ev-home">
<h1 class="ev-home__title">Find the evidence for care</h1>
%include _search_box.tpl
<div class="ev-examples">
<p id="examples">Try:</p>
<ul aria-labelledby="examples">
{{#EXAMPLE}}<li><a href="{{EXAMPLE_HREF}}">{{EXAMPLE_TEXT}}</a></li>
{{/EXAMPLE}}
</ul>
</div>
<p class="ev-home__care"><a href="/point-of-care">At the point of care</a>: guidelines, summaries, reviews and studies on one screen</p>
</div>
<div class="ev-columns">
<section aria-labelledby="who">
<h2 class="nhsuk-heading-m" id="who">Who it is for</h2>
<p>Anyone who looks after patients or helps those who do: nurses, doctors, pharmacists, allied health professionals, librarians, students.</p>
<p>One search over guidelines, reviews, trials, books and journals. Each result says in words what kind of evidence it is, and one button takes you to the full text.</p>
</section>
<section aria-labelledby="what">
<h2 class="nhsuk-heading-m" id="what">What is searched</h2>
{{#INDEX_READY}}<p><strong>{{WORKS}}</strong> {{WORKS_WORD}}{{#UPDATED}}, last updated {{UPDATED_DATE}}{{/UPDATED}}.</p>{{/INDEX_READY}}
{{#INDEX_MISSING}}<p><strong>Search is not available just now.</strong> {{INDEX_PROBLEM}}</p>{{/INDEX_MISSING}}
{{#HAS_SOURCES}}
<ul>
{{#SOURCE}}<li>{{SOURCE_NAME}}{{#SOURCE_SAMPLE}} (sample data){{/SOURCE_SAMPLE}}{{#SOURCE_DATE}}, updated {{SOURCE_UPDATED}}{{/SOURCE_DATE}}</li>
{{/SOURCE}}
</ul>
{{/HAS_SOURCES}}
<p><a href="/about">More about what is and is not covered</a></p>
</section>
<section aria-labelledby="access">
<h2 class="nhsuk-heading-m" id="access">Your access</h2>
{{#ACCESS_CHOSEN}}<p>Full-text links are made for <strong>{{ACCESS_NAME}}</strong>. Free copies always come first.</p>
<p><a href="{{ACCESS_HREF}}">Change organisation</a></p>{{/ACCESS_CHOSEN}}
{{#ACCESS_NONE}}<p>Free copies open for everybody. Choose your organisation once, and links go through its sign-in where it pays for the journal.</p>
<p><a href="{{ACCESS_HREF}}">Choose your organisation</a></p>{{/ACCESS_NONE}}
{{#ACCESS_OPEN}}<p>Links go straight to the publisher or to a free copy. No sign-in is needed to search.</p>{{/ACCESS_OPEN}}
</section>
</div>
%include _foot.tpl
