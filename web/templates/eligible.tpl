%include _head.tpl
<div class="ev-reading">
<h1>Am I eligible?</h1>
%include _problem.tpl
<p>Whether you can use journals and books that a library pays for depends on your role and on who you work for. Searching and free copies are open to everybody.</p>
{{#ANSWER}}
<h2 id="answer">{{ANSWER_HEADING}}</h2>
{{#GIVES}}<p>{{GIVES_TEXT}}</p>{{/GIVES}}
{{#WHY}}<p>{{WHY_TEXT}}</p>{{/WHY}}
<h3>Whom to ask</h3>
{{#CONTACTS}}
<p>{{#ONE_CONTACT}}This library fits what you typed:{{/ONE_CONTACT}}{{#SEVERAL_CONTACTS}}Several libraries fit what you typed. Ask the one of your own organisation:{{/SEVERAL_CONTACTS}}</p>
<ul class="ev-libraries">
{{#LIBRARY_ROW}}
%include _library_row.tpl
{{/LIBRARY_ROW}}
</ul>
{{/CONTACTS}}
{{#EMPLOYER_UNKNOWN}}<p>No library of this directory names an organisation called “{{EMPLOYER_TYPED}}”.</p>{{/EMPLOYER_UNKNOWN}}
{{#EMPLOYER_NOT_SAID}}<p>Type your employer’s name below to see its library.</p>{{/EMPLOYER_NOT_SAID}}
<p><a href="{{FIND_HREF}}">Find a library by name, area or postcode</a>.{{#SERVICE}} You can also write to those who run this service: <a href="mailto:{{SERVICE_EMAIL}}">{{SERVICE_EMAIL}}</a>.{{/SERVICE}}</p>
{{/ANSWER}}
<form action="/eligible" method="get">
{{#HAS_RULES}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="role">What describes you best?</label>
<select class="nhsuk-select" id="role" name="role"><option value="">Not said</option>{{#ROLE}}<option value="{{OPTION_ID}}"{{#OPTION_CHOSEN}} selected{{/OPTION_CHOSEN}}>{{OPTION_LABEL}}</option>{{/ROLE}}</select>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="employer">Who do you work or study for?</label>
<select class="nhsuk-select" id="employer" name="employer"><option value="">Not said</option>{{#EMPLOYER}}<option value="{{OPTION_ID}}"{{#OPTION_CHOSEN}} selected{{/OPTION_CHOSEN}}>{{OPTION_LABEL}}</option>{{/EMPLOYER}}</select>
</div>
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="nation">Where?</label>
<select class="nhsuk-select" id="nation" name="nation"><option value="">Not said</option>{{#NATION}}<option value="{{OPTION_ID}}"{{#OPTION_CHOSEN}} selected{{/OPTION_CHOSEN}}>{{OPTION_LABEL}}</option>{{/NATION}}</select>
</div>
{{/HAS_RULES}}
<div class="nhsuk-form-group">
<label class="nhsuk-label" for="at">Name of your employer or university</label>
<div class="nhsuk-hint" id="at-hint">Its ODS code or postcode will do too. To name the library to ask; it is not kept.</div>
<input class="ev-input" id="at" name="at" value="{{AT}}" maxlength="200" autocomplete="organization" aria-describedby="at-hint">
</div>
<button class="nhsuk-button" type="submit">Show the answer</button>
</form>
{{#ABOUT}}<p class="ev-small ev-muted">{{ABOUT_TEXT}}</p>{{/ABOUT}}
</div>
%include _foot.tpl
