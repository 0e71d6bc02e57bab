// An author saves a file; the browser shows the new text by itself. Without script a reload by hand shows it.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { complaints, open, SCRIPT } from "../support/browser.js";
import { notePath, serve, tinySite } from "../support/site.js";

/** A text in the document, not in its summary. */
const text = (page, words) => page.locator("article .prose").getByText(words);

for (const { script, how } of SCRIPT) {
  test(`an edit shows, ${how}`, async () => {
    const root = await tinySite(2);
    const origin = await serve(root);
    const page = await open({ script });
    const found = complaints(page, origin);
    await page.goto(`${origin}/notes/note-01/`);
    await text(page, "正文1。").waitFor();

    const file = join(root, notePath(1));
    const before = await readFile(file, "utf8");
    await writeFile(file, before.replace("正文1。", "改过的正文。"));
    if (!script) {
      await page.waitForTimeout(1000);
      assert.equal(await text(page, "改过的正文。").count(), 0);
      await page.reload();
    }
    await text(page, "改过的正文。").waitFor({ timeout: 5000 });
    assert.equal(await text(page, "正文1。").count(), 0);

    await writeFile(file, before.replace("第1篇", "新的标题"));
    if (!script) {
      await page.waitForTimeout(1000);
      await page.reload();
    }
    await page.getByRole("heading", { level: 1, name: "新的标题" }).waitFor({ timeout: 5000 });
    assert.deepEqual(found, []);
  });
}
