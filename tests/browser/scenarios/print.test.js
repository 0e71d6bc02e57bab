// On paper there is the text, its sources and no navigation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "../support/browser.js";
import { kinds, publish } from "../support/output.js";
import { REPOSITORY } from "../support/site.js";

test("every page kind prints without navigation", async () => {
  const { out, origin } = await publish(REPOSITORY);
  const page = await open({ script: false, scheme: "dark", width: 794 });
  const shown = async (selector) => {
    const all = await page.locator(selector).all();
    const flags = await Promise.all(all.map((element) => element.isVisible()));
    return flags.filter(Boolean).length;
  };
  for (const { kind, url } of await kinds(out)) {
    await page.emulateMedia({ media: "screen" });
    await page.goto(origin + url);
    const onScreen = await shown("nav");
    assert.ok(onScreen > 0, `${kind} has navigation on screen`);

    await page.emulateMedia({ media: "print" });
    assert.equal(await shown("nav"), 0, `${kind} (${url}) prints navigation`);
    assert.equal(await shown("button"), 0, `${kind} (${url}) prints buttons`);
    assert.equal(await shown("h1"), 1, `${kind} (${url}) prints its title`);
    const [ink, paper] = await page.evaluate(() => {
      const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
      const body = getComputedStyle(document.body);
      return [light(body.color), body.backgroundColor === "rgba(0, 0, 0, 0)" ? 255 : light(body.backgroundColor)];
    });
    assert.ok(ink < 80 && paper > 240, `${kind} (${url}) prints dark on white, also for readers in dark mode`);
    const pdf = await page.pdf({ format: "A4" });
    assert.ok(pdf.length > 5000, `${kind} becomes a PDF`);
  }
});
