<a href="{{HEADING_HREF}}">{{HEADING_LABEL}}</a>{{#HEADING_OTHER}} ({{HEADING_KIND}}){{/HEADING_OTHER}}{{#HEADING_COUNT}} <span class="ev-muted">{{HEADING_WORKS}}</span>{{/HEADING_COUNT}}
