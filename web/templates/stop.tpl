%include _head.tpl
<div class="ev-reading">
<h1>{{STOP_TITLE}}</h1>
{{#BANNER}}
<div class="ev-notice {{BANNER_CLASS}}" role="note">
<p><strong>{{BANNER_TITLE}}</strong> {{BANNER_TEXT}}</p>
{{#BANNER_SAYS}}<p>{{SAYS_TEXT}}</p>{{/BANNER_SAYS}}
{{#BANNER_RELATION}}
<p>
%include _relation.tpl
</p>
{{/BANNER_RELATION}}
</div>
{{/BANNER}}
<p dir="auto"><cite>{{STOP_WORK}}</cite></p>
<p><a class="nhsuk-button nhsuk-button--secondary" href="{{STOP_ON}}" rel="nofollow">Open the full text all the same</a></p>
<p><a href="{{STOP_BACK}}">Read what is known about this work</a></p>
</div>
%include _foot.tpl
