{{#WIDENED}}
<div class="ev-notice" role="note"><p><strong>No work has all of these words.</strong> These have some of them, best matches first.</p></div>
{{/WIDENED}}
{{#DID_YOU_MEAN}}
<div class="ev-notice" role="note"><p>Did you mean {{#MEANT}}<a href="{{MEANT_HREF}}"><bdi>{{MEANT_TEXT}}</bdi></a> ({{MEANT_WORKS}}){{#MEANT_OR}} or {{/MEANT_OR}}{{/MEANT}}?</p>{{#MEANT_CHOICE}}<p><strong>These mean different things. Check which one you need.</strong></p>{{/MEANT_CHOICE}}</div>
{{/DID_YOU_MEAN}}
{{#WARNINGS}}
<div class="ev-notice" role="note"><p class="nhsuk-u-visually-hidden">How we read your search:</p>{{#WARNING}}<p>{{WARNING_TEXT}}</p>{{/WARNING}}</div>
{{/WARNINGS}}
{{#SAID}}
<ul class="ev-said">
{{#SAID_LINE}}<li>{{SAID_TEXT}}</li>{{/SAID_LINE}}
{{#EXACT_OFFER}}<li><a href="{{EXACT_HREF}}">Search exactly what I typed</a></li>{{/EXACT_OFFER}}
{{#EXACT_UNDO}}<li>You are searching for exactly these words. <a href="{{EXACT_HREF}}">Search for any form of the words</a></li>{{/EXACT_UNDO}}
{{#WIDER_OFFER}}<li>Few works have all of these words. <a href="{{WIDER_HREF}}">Search for works with any of them</a></li>{{/WIDER_OFFER}}
{{#WIDER_UNDO}}<li>These works have at least one of the words, or another for it, best matches first. <a href="{{WIDER_HREF}}">Search for all of the words</a></li>{{/WIDER_UNDO}}
</ul>
{{/SAID}}
{{#CHIPS}}
<ul class="ev-chips" aria-label="Filters in use">
{{#CHIP}}<li><a href="{{CHIP_HREF}}"><span class="nhsuk-u-visually-hidden">Remove filter: </span>{{CHIP_LABEL}} <span aria-hidden="true">✕</span></a></li>{{/CHIP}}
{{#CLEAR_ALL}}<li><a href="{{CLEAR_HREF}}">Clear all filters</a></li>{{/CLEAR_ALL}}
</ul>
{{/CHIPS}}
