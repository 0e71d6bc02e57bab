// A reader passes a page on and cites it: the texts can be copied by a button, or by hand where there is no script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, open, SCRIPT } from "../support/browser.js";
import { publish } from "../support/output.js";
import { tinySite } from "../support/site.js";

for (const { script, how } of SCRIPT) {
  test(`a page is cited and passed on, ${how}`, async () => {
    const { origin } = await publish(await tinySite(1));
    const page = await open({ script });
    const found = complaints(page, origin);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${origin}/notes/note-00/`);
    assert.equal(await page.locator("[data-copy]:visible").count(), 0, "nothing is open yet");
    for (const summary of await page.locator("main details > summary").all()) await summary.click();

    const address = `${origin}/notes/note-00/`;
    assert.equal(await page.locator("#share-url").innerText(), address);
    assert.ok(await page.getByRole("img", { name: "二维码" }).isVisible());
    const buttons = await page.locator("[data-copy]:visible").all();
    assert.equal(buttons.length, script ? 4 : 0);
    for (const button of buttons) {
      const id = await button.getAttribute("data-copy");
      await button.click();
      await page.getByRole("status").filter({ hasText: "已复制" }).waitFor({ state: "attached" });
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, await page.locator(`#${id}`).evaluate((element) => element.textContent));
      assert.ok(copied.includes(id === "share-url" ? address : "第0篇"), id);
    }
    assert.deepEqual(found, []);
  });
}
