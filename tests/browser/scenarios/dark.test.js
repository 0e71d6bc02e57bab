// The switch for dark mode: it follows the system, changes at a press, is remembered, and is not there without script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, open } from "../support/browser.js";
import { publish } from "../support/output.js";
import { tinySite } from "../support/site.js";

const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("dark mode is switched and remembered", async () => {
  const { origin } = await publish(await tinySite(1));
  const page = await open();
  const found = complaints(page, origin);
  await page.goto(`${origin}/`);
  const light = await paper(page);
  await page.locator("#theme").focus();
  await page.keyboard.press("Enter");
  const dark = await paper(page);
  assert.notEqual(dark, light);
  await page.goto(`${origin}/notes/`);
  assert.equal(await paper(page), dark);
  await page.locator("#theme").click();
  assert.equal(await paper(page), light);
  assert.deepEqual(found, []);
});

test("without script the system decides and there is no switch", async () => {
  const { origin } = await publish(await tinySite(1));
  const papers = [];
  for (const scheme of ["light", "dark"]) {
    const page = await open({ script: false, scheme });
    await page.goto(`${origin}/`);
    assert.equal(await page.locator("#theme").isVisible(), false);
    papers.push(await paper(page));
  }
  assert.notEqual(papers[0], papers[1]);
});
