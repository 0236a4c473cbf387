<ul class="ev-messages">{{#MESSAGE}}<li><strong>{{MESSAGE_KIND}}:</strong> {{MESSAGE_TEXT}}{{#MESSAGE_FIX}} {{FIX_TEXT}}{{/MESSAGE_FIX}}</li>{{/MESSAGE}}</ul>
