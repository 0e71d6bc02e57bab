// On the narrowest phones no document and no kind of page of the default site scrolls sideways.
import assert from "node:assert/strict";
import { test } from "node:test";
import { each } from "../support/browser.js";
import { publish, telling } from "../support/output.js";
import { REPOSITORY } from "../support/site.js";

test("no page is wider than a phone", async () => {
  const { out, origin } = await publish(REPOSITORY);
  const wide = [];
  await each(await telling(out), { script: false }, async (page, url) => {
    await page.goto(origin + url);
    for (const width of [320, 360]) {
      await page.setViewportSize({ width, height: 800 });
      const { scroll, widest } = await page.evaluate(() => {
        const edge = (element) => Math.round(element.getBoundingClientRect().right);
        // What stands out of the page, unless it lies in a box that scrolls by itself.
        const out = [...document.querySelectorAll("main *")].filter((element) => {
          if (edge(element) <= innerWidth + 1) return false;
          for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
            if (getComputedStyle(box).overflowX !== "visible") return false;
          }
          return true;
        });
        return { scroll: document.documentElement.scrollWidth, widest: out.map((element) => element.outerHTML.slice(0, 120))[0] };
      });
      if (scroll > width || widest) wide.push(`${url} at ${width}: ${scroll} px ${widest ?? ""}`);
    }
  });
  assert.deepEqual(wide, []);
});
