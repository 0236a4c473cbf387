{{#LIBRARY}}
<p class="ev-small">Ask your library, {{LIBRARY_NAME}}, to get it for you{{#LIBRARY_EMAIL_LINK}}: <a href="mailto:{{LIBRARY_EMAIL}}">{{LIBRARY_EMAIL}}</a>{{/LIBRARY_EMAIL_LINK}}{{#LIBRARY_URL_LINK}} or use <a href="{{LIBRARY_URL}}">the library’s own pages</a>{{/LIBRARY_URL_LINK}}.</p>
{{/LIBRARY}}
{{#CHOOSE}}
<p class="ev-small"><a href="{{CHOOSE_HREF}}">Choose your organisation</a> to see how your library can get it for you.</p>
{{/CHOOSE}}
