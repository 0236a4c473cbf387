<nav aria-label="Help with searches">
<ul class="ev-jump">
<li><a href="/pico">Search by question (PICO)</a></li>
<li><a href="/filters">Search filters</a></li>
<li><a href="/translate">Translate a strategy</a></li>
<li><a href="/values">Browse an index</a></li>
</ul>
</nav>
