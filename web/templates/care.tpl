%include _head.tpl
<h1 class="nhsuk-heading-l">At the point of care</h1>
%include _search_error.tpl
%include _search_box.tpl
{{#WELCOME}}
<div class="ev-reading">
<p>The best of each kind of evidence on one screen: guidelines, summaries and books, systematic reviews, studies, and what to give to patients.</p>
<p>A work stands under the kind that its source states. Where no source states one, the work is not mixed in; it is counted apart.</p>
</div>
{{/WELCOME}}
{{#ANSWER}}
<nav class="ev-views" aria-label="Views of this search">
<ul>
<li><a href="{{ALL_HREF}}">All results</a></li>
<li aria-current="page">At the point of care</li>
</ul>
</nav>
<h2 class="nhsuk-heading-m ev-total">{{ALL_TEXT}}<span class="nhsuk-u-visually-hidden"> of all kinds</span></h2>
%include _understood.tpl
<ul class="ev-kinds" aria-label="Kinds of evidence">
{{#KIND}}<li>{{#KIND_SOME}}<a href="#{{KIND_ANCHOR}}">{{KIND_LABEL}} ({{KIND_COUNT}})</a>{{/KIND_SOME}}{{#KIND_NONE}}{{KIND_LABEL}}: none{{/KIND_NONE}}{{#KIND_LEFT_OUT}}{{KIND_LABEL}}: left out by your filter{{/KIND_LEFT_OUT}}{{#KIND_FAILED}}<a href="#{{KIND_ANCHOR}}">{{KIND_LABEL}}: not searched</a>{{/KIND_FAILED}}{{#PROBABLE}} (<a href="{{PROBABLE_HREF}}">{{PROBABLE_TEXT}}</a>){{/PROBABLE}}</li>
{{/KIND}}
</ul>
<div class="ev-care">
{{#GROUP}}
<section class="ev-care__group" aria-labelledby="{{GROUP_ID}}">
<h2 class="nhsuk-heading-m" id="{{GROUP_ID}}">{{GROUP_LABEL}}</h2>
{{#GROUP_FAILED}}
<div class="ev-notice ev-notice--danger"><p><strong>These could not be searched.</strong> {{FAILED_TEXT}} There may be some. <a href="{{FAILED_HREF}}">Search for them alone</a></p></div>
{{/GROUP_FAILED}}
{{#GROUP_HITS}}<ul class="ev-results">
%include _hit.tpl
</ul>
{{/GROUP_HITS}}{{#GROUP_ALL}}<p class="ev-care__all"><a href="{{GROUP_HREF}}">{{GROUP_TEXT}}</a></p>{{/GROUP_ALL}}
{{#PROBABLE}}<p class="ev-small"><a href="{{PROBABLE_HREF}}">{{PROBABLE_TEXT}}</a></p>{{/PROBABLE}}
</section>
{{/GROUP}}
</div>
{{#OTHERS_ONLY}}<p class="ev-reading">Works of these kinds are not among the results. <a href="{{ALL_HREF}}">See all results</a>: they may be reviews without a stated method, case reports, comments, or works whose kind no source states.</p>{{/OTHERS_ONLY}}
{{#NOTHING}}<p class="ev-reading">Nothing in the index matches this search. Check the spelling, use fewer words, or try the other name of a drug. <a href="{{ALL_HREF}}">More that you can try</a></p>{{/NOTHING}}
{{/ANSWER}}
%include _foot.tpl
