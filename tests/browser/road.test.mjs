// The main road: home → search → filter → work → full text, wide and narrow, with and without script.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { close, launch, number, open, redirectOf, url, widths } from "./browser.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const width of widths) {
  for (const javaScriptEnabled of [true, false]) {
    describe(`${width} pixels, JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
      test("search, filter, work, full text", async () => {
        const page = await open(browser, { width, javaScriptEnabled });
        await page.goto(url);
        await page.getByRole("searchbox").fill("asthma");
        await page.getByRole("button", { name: "Search" }).click();
        await page.waitForURL("**/search?q=asthma");
        const all = number(await page.locator(".ev-total").innerText());
        assert.ok(all > 1);

        if (width < 500) await page.locator(".ev-filters__handle").click();
        const option = page.locator(".ev-filters .nhsuk-checkboxes__item").first();
        const label = await option.locator("label").innerText();
        await option.locator("label").click();
        await page.getByRole("button", { name: "Apply filters" }).click();
        await page.waitForURL("**filter.**");
        const filtered = number(await page.locator(".ev-total").innerText());
        assert.equal(filtered, number(label.slice(label.lastIndexOf("("))), "a count is what the filter gives");
        assert.equal(await page.locator(".ev-result").count(), Math.min(10, filtered));

        const chip = page.locator(".ev-chips a").first();
        assert.match(await chip.textContent(), /^Remove filter: /);
        await chip.click();
        await page.waitForURL((now) => !now.search.includes("filter."));
        assert.equal(number(await page.locator(".ev-total").innerText()), all);

        const title = page.locator(".ev-result__title a").first();
        const text = await title.innerText();
        await title.click();
        await page.waitForURL("**/works/*");
        assert.equal((await page.locator("h1").innerText()).trim(), text.trim());
        const go = await page.locator(".ev-read a.nhsuk-button").first().getAttribute("href");
        assert.match(go, /^\/go\//);
        const { status, location } = await redirectOf(page, go);
        assert.equal(status, 303);
        assert.match(location, /^https?:\/\//);
        await close(page);
      });

      test("retracted works are left out or seen alone only when asked for", async () => {
        const page = await open(browser, { width, javaScriptEnabled });
        await page.goto(`${url}/search?q=sample`);
        const total = async () => number(await page.locator(".ev-total").innerText());
        const all = await total();
        const choose = async (choice) => {
          if (width < 500) await page.locator(".ev-filters__handle").click();
          await page.getByLabel(/^Retracted/).selectOption({ label: choice });
          await page.getByRole("button", { name: "Apply filters" }).click();
          await page.waitForURL("**choose.status.retracted**");
          return total();
        };
        const alone = await choose("Show only these");
        assert.ok(alone > 0 && alone < all);
        assert.equal(await page.locator(".nhsuk-tag--red", { hasText: "Retracted" }).count(), Math.min(10, alone));
        const without = await choose("Leave out");
        assert.equal(alone + without, all);
        assert.equal(await page.locator(".nhsuk-tag--red", { hasText: "Retracted" }).count(), 0);
        assert.equal(await choose("Show with the others"), all);
        await close(page);
      });

      test("full text is at most three clicks away on a first visit", async () => {
        const page = await open(browser, { width, javaScriptEnabled });
        await page.goto(url);
        await page.locator(".ev-examples a").first().click();
        const go = page.locator(".ev-result a[href^='/go/']").first();
        assert.ok(await go.isVisible());
        assert.equal((await redirectOf(page, await go.getAttribute("href"))).status, 303);
        await close(page);
      });

      test("the organisation is chosen once and shown on every page", async () => {
        const page = await open(browser, { width, javaScriptEnabled });
        await page.goto(`${url}/search?q=asthma`);
        await page.getByRole("link", { name: "Choose your organisation" }).first().click();
        await page.locator("label[for='organisation-example-trust']").click();
        await page.getByRole("button", { name: "Save and go on" }).click();
        await page.waitForURL("**/search?q=asthma");
        assert.match(await page.locator("header").innerText(), /Access shown for:/);
        await page.goto(url);
        assert.match(await page.locator("header").innerText(), /Access shown for:/);
        const cookies = await page.context().cookies();
        assert.equal(cookies.length, 1);
        assert.equal(cookies[0].name, "org");
        assert.equal(cookies[0].sameSite, "Lax");
        await page.getByRole("link", { name: /^Change/ }).first().click();
        await page.getByLabel("No organisation").check({ force: true });
        await page.getByRole("button", { name: "Save and go on" }).click();
        // That is an answer too, and nobody asks again.
        assert.deepEqual((await page.context().cookies()).map((cookie) => cookie.value), ["none"]);
        await close(page);
      });
    });
  }
}

test("years narrow the results and stay in the boxes", async () => {
  const page = await open(browser);
  await page.goto(`${url}/search?q=asthma`);
  await page.getByLabel("From").fill("2020");
  await page.getByRole("button", { name: "Apply filters" }).click();
  await page.waitForURL("**year_from=2020**");
  assert.equal(await page.getByLabel("From").inputValue(), "2020");
  assert.match(await page.locator(".ev-chips").innerText(), /From 2020/);
  for (const line of await page.locator(".ev-result__source").allInnerTexts()) {
    const year = Number(line.match(/\d{4}$/)?.[0]);
    assert.ok(year >= 2020, line);
  }
  await close(page);
});

test("all values of a filter are listed, narrowed by typing and chosen", async () => {
  const page = await open(browser);
  await page.goto(`${url}/facets/subject?q=sample`);
  const value = page.locator(".ev-table tbody td:first-child a").last();
  const [, name, count] = (await value.innerText()).match(/^(.*?)\s*\((\d+)/s);
  await page.getByLabel("Show values with words that begin with").fill(name);
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL("**words=**");
  await page.getByRole("link", { name, exact: false }).first().click();
  await page.waitForURL("**filter.subject=**");
  assert.match(await page.locator(".ev-chips").innerText(), new RegExp(name.slice(0, 5), "i"));
  assert.match(await page.locator(".ev-total").innerText(), new RegExp(`^${count}\\b`));
  await close(page);
});

test("sorting by newest orders by year and keeps the search", async () => {
  const page = await open(browser);
  await page.goto(`${url}/search?q=asthma`);
  await page.getByLabel("Sort by").selectOption("newest");
  await page.getByRole("button", { name: "Sort" }).click();
  await page.waitForURL("**sort=newest**");
  const years = (await page.locator(".ev-result__source").allInnerTexts()).map((line) => Number(line.match(/\d{4}$/)?.[0]));
  assert.deepEqual(years, [...years].sort((a, b) => b - a));
  await close(page);
});

test("a typed identifier opens its work", async () => {
  const page = await open(browser);
  await page.goto(`${url}/search?q=asthma`);
  await page.locator(".ev-result__title a").first().click();
  const doi = await page.locator("dt", { hasText: /^DOI$/ }).locator("xpath=following-sibling::dd").innerText();
  const work = page.url();
  await page.goto(url);
  await page.getByRole("searchbox").fill(doi.trim());
  await page.keyboard.press("Enter");
  await page.waitForURL("**/works/*");
  assert.equal(page.url(), work);
  await close(page);
});

test("a search without results helps on", async () => {
  const page = await open(browser);
  await page.goto(`${url}/search?q=zzzqqqxxx`);
  assert.match(await page.locator(".ev-total").innerText(), /^No results/);
  assert.match(await page.locator("#results").innerText(), /Check the spelling/);
  await close(page);
});

test("what was typed wrongly is kept and named", async () => {
  const page = await open(browser);
  const answer = await page.goto(`${url}/search?q=a*`);
  assert.equal(answer.status(), 400);
  assert.equal(await page.getByRole("searchbox").inputValue(), "a*");
  assert.ok(await page.getByRole("alert").isVisible());
  await close(page);
});

test("the whole result page weighs under 60 kB", async () => {
  const page = await open(browser);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => {
    bytes += event.encodedDataLength;
  });
  await page.goto(`${url}/search?q=sample`, { waitUntil: "networkidle" });
  assert.ok(await page.locator(".ev-result").count() > 0);
  assert.ok(bytes > 1000 && bytes < 60_000, `${bytes} bytes`);
  await close(page);
});
