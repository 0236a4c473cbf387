<li class="ev-library">
<p><a href="{{ROW_HREF}}"><strong>{{ROW_NAME}}</strong></a></p>
{{#ROW_HAS_DISTANCE}}<p class="ev-small">{{ROW_DISTANCE}} away in a straight line</p>{{/ROW_HAS_DISTANCE}}
{{#ROW_HAS_PLACE}}<p class="ev-small">{{ROW_PLACE}}</p>{{/ROW_HAS_PLACE}}
{{#ROW_HAS_PHONE}}<p class="ev-small">Telephone: {{ROW_PHONE}}</p>{{/ROW_HAS_PHONE}}
{{#ROW_HAS_EMAIL}}<p class="ev-small">Email: <a href="mailto:{{ROW_EMAIL}}">{{ROW_EMAIL}}</a></p>{{/ROW_HAS_EMAIL}}
{{#ROW_STALE}}<p class="ev-small"><strong>{{ROW_STALE_TEXT}}</strong></p>{{/ROW_STALE}}
</li>
