// Every example of every component: valid HTML, accessible in light and dark, on a phone and a desktop, and never wider than 320 px.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "../support/axe.js";
import { each } from "../support/browser.js";
import { examples, unfold } from "../support/examples.js";
import { publish } from "../support/output.js";
import { tinySiteInTheme } from "../support/site.js";
import { remarks } from "../support/vnu.js";

const { out, origin } = await publish(await tinySiteInTheme(1));
const urls = await examples(out);

test("there is a page for every example", () => {
  assert.ok(urls.length > 60, `only ${urls.length} examples`);
});

test("every example is valid", async () => {
  assert.deepEqual(await remarks(urls.map((url) => origin + url)), []);
});

for (const [scheme, width] of [["light", 360], ["dark", 1280]]) {
  test(`every example is accessible, ${scheme}, ${width} px`, async () => {
    const found = [];
    await each(urls, { scheme, width }, async (page, url) => {
      await page.goto(origin + url);
      await unfold(page);
      for (const violation of await violations(page)) found.push(`${url}: ${violation}`);
    });
    assert.deepEqual(found.sort(), []);
  });
}

test("every example fits into 320 px", async () => {
  const wide = [];
  await each(urls, { width: 320, script: false }, async (page, url) => {
    await page.goto(origin + url);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > 320) wide.push(`${url}: ${scroll} px`);
  });
  assert.deepEqual(wide.sort(), []);
});
