// For everybody: axe on every page, no sideways scrolling, the keyboard alone, print, reduced motion.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertNoSidewaysScroll, close, launch, number, open, url, widths } from "./browser.mjs";

let browser;
let work;
before(async () => {
  browser = await launch();
  const page = await open(browser);
  await page.goto(`${url}/search?q=retracted%20OR%20asthma`);
  work = new URL(await page.locator(".ev-result__title a").first().getAttribute("href"), url).pathname;
  await close(page);
});
after(() => browser.close());

const pages = () => ({
  home: "/",
  results: "/search?q=asthma",
  "results with filters": "/search?q=sample&filter.study_type=guideline&filter.study_type=cohort&filter.year=2000-",
  "exact results": "/search?q=%22asthma%22&match=all",
  "results of a clinical category": "/search?q=sample&category=therapy&scope=broad",
  "why a work is where it is": "/search?q=asthma&explain=1",
  "point of care": "/point-of-care?q=asthma",
  "point of care, every kind": "/point-of-care?q=sample",
  "point of care, nothing found": "/point-of-care?q=zzzqqqxxx",
  "point of care, a mistake": "/point-of-care?q=a*",
  "point of care, its way in": "/point-of-care",
  "last page of results": "/search?q=sample&page=3",
  "all values of a filter": "/facets/subject?q=sample",
  "no value of a filter": "/facets/subject?q=sample&words=zzzqqqxxx",
  "no results": "/search?q=zzzqqqxxx",
  "a mistake": "/search?q=a*",
  "an empty search": "/search?q=",
  work,
  organisations: "/organisations",
  "an unknown organisation": "/organisations?org=nowhere",
  sources: "/sources",
  "one source": "/sources/sample",
  libraries: "/libraries",
  "libraries, a mistake": "/libraries?postcode=M13",
  "libraries, an unknown area": "/libraries?area=Buks",
  eligible: "/eligible",
  "eligible, an answer": "/eligible?employer=hospital&at=nobody",
  about: "/about",
  "an OpenURL of a work that is not here": "/openurl?rft.atitle=Zebras&rft.jtitle=Zoo&rft.volume=1&rft_id=info:doi/10.9999/x",
  "an OpenURL that names nothing": "/openurl?rft.volume=1&rft.issn=0959-8139",
  "a request for a copy": "/request?rft.atitle=Zebras&rft.jtitle=Zoo&org=example-trust",
  "a request for a search": "/request/search?q=zebras",
  accessibility: "/accessibility",
  privacy: "/privacy",
  api: "/api",
  "not found": "/nothing-here",
  "unknown work": "/works/w000000000000",
});

for (const width of widths) {
  test(`axe finds nothing on any page at ${width} pixels`, async () => {
    for (const [name, path] of Object.entries(pages())) {
      const page = await open(browser, { width });
      await page.goto(url + path);
      for (const drawer of await page.locator("details > summary").all()) {
        if (await drawer.isVisible()) await drawer.click();
      }
      await assertAccessible(page, `${name} at ${width}`);
      await close(page);
    }
  });
}

test("no page scrolls sideways at 320 pixels", async () => {
  for (const [name, path] of Object.entries(pages())) {
    const page = await open(browser, { width: 320 });
    await page.goto(url + path);
    for (const drawer of await page.locator("details > summary").all()) {
      if (await drawer.isVisible()) await drawer.click();
    }
    await assertNoSidewaysScroll(page, name);
    await close(page);
  }
});

test("every page has one h1, headings in order, landmarks and a language", async () => {
  for (const [name, path] of Object.entries(pages())) {
    const page = await open(browser);
    await page.goto(url + path);
    const levels = await page.locator("h1, h2, h3, h4").evaluateAll((all) => all.map((each) => Number(each.tagName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1, name);
    levels.reduce((before, level) => {
      assert.ok(level <= before + 1, `${name}: h${before} is followed by h${level}`);
      return level;
    }, 0);
    for (const landmark of ["banner", "main", "contentinfo", "navigation"]) {
      assert.ok(await page.getByRole(landmark).count() >= 1, `${name} has ${landmark}`);
    }
    assert.equal(await page.locator("html").getAttribute("lang"), "en-GB");
    assert.ok((await page.title()).length > 0);
    await close(page);
  }
});

// What has the focus, and whether its focus can be seen.
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return {
      name: (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 60),
      tag: element.tagName,
      href: element.getAttribute("href"),
      id: element.id,
      visible:
        style.outlineStyle !== "none" || style.boxShadow !== "none" || style.backgroundColor === "rgb(255, 235, 59)",
    };
  });

async function tabTo(page, wanted, limit = 80) {
  for (let presses = 0; presses < limit; ++presses) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now.tag !== "BODY" && now.id !== "maincontent") assert.ok(now.visible, `focus on ${now.tag} ${now.name} cannot be seen`);
    if (wanted(now)) return now;
  }
  assert.fail(`not reached with ${limit} presses of Tab`);
}

