</main>
</div>
<footer class="nhsuk-footer ev-footer">
<div class="nhsuk-width-container">
<ul class="ev-footer-links">
<li><a class="nhsuk-footer__list-item-link" href="/about">About</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/sources">Sources</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/citations">Find cited references</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/core-content">Core content A to Z</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/request/search">Ask a librarian</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/links">Which platforms answer</a></li>
{{#LIBRARIES_LINK}}<li><a class="nhsuk-footer__list-item-link" href="/libraries">Find a library</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/eligible">Am I eligible?</a></li>{{/LIBRARIES_LINK}}
<li><a class="nhsuk-footer__list-item-link" href="/accessibility">Accessibility</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/privacy">Privacy and cookies</a></li>
<li><a class="nhsuk-footer__list-item-link" href="/api">For developers</a></li>
{{#CONTACT}}<li><a class="nhsuk-footer__list-item-link" href="mailto:{{CONTACT_EMAIL}}">Contact</a></li>{{/CONTACT}}
</ul>
{{#FOOTER_NOTE}}<p>{{FOOTER_TEXT}}</p>{{/FOOTER_NOTE}}
<p>Helps you find evidence. It does not replace clinical judgement.</p>
</div>
</footer>
</body>
</html>
