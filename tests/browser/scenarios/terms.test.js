// A reader meets a term: a tap or Enter explains it in place, Escape closes; without script and on paper the list at the end does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, open } from "../support/browser.js";
import { publish } from "../support/output.js";
import { put, scratch } from "../support/site.js";

async function site() {
  const root = await scratch();
  const front = (lines) => `---\n${lines.join("\n")}\n---\n\n`;
  await put(root, {
    "site.yaml": "schema_version: 1\ntitle: 小站\nbase_url: https://example.org\nlanguages: [zh]\nnav: [notes]\nglossary: words\n",
    "content/words/_collection.yaml": [
      "label: { zh: 词 }",
      "url: /words/{id}/",
      "template: term",
      "term: { definition: meaning }",
      "fields:",
      "  title: { kind: text, need: always, label: 词 }",
      "  meaning: { kind: text, need: always, show: lead, label: 意思 }",
      "",
    ].join("\n"),
    "content/words/heat-pump.md": front(["title: 热泵", "meaning: 把低处的热搬到高处的机器。"]) + "热泵不是锅炉。\n",
    "content/notes/_collection.yaml": "label: { zh: 笔记 }\nurl: /notes/{id}/\nglossary: true\n",
    "content/notes/first.md": front(["title: 第一篇"]) + `${"开头的话。\n\n".repeat(3)}厂里装了热泵。${"\n\n后面的话。".repeat(60)}\n`,
  });
  return root;
}

const URL_OF_NOTE = "/notes/first/";

test("a term is explained in place, by tap and by keyboard", async () => {
  const { origin } = await publish(await site());
  const page = await open({ width: 320 });
  const found = complaints(page, origin);
  await page.goto(origin + URL_OF_NOTE);
  const link = page.locator("a.term");
  const pop = page.locator(".pop");
  assert.equal(await link.count(), 1);
  assert.equal(await link.getAttribute("aria-expanded"), "false");

  await link.click();
  assert.match(await pop.innerText(), /把低处的热搬到高处的机器/);
  assert.equal(await link.getAttribute("aria-expanded"), "true");
  assert.equal(await link.getAttribute("aria-describedby"), await pop.getAttribute("id"));
  const [word, box] = [await link.boundingBox(), await pop.boundingBox()];
  assert.ok(box.y >= word.y + word.height / 2, "the explanation does not cover the word");
  assert.ok(box.x >= 0 && box.x + box.width <= 320, "it fits on a small screen");
  assert.equal(new URL(page.url()).hash, "", "the page stays where it is");

  await page.locator("h1").click();
  assert.equal(await pop.count(), 0, "a click elsewhere closes it");
  await link.focus();
  await page.keyboard.press("Enter");
  assert.equal(await pop.count(), 1);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "热泵", "the way to the term's page comes next");
  assert.equal(await page.evaluate(() => document.activeElement.parentNode.className), "pop");
  await page.keyboard.press("Escape");
  assert.equal(await pop.count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.className), "term", "the focus is back on the word");
  await link.click();
  await link.click();
  assert.equal(await pop.count(), 0, "a second tap closes it");
  assert.deepEqual(found, []);
});

test("without script the link leads to the list and back", async () => {
  const { origin } = await publish(await site());
  const page = await open({ script: false });
  await page.goto(origin + URL_OF_NOTE);
  await page.locator("a.term").click();
  assert.equal(new URL(page.url()).hash, "#term-heat-pump");
  const entry = page.locator(".terms dl > div");
  assert.match(await entry.innerText(), /热泵[\s\S]*把低处的热搬到高处的机器/);
  const colour = await entry.evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.notEqual(colour, "rgba(0, 0, 0, 0)", "the entry is marked");
  await page.locator(".terms__back").click();
  assert.equal(new URL(page.url()).hash, "#use-heat-pump");
  await page.locator(".terms dt a").click();
  assert.match(page.url(), /\/words\/heat-pump\/$/);
  assert.equal(await page.locator("a.term").count(), 0, "a term's own page does not explain it");
});

test("on paper the explanations are notes", async () => {
  const { origin } = await publish(await site());
  const page = await open();
  await page.goto(origin + URL_OF_NOTE);
  await page.locator("a.term").click();
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".terms dl").isVisible());
  assert.ok(!(await page.locator(".pop").isVisible()));
  assert.ok(!(await page.locator(".terms__back").isVisible()));
});
