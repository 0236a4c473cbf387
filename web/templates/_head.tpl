<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{{PAGE_TITLE}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="{{ICON_HREF}}">
<link rel="stylesheet" href="{{STYLE_HREF}}">
{{#CANONICAL}}<link rel="canonical" href="{{CANONICAL_HREF}}">{{/CANONICAL}}
{{#NO_INDEX}}<meta name="robots" content="noindex">{{/NO_INDEX}}
{{#META}}<meta name="{{META_NAME}}" content="{{META_CONTENT}}">
{{/META}}
</head>
<body>
<a class="nhsuk-skip-link" href="#maincontent">Skip to main content</a>
<header class="ev-header">
<div class="nhsuk-width-container">
<div class="ev-header__bar">
<a class="ev-header__name" href="/">{{SERVICE_NAME}}</a>
{{#ORGANISATIONS}}
<p class="ev-header__organisation">
{{#ORGANISATION_CHOSEN}}Access shown for: {{ORGANISATION_NAME}} <a href="{{ORGANISATION_HREF}}">Change<span class="nhsuk-u-visually-hidden"> organisation</span></a>{{/ORGANISATION_CHOSEN}}
{{#ORGANISATION_NONE}}<a href="{{ORGANISATION_HREF}}">Choose your organisation</a>{{/ORGANISATION_NONE}}{{#ORGANISATION_HERE}}; you seem to be at {{HERE_NAME}}: <a href="{{HERE_HREF}}">use its access</a>{{/ORGANISATION_HERE}}
</p>
{{/ORGANISATIONS}}
</div>
<nav aria-label="Main">
<ul class="ev-header__links">
<li><a href="/"{{#CURRENT_search}} aria-current="page"{{/CURRENT_search}}>Search</a></li>
<li><a href="/strategies"{{#CURRENT_strategies}} aria-current="page"{{/CURRENT_strategies}}>Strategies</a></li>
<li><a href="/sources"{{#CURRENT_sources}} aria-current="page"{{/CURRENT_sources}}>Sources</a></li>
{{#HEADINGS_LINK}}<li><a href="/headings"{{#CURRENT_headings}} aria-current="page"{{/CURRENT_headings}}>Headings</a></li>{{/HEADINGS_LINK}}
{{#LIBRARIES_LINK}}<li><a href="/libraries"{{#CURRENT_libraries}} aria-current="page"{{/CURRENT_libraries}}>Libraries</a></li>{{/LIBRARIES_LINK}}
<li><a href="/about"{{#CURRENT_about}} aria-current="page"{{/CURRENT_about}}>About</a></li>
<li><a href="/api"{{#CURRENT_api}} aria-current="page"{{/CURRENT_api}}>For developers</a></li>
</ul>
</nav>
</div>
</header>
<div class="nhsuk-width-container">
<main class="ev-main" id="maincontent" tabindex="-1">
{{#SAMPLE_NOTICE}}
<div class="ev-notice" role="note">
<p><strong>Sample data.</strong> Some or all of what you see here ships with the program so that it can be tried. Do not use it for care.</p>
</div>
{{/SAMPLE_NOTICE}}
