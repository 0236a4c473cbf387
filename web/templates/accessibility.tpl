%include _head.tpl
<div class="ev-reading">
<h1>Accessibility</h1>
<p>These pages are made to meet the Web Content Accessibility Guidelines 2.2 at level AA.</p>
<h2>What that means for you</h2>
<ul>
<li>Everything works with a keyboard alone. The first press of Tab offers a way past the header.</li>
<li>Everything works without JavaScript; the pages use none.</li>
<li>You can zoom to 400% without scrolling sideways.</li>
<li>Colour is never the only sign: the kind of evidence and retractions are written in words.</li>
<li>Filters are ordinary checkboxes, and a screen reader reads each name together with its count.</li>
<li>Nothing moves by itself.</li>
<li>The pages print without buttons and menus.</li>
</ul>
<h2>What may not work as well</h2>
<ul>
<li>Titles and abstracts come from publishers and databases as they are. Some are in capitals or lack the language they are written in.</li>
<li>The full text stands on the publishers’ own sites, which we cannot mend.</li>
</ul>
<h2>Tell us</h2>
{{#CONTACT}}<p>If something on these pages stops you, write to <a href="mailto:{{CONTACT_EMAIL}}">{{CONTACT_EMAIL}}</a>. Say which page it was and what you use.</p>{{/CONTACT}}
{{#NO_CONTACT}}<p>If something on these pages stops you, tell the library or the department that runs this service. Say which page it was and what you use.</p>{{/NO_CONTACT}}
<h2>How it is tested</h2>
<p>Every version is checked in a browser on wide and narrow screens with an automatic checker (axe), by keyboard alone, and with JavaScript switched off.</p>
</div>
%include _foot.tpl
