// A required field is missing: the page still comes, with the gap marked, and the problem stands beside it with its line.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { complaints, open, SCRIPT } from "../support/browser.js";
import { notePath, serve, tinySite } from "../support/site.js";

/** A text in the document, not in its summary. */
const text = (page, words) => page.locator("article .prose").getByText(words);

for (const { script, how } of SCRIPT) {
  test(`a gap is marked and its problem listed, ${how}`, async () => {
    const root = await tinySite(2);
    const file = join(root, notePath(1));
    const whole = await readFile(file, "utf8");
    await writeFile(file, whole.replace(/^topic: .*\n/m, ""));
    const origin = await serve(root);
    const page = await open({ script });
    const found = complaints(page, origin);
    await page.goto(`${origin}/notes/note-01/`);

    await text(page, "正文1。").waitFor();
    const gap = page.locator("main .gap");
    assert.ok((await gap.count()) > 0, "the gap is marked");
    assert.match(await page.locator("main").innerText(), /主题/);

    if (!script) await page.getByRole("link", { name: /1 个问题/ }).click();
    const problem = page.locator("li", { has: page.locator("code", { hasText: notePath(1) }) });
    await problem.waitFor();
    assert.match(await problem.innerText(), /note-01\.md:\d+:\d+/);
    assert.match(await problem.innerText(), /主题|topic/);

    // Mended, the page says nothing more; with script it comes anew by itself.
    await writeFile(file, whole);
    const traces = page.locator(".gap, .peakpress-bar, #peakpress-problems");
    if (script) {
      await gap.first().waitFor({ state: "detached" });
    } else {
      await page.waitForTimeout(1000);
      await page.goto(`${origin}/notes/note-01/`);
    }
    await text(page, "正文1。").waitFor();
    assert.equal(await traces.count(), 0);
    assert.deepEqual(found, []);
  });
}
