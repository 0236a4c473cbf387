%include _head.tpl
<div class="ev-reading">
<h1>Privacy and cookies</h1>
<h2>What you search for</h2>
<p>The words that you type are used to answer you and are not kept. They are not written to the service’s log. Please do not type anything that could identify a patient.</p>
<p>Your browser keeps the address of each page in its history, and that address holds the words you typed. On a shared computer, close the window when you are done.</p>
<p>A <a href="/strategies">strategy</a> is kept only when you ask for it: what you wrote, what it found, and the names that you typed. Its page is in no list; whoever has the address can read it, and you can delete it with its edit key. Running a strategy without keeping it keeps nothing.</p>
<p>When you report a broken link, the link, the organisation that was chosen and what you chose or wrote are kept; numbers and e-mail addresses are taken out of what you wrote. Your network address is not kept with it.</p>
<h2>Cookies</h2>
<div class="ev-scroll" tabindex="0" role="region" aria-labelledby="cookies">
<table class="ev-table">
<caption id="cookies">The only cookie</caption>
<thead><tr><th scope="col">Name</th><th scope="col">What for</th><th scope="col">How long</th></tr></thead>
<tbody><tr><th scope="row">org</th><td>Remembers the organisation that you chose, and nothing else. It is only set when you choose one.</td><td>One year, or until you choose “No organisation”</td></tr></tbody>
</table>
</div>
<p>It is needed for what you asked for, so no consent banner is shown. There is no analytics, no advertising and no tracking.</p>
<h2>Other sites</h2>
<p>These pages load nothing from other sites. When you follow a link to a full text, you go to the publisher’s site or your organisation’s sign-in, whose own rules hold there.</p>
</div>
%include _foot.tpl
