// A reader without a mouse goes from the home page to a pilot, to its case, and back. The default site, because its words matter.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, open, SCRIPT } from "../support/browser.js";
import { REPOSITORY, serve } from "../support/site.js";

/** Presses Tab until the focus is on a link to `path` inside `region`; the focus must be visible there. */
async function tabTo(page, path, region) {
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate((wanted) => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return {
        path: element.pathname,
        inside: element.closest(wanted) !== null,
        visible: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        text: element.textContent,
      };
    }, region);
    if (focused.path === path && focused.inside) {
      assert.ok(focused.visible, `the focus is on the screen: ${focused.text}`);
      assert.ok(focused.ringed, `the focus has a ring: ${focused.text}`);
      return;
    }
  }
  assert.fail(`no Tab leads to ${path} in ${region} on ${page.url()}`);
}

async function follow(page, path, region) {
  await tabTo(page, path, region);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === path);
  await page.waitForLoadState();
}

for (const { script, how } of SCRIPT) {
  test(`home, pilot, case and back by keyboard, ${how}`, async () => {
    const origin = await serve(REPOSITORY);
    const page = await open({ script });
    const found = complaints(page, origin);
    const heading = () => page.locator("h1").innerText();

    await page.goto(`${origin}/`);
    if (script) await page.locator(".peakpress-bar").waitFor({ state: "detached" });
    await page.keyboard.press("Tab");
    // The preview's own bar, should the site have problems, stands before the page; with script it becomes a panel at the end.
    if (await page.evaluate(() => document.activeElement.closest(".peakpress-bar") !== null)) await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main", "first comes the skip link");
    assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0), "which shows when focused");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#main$/);

    await follow(page, "/pilots/province/zhejiang/", "main");
    await follow(page, "/pilots/huzhou/", "main");
    assert.match(await heading(), /湖州/);
    await follow(page, "/cases/huzhou/huzhou-carbon-efficiency-code/", "main");
    const title = await heading();
    assert.match(title, /碳效/);

    await follow(page, "/pilots/huzhou/", "main");
    assert.match(await heading(), /湖州/);
    await follow(page, "/", "header");
    assert.deepEqual(found, []);
  });
}
