// English pages: whatever is Chinese on them is marked as Chinese, and from each page a reader gets to the other language and back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { open } from "../support/browser.js";
import { fileOf, pages, publish } from "../support/output.js";
import { REPOSITORY } from "../support/site.js";

/** Chinese words of a page that a screen reader would read as English: in texts, and in attributes that are read out. */
const unmarked = (page, html) =>
  page.evaluate((text) => {
    const han = /\p{Script=Han}/u;
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const language = (element) => element.closest("[lang]")?.getAttribute("lang");
    const found = [];
    const walker = parsed.createTreeWalker(parsed.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      const read = !["SCRIPT", "STYLE"].includes(parentElement.tagName);
      if (read && han.test(data) && language(parentElement) === "en") found.push(data.trim());
    }
    for (const name of ["aria-label", "alt", "title", "content"]) {
      for (const element of parsed.querySelectorAll(`[${name}]`)) {
        if (han.test(element.getAttribute(name)) && language(element) === "en") found.push(`${name}: ${element.getAttribute(name)}`);
      }
    }
    return found;
  }, html);

test("Chinese words on English pages are marked as Chinese", async () => {
  const { out } = await publish(REPOSITORY);
  const page = await open();
  const found = [];
  let looked = 0;
  for (const url of (await pages(out)).filter((url) => url.startsWith("/en/"))) {
    looked += 1;
    for (const words of await unmarked(page, await readFile(fileOf(out, url), "utf8"))) found.push(`${url}: ${words}`);
  }
  assert.ok(looked > 100, `only ${looked} English pages`);
  assert.deepEqual(found, []);
  assert.deepEqual(await unmarked(page, '<html lang="en"><p>Yes 是 <b lang="zh-CN">否</b><img alt="图">'), ["Yes 是", "alt: 图"]);
});

test("a reader changes the language on the page and comes back", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  for (const path of ["/", "/pilots/", "/pilots/huzhou/", "/pilots/province/zhejiang/", "/sitemap/"]) {
    await page.goto(origin + path);
    await page.getByRole("link", { name: "English", exact: true }).first().click();
    assert.equal(page.url(), `${origin}/en${path}`);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.getByRole("link", { name: "中文", exact: true }).first().click();
    assert.equal(page.url(), origin + path);
  }
  // A page without translation leads to the first page in the other language.
  await page.goto(`${origin}/indicators/heat-price/`);
  await page.getByRole("link", { name: "English", exact: true }).first().click();
  assert.equal(page.url(), `${origin}/en/`);
});
