// What the browser tests share: a browser, pages that watch for anything a page must not do, axe.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const url = process.env.EVIDENCE_URL;
if (!url) throw new Error("EVIDENCE_URL must name a running server; use tests/browser/run");
const origin = new URL(url).origin;

export const widths = [1280, 375];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// A page that fails its test on a request to another host, a CSP violation, an error in the console.
export async function open(browser, { width = 1280, javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled,
  });
  const page = await context.newPage();
  page.faults = [];
  page.bytes = 0;
  await page.route("**/*", (route) => {
    const target = route.request().url();
    if (new URL(target).origin === origin) return route.continue();
    page.faults.push(`asked another host: ${target}`);
    return route.abort();
  });
  page.on("console", (message) => {
    // The browser itself notes every answer of 400 and above; the tests look at those themselves.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
      page.faults.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => page.faults.push(`script error: ${error.message}`));
  return page;
}

export async function close(page) {
  const { faults } = page;
  await page.context().close();
  assert.deepEqual(faults, []);
}

export async function assertAccessible(page, name) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
  assert.deepEqual(found, [], `axe on ${name}`);
}

export async function assertNoSidewaysScroll(page, name) {
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(extra <= 0, `${name} is ${extra} pixels too wide`);
}

// Where a link of ours sends the reader, without going there.
export async function redirectOf(page, href) {
  const answer = await page.context().request.get(new URL(href, url).href, { maxRedirects: 0 });
  return { status: answer.status(), location: answer.headers().location };
}

export function number(text) {
  return Number((text.match(/[\d,]+/) ?? ["NaN"])[0].replaceAll(",", ""));
}
