// Pages for elderly readers: large, of one column, easy to hit, within their own tree; the choice is kept and never traps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, each, open, SCRIPT } from "../support/browser.js";
import { pages, publish } from "../support/output.js";
import { REPOSITORY } from "../support/site.js";

const CASE = "/cases/huzhou/huzhou-carbon-efficiency-code/";

/** What is too small or too wide on the open page. A link in running text is as high as its line. */
const faults = (page) =>
  page.evaluate(() => {
    const found = [];
    const body = getComputedStyle(document.body);
    const size = parseFloat(body.fontSize);
    if (size < 24) found.push(`body has ${size} px`);
    for (const text of document.querySelectorAll("body, .text p, .text li, .head__lead, .row__sum, .facts dd, .sources li")) {
      const style = getComputedStyle(text);
      if (parseFloat(style.lineHeight) < 1.5 * parseFloat(style.fontSize)) found.push(`line height ${style.lineHeight} for ${style.fontSize}: ${text.className}`);
      if (parseFloat(style.fontSize) < 22) found.push(`${style.fontSize}: ${text.className}`);
    }
    const letters = (element) => element.textContent.replace(/\s/g, "").length;
    for (const target of document.querySelectorAll("a, button, summary, label")) {
      const box = target.getBoundingClientRect();
      const shown = box.width > 0 && box.right > 0;
      const running = getComputedStyle(target).display === "inline" && letters(target.parentElement) > letters(target);
      if (shown && !running && box.height < 60) found.push(`${box.height} px high: ${target.outerHTML.slice(0, 120)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} px wide at ${innerWidth}`);
    for (const gone of [".toc", ".cite"]) if (document.querySelector(gone)) found.push(`${gone} is there`);
    return found;
  });

for (const { script, how } of SCRIPT) {
  test(`all pages for elderly readers are large and fit, ${how}`, async () => {
    const { out, origin } = await publish(REPOSITORY);
    const elder = (await pages(out)).filter((url) => url.startsWith("/e/"));
    assert.ok(elder.length > 100, `only ${elder.length} pages`);
    const found = [];
    await each(elder, { script }, async (page, url) => {
      await page.goto(origin + url);
      for (const width of [320, 360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        for (const fault of await faults(page)) found.push(`${url} at ${width}: ${fault}`);
      }
    });
    assert.deepEqual(found, []);
  });
}

test("secondary text is as dark as the text, and there is one column", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open({ script: false, width: 1280 });
  await page.goto(`${origin}/e${CASE}`);
  const { greys, ink, side } = await page.evaluate(() => {
    const colour = (selector) => getComputedStyle(document.querySelector(selector)).color;
    const left = (selector) => document.querySelector(selector).getBoundingClientRect().left;
    return {
      greys: [".head__lead", ".meta", ".facts dt", ".sources li"].map(colour),
      ink: colour("body"),
      side: Math.abs(left(".rail") - left(".prose")),
    };
  });
  assert.deepEqual(greys, greys.map(() => ink));
  assert.ok(side < 1, "the panel stands over the text, not beside it");
});

test("links stay below /e where there is such a page, and the usual page is the one to cite", async () => {
  const { out, origin } = await publish(REPOSITORY);
  const all = await pages(out);
  const elder = new Set(all.filter((url) => url.startsWith("/e/")));
  const base = new URL(origin).pathname;
  const left = [];
  await each([...elder], { script: false }, async (page, url) => {
    await page.goto(origin + url);
    const { hrefs, canonical } = await page.evaluate(() => ({
      hrefs: [...document.querySelectorAll("a[href]:not([data-elder]):not([hreflang])")].map((a) => a.href),
      canonical: document.querySelector("link[rel=canonical]").href,
    }));
    if (canonical !== origin + url.slice(2)) left.push(`${url}: canonical ${canonical}`);
    for (const href of hrefs.map((href) => new URL(href))) {
      const path = href.pathname.slice(base.length);
      if (href.origin === new URL(origin).origin && elder.has(`/e${path}`)) left.push(`${url}: ${path}`);
    }
  });
  assert.deepEqual(left, []);
});

test("without script a reader goes to the large page and back", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open({ script: false });
  await page.goto(origin + CASE);
  await page.getByRole("link", { name: "长者模式", exact: true }).click();
  assert.equal(page.url(), `${origin}/e${CASE}`);
  await page.getByRole("link", { name: "退出长者模式" }).click();
  assert.equal(page.url(), origin + CASE);
  // What the style hides is hidden once the style is there.
  await page.waitForLoadState("load");
  assert.equal(await page.locator(".offer").isVisible(), false);
});

const large = (page) => page.locator("body").evaluate((body) => parseFloat(getComputedStyle(body).fontSize) >= 24);

test("the choice is kept: usual pages are large too and offer their large page, without moving the reader", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  const found = complaints(page, origin);
  // Reading such a page, by a link from elsewhere, is no choice.
  await page.goto(`${origin}/e/cases/`);
  await page.goto(`${origin}/cases/`);
  assert.equal(await large(page), false);
  assert.equal(await page.locator(".offer").isVisible(), false);

  await page.getByRole("link", { name: "长者模式", exact: true }).click();
  assert.equal(page.url(), `${origin}/e/cases/`);
  await page.goto(origin + CASE);
  assert.equal(page.url(), origin + CASE, "nobody is led elsewhere");
  assert.equal(await large(page), true);
  await page.locator(".offer a").click();
  assert.equal(page.url(), `${origin}/e${CASE}`);
  await page.goBack();
  assert.equal(page.url(), origin + CASE, "the back button leads back");
  await page.goBack();
  assert.equal(page.url(), `${origin}/e/cases/`);

  // A page that has no large page is large too and says so.
  await page.goto(`${origin}/terms/`);
  assert.equal(await large(page), true);
  assert.deepEqual(await faults(page).then((all) => all.filter((fault) => /wide/.test(fault))), []);
  assert.equal(await page.locator(".offer a").count(), 0);
  await page.locator(".offer button").click();
  assert.equal(await large(page), false);
  assert.equal(await page.locator(".offer").isVisible(), false);
  await page.goto(origin + CASE);
  assert.equal(await large(page), false, "leaving is remembered");
  assert.deepEqual(found, []);
});

test("leaving from a large page is remembered too", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  await page.goto(origin + CASE);
  await page.getByRole("link", { name: "长者模式", exact: true }).click();
  await page.getByRole("link", { name: "退出长者模式" }).click();
  assert.equal(page.url(), origin + CASE);
  assert.equal(await large(page), false);
});

test("where nothing can be stored everything else works", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  const found = complaints(page, origin);
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new Error("denied"); } });
  });
  await page.goto(origin + CASE);
  await page.getByRole("link", { name: "长者模式", exact: true }).click();
  assert.equal(page.url(), `${origin}/e${CASE}`);
  await page.goto(origin + CASE);
  assert.equal(await large(page), false);
  assert.deepEqual(found, []);
});