test("the keyboard alone leads from home to the full text", async () => {
  for (const width of widths) {
    const page = await open(browser, { width });
    await page.goto(url);
    const first = await tabTo(page, () => true);
    assert.equal(first.name, "Skip to main content");
    await page.keyboard.press("Enter");
    await tabTo(page, (now) => now.id === "q", 4);
    await page.keyboard.type("asthma");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?q=asthma");

    await tabTo(page, (now) => now.tag === (width < 500 ? "SUMMARY" : "INPUT") && now.id !== "q");
    if (width < 500) {
      await page.keyboard.press("Enter");
      await tabTo(page, (now) => now.tag === "INPUT" && now.id !== "q");
    }
    await page.keyboard.press("Space");
    await tabTo(page, (now) => now.name === "Apply filters");
    await page.keyboard.press("Enter");
    await page.waitForURL("**filter.**");

    const title = await tabTo(page, (now) => now.href?.startsWith("/works/"));
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${title.href}`);
    const go = await tabTo(page, (now) => now.href?.startsWith("/go/"));
    assert.match(go.href, /^\/go\/w/);
    await close(page);
  }
});

test("point of care: kinds of evidence on one screen, by keyboard", async () => {
  for (const width of widths) {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(browser, { width, javaScriptEnabled });
      await page.goto(`${url}/point-of-care`);
      await tabTo(page, (now) => now.id === "q");
      await page.keyboard.type("sample");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/point-of-care?q=sample");
      const kinds = await page.locator(".ev-kinds li").allInnerTexts();
      assert.equal(kinds.length, 5);
      assert.match(kinds[0], /^Guidelines/);
      // A group shows three works at most, and says how many there are.
      for (const group of await page.locator(".ev-care__group").all()) {
        const shown = await group.locator(".ev-result").count();
        assert.ok(shown >= 1 && shown <= 3);
      }
      const all = await tabTo(page, (now) => /^All [\d,]+ /.test(now.name));
      await page.keyboard.press("Enter");
      await page.waitForURL("**/search?q=sample&filter.study_type=**");
      assert.equal(number(await page.locator(".ev-total").innerText()), number(all.name));
      await page.getByRole("link", { name: "At the point of care" }).click();
      await page.waitForURL("**/point-of-care?q=sample");
      await page.getByRole("link", { name: "All results" }).click();
      await page.waitForURL("**/search?q=sample");
      await close(page);
    }
  }
});

test("why a work is where it is opens at that work, in a sentence and a table", async () => {
  for (const width of widths) {
    const page = await open(browser, { width, javaScriptEnabled: false });
    await page.goto(`${url}/search?q=asthma`);
    const link = page.getByRole("link", { name: /^Why is this here\?/ }).nth(1);
    await link.click();
    await page.waitForURL("**explain=1&why=w**");
    assert.equal(await page.locator(".ev-why[open]").count(), 1);
    assert.match(await page.locator(".ev-why[open] p").innerText(), /^(Mostly|Above all) because .*\.$/);
    const shares = await page.locator(".ev-why[open] tbody td:nth-child(2)").allInnerTexts();
    assert.ok(shares.length >= 1);
    await close(page);
  }
});

test("a clinical category is one click away and one click off", async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${url}/search?q=sample`);
  const all = number(await page.locator(".ev-total").innerText());
  await page.getByRole("link", { name: "Therapy, broad" }).click();
  await page.waitForURL("**category=therapy&scope=broad");
  assert.ok(number(await page.locator(".ev-total").innerText()) <= all);
  await page.locator(".ev-chips a", { hasText: "Clinical category: Therapy, broad" }).click();
  await page.waitForURL("**/search?q=sample");
  assert.equal(number(await page.locator(".ev-total").innerText()), all);
  await close(page);
});

test("filters are open beside the results on wide screens and closed on phones", async () => {
  for (const width of widths) {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open(browser, { width, javaScriptEnabled });
      await page.goto(`${url}/search?q=asthma`);
      assert.equal(await page.getByRole("button", { name: "Apply filters" }).isVisible(), width > 500);
      await close(page);
    }
  }
});

test("a screen reader hears a filter's name together with its count", async () => {
  const page = await open(browser);
  await page.goto(`${url}/search?q=sample`);
  const boxes = page.getByRole("checkbox", { name: /\([\d,]+\)\s+results?$/ });
  assert.ok(await boxes.count() > 3);
  await close(page);
});

test("print leaves out the controls", async () => {
  const page = await open(browser);
  await page.goto(`${url}/search?q=asthma`);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".ev-filters").isVisible(), false);
  assert.equal(await page.locator(".ev-search").isVisible(), false);
  assert.ok(await page.locator(".ev-result").first().isVisible());
  const added = await page.locator(".ev-result__title a").first().evaluate((link) => getComputedStyle(link, "::after").content);
  assert.match(added, /^(""|none|normal)$/);
  await close(page);
});

test("sample data is named as such on every page that shows it", async () => {
  const page = await open(browser);
  for (const path of ["/", "/search?q=asthma", work]) {
    await page.goto(url + path);
    assert.match(await page.locator("main").innerText(), /^Sample data\./, path);
  }
  await close(page);
});
