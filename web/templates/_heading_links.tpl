<h2>{{LINKS_TITLE}}</h2>
<ul>
{{#LINK}}<li><a href="{{LINK_HREF}}">{{LINK_LABEL}}</a></li>
{{/LINK}}
</ul>
