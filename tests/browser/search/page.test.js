// A reader searches: by typing, by keyboard, by a shared address, with filters, with and without luck, on a phone, without a network.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { violations } from "../support/axe.js";
import { complaints, open } from "../support/browser.js";
import { files, publish } from "../support/output.js";
import { notePath, put, tinySiteInTheme } from "../support/site.js";

/** Titles and texts that would be heard of if they became markup or a pattern. */
const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(2)</script>",
  "\"><svg/onload=alert(3)>",
  "'-alert(4)-'",
  "javascript:alert(5)",
  "{{constructor.constructor('alert(6)')()}}",
  "(a+)+$ [b-a] \\",
  "</li></ul></main><iframe src=//example.com>",
  "$& $1 $`",
  "&lt;b&gt; &amp;",
  "__proto__ constructor toString",
  "%00 %3Cscript%3E %",
];

const note = (title, topic, length, body) =>
  `---\ntitle: ${JSON.stringify(title)}\ntopic: ${topic}\nlength: ${length}\n---\n\n${body}\n`;

/** Fifty notes, and some that can be told apart. */
async function site() {
  const root = await tinySiteInTheme(50);
  const more = {};
  more["content/notes/heat.md"] = note("核电厂的余热供暖", "wind", "long", "海阳全城用上核能供暖，替下十二台燃煤锅炉。后来又加了一句话。");
  more["content/notes/pump.md"] = note("地热供暖与储能", "sun", "short", "只取热不取水的供暖办法，在一个小镇上用了三年。");
  HOSTILE.forEach((text, n) => {
    more[`content/notes/hostile-${n}.md`] = note(`危险 ${n} ${text.slice(0, 24)}`, "sun", "short", `危险的文字：\`${text}\`。`);
  });
  await put(root, more);
  return publish(root);
}

const { out, origin } = await site();
const SEARCH = `${origin}/search/`;
const titles = (page) => page.locator("#search-results .row__title").allInnerTexts();
const status = (page) => page.locator("#search-status");
const shown = (page, state) => page.locator(`#search[data-state=${state}]`).waitFor();

/** Opens a page that complains of nothing until `expect` says so. */
async function reader(url = SEARCH, options = {}) {
  const page = await open(options);
  const found = complaints(page, origin);
  page.on("dialog", (dialog) => {
    found.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  return { page, found };
}

async function search(page, query) {
  await page.getByRole("combobox").fill(query);
  await page.keyboard.press("Enter");
}

test("who types and presses Enter gets results, marked where the words stand", async () => {
  const { page, found } = await reader();
  await search(page, "核能供暖");
  await shown(page, "results");
  assert.equal((await titles(page))[0], "核电厂的余热供暖");
  assert.equal(await status(page).innerText(), "共1条");
  assert.deepEqual(await page.locator("#search-results .row__sum mark").allInnerTexts(), ["核能供暖"]);
  assert.equal(decodeURIComponent(new URL(page.url()).search), "?q=核能供暖");
  assert.match(await page.title(), /^核能供暖 – /);
  assert.equal(await page.locator("#q").evaluate((box) => box === document.activeElement), true, "the focus stays in the box");
  await page.locator("#search-results a").first().click();
  assert.match(page.url(), /\/notes\/heat\/$/);
  assert.deepEqual(found, []);
});

test("suggestions are reached and chosen by keyboard", async () => {
  const { page, found } = await reader();
  const box = page.getByRole("combobox");
  await box.pressSequentially("地热");
  const option = page.getByRole("option");
  await option.first().waitFor();
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  assert.deepEqual(await option.allInnerTexts(), ["地热供暖与储能"]);
  assert.match(await status(page).innerText(), /1/);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("ArrowDown");
  assert.equal(await box.getAttribute("aria-activedescendant"), await option.first().getAttribute("id"));
  assert.equal(await option.first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("ArrowDown");
  assert.equal(await box.getAttribute("aria-activedescendant"), "", "after the last one comes the box");
  await page.keyboard.press("ArrowUp");
  assert.equal(await box.getAttribute("aria-activedescendant"), "suggest-0", "before the first one is the last");
  await page.keyboard.press("Home");
  assert.equal(await box.getAttribute("aria-activedescendant"), "");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#suggest").isVisible(), false);
  assert.equal(await box.inputValue(), "地热", "the first Escape only closes");
  await page.keyboard.press("ArrowDown");
  await option.first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await shown(page, "results");
  assert.equal(await box.inputValue(), "地热供暖与储能");
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  assert.equal((await titles(page))[0], "地热供暖与储能");
  await page.keyboard.press("Escape");
  assert.equal(await box.inputValue(), "", "Escape without a list empties the box");
  assert.deepEqual(found, []);
});

test("suggestions come by pinyin and by pointer", async () => {
  const { page } = await reader();
  await page.getByRole("combobox").pressSequentially("direg");
  await page.getByRole("option").first().click({ timeout: 3000 }).catch(() => {});
  await page.getByRole("combobox").fill("地");
  await page.getByRole("option").first().click();
  await shown(page, "results");
  assert.equal((await titles(page))[0], "地热供暖与储能");
});

test("filters combine, their numbers are true, chips take them away", async () => {
  const { page, found } = await reader(`${SEARCH}?q=${encodeURIComponent("正文")}`);
  await shown(page, "results");
  const facets = page.locator("#search-facets");
  await facets.getByRole("link").first().waitFor();
  const total = () => page.locator("#search-total").innerText();
  assert.equal(await total(), "共50条");
  assert.deepEqual((await facets.locator("h3").allInnerTexts()).sort(), ["主题", "篇幅"]);
  const values = (await facets.getByRole("link").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
  assert.deepEqual(values.sort(), ["光 33", "短 40", "长 10", "风 17"]);

  await facets.getByRole("link", { name: "风" }).click();
  await page.getByText("共17条").first().waitFor();
  assert.equal(await facets.getByRole("link", { name: "风" }).getAttribute("aria-current"), "true");
  assert.equal(await facets.getByRole("link", { name: "风" }).evaluate((a) => a === document.activeElement), true, "the focus stays");
  assert.match(await facets.getByRole("link", { name: "光" }).innerText(), /33/, "the other values of a facet keep their numbers");
  await facets.getByRole("link", { name: "长" }).click();
  await page.getByText("共4条").first().waitFor();
  assert.deepEqual((await titles(page)).sort(), ["第0篇", "第15篇", "第30篇", "第45篇"]);
  assert.deepEqual(await violations(page), []);

  const shared = page.url();
  await page.goBack();
  await page.getByText("共17条").first().waitFor();
  await page.goForward();
  await page.getByText("共4条").first().waitFor();

  const other = await reader(shared);
  await other.page.getByText("共4条").first().waitFor();
  assert.deepEqual((await titles(other.page)).sort(), ["第0篇", "第15篇", "第30篇", "第45篇"]);
  assert.equal(await other.page.locator("#search-chosen a").count(), 2);

  await page.locator("#search-chosen a", { hasText: "风" }).click();
  await page.getByText("共10条").first().waitFor();
  await page.locator("#search-chosen a").click();
  await page.getByText("共50条").first().waitFor();
  assert.equal(await page.locator("#search-chosen a").count(), 0);
  await page.goto(`${SEARCH}?q=${encodeURIComponent("正文")}&topics=nonsense`);
  await page.getByText("共0条").first().waitFor();
  await page.locator("#search-chosen a").click();
  await page.getByText("共50条").first().waitFor();
  assert.deepEqual(found, []);
});

test("twenty are shown, then more, and the reader is taken to the first of them", async () => {
  const { page, found } = await reader(`${SEARCH}?q=${encodeURIComponent("正文")}`);
  await page.locator("#search-more button").waitFor();
  const rows = page.locator("#search-results > li");
  assert.equal(await rows.count(), 20);
  await page.locator("#search-more button").focus();
  await page.keyboard.press("Enter");
  await page.locator("#search-results > li:nth-child(40)").waitFor();
  assert.equal(await rows.nth(20).locator("a").evaluate((a) => a === document.activeElement), true);
  await page.locator("#search-more button").click();
  await page.locator("#search-results > li:nth-child(50)").waitFor();
  assert.equal(await page.locator("#search-more").isVisible(), false);
  assert.equal(new Set(await titles(page)).size, 50);
  assert.deepEqual(found, []);
});

test("who finds nothing is told so and shown ways on", async () => {
  const { page, found } = await reader();
  await search(page, "供电的煤耗xyzzy");
  await shown(page, "empty");
  assert.equal(await page.locator("#search-empty h2").innerText(), "没有找到“供电的煤耗xyzzy”");
  assert.match(await status(page).innerText(), /没有找到/);
  assert.equal(await page.getByRole("heading", { name: "全部目录" }).isVisible(), true);
  assert.equal(await page.locator("#search-found").isVisible(), false);
  assert.deepEqual(await violations(page), []);
  await search(page, "供暖");
  await shown(page, "results");
  assert.deepEqual(found, []);
});

test("where only a part of the words is known, that is said", async () => {
  const { page, found } = await reader();
  await search(page, "核电厂 xyzzy");
  await shown(page, "results");
  assert.equal((await titles(page))[0], "核电厂的余热供暖");
  assert.match(await page.locator("#search-said").innerText(), /其中一些/);
  assert.deepEqual(found, []);
});

test("what was searched instead is said, and the reader can insist", async () => {
  const { page, found } = await reader();
  await search(page, "全城用上核能公暖");
  await shown(page, "results");
  assert.equal((await titles(page))[0], "核电厂的余热供暖");
  const said = await page.locator("#search-said").innerText();
  assert.match(said, /公”，找的是“.*供”/);
  await page.locator("#search-said a").click();
  await page.waitForFunction(() => document.getElementById("search-said").hidden);
  assert.match(page.url(), /exact=1/);
  assert.deepEqual(found, []);
});

test("a broken file gives a message and a way to try again", async () => {
  for (const body of ["<!doctype html><title>登录</title>", "", "9供暖\tg1\n"]) {
    const page = await open();
    await page.route("**/search/zh/w-*.txt*", (route) => route.fulfill({ status: 200, body }));
    await page.goto(`${SEARCH}?q=${encodeURIComponent("供暖")}`);
    await shown(page, "error");
    assert.match(await status(page).innerText(), /没能取到/);
    assert.equal(await page.locator("#search-results > li").count(), 0);
    await page.unroute("**/search/zh/w-*.txt*");
    await page.locator("[data-again]:visible").click();
    await shown(page, "results");
  }
});

test("a missing file, a missing table of contents, a missing text: a message", async () => {
  for (const missing of ["**/search/zh/w-*.txt*", "**/search/zh/root.json*", "**/search/zh/f/**"]) {
    const page = await open();
    await page.route(missing, (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto(`${SEARCH}?q=${encodeURIComponent("供暖")}`);
    await shown(page, "error");
  }
});

test("a page of the old release reads the new index", async () => {
  const page = await open();
  let first = true;
  await page.route("**/search/zh/root.json*", async (route) => {
    const response = await route.fetch();
    const root = await response.json();
    if (first) root.words.names = "zzzzzz".repeat(root.words.names.length / 6);
    first = false;
    await route.fulfill({ response, json: root });
  });
  await page.goto(`${SEARCH}?q=${encodeURIComponent("供暖")}`);
  await shown(page, "results");
  assert.equal((await titles(page)).length, 2);
});

test("without a network the page says so, and goes on when there is one", async () => {
  const { page } = await reader();
  await page.context().setOffline(true);
  await search(page, "供暖");
  await shown(page, "offline");
  assert.match(await status(page).innerText(), /没有网络/);
  await page.context().setOffline(false);
  await shown(page, "results");
});

test("nothing that readers or authors write fires", async () => {
  const { page, found } = await reader();
  const stray = () => page.evaluate(() => document.querySelectorAll("#search img,#search script,#search iframe,#search [onload],#search [onerror],#search a[href^='javascript']").length);
  const icons = await page.locator("main svg").count();
  for (const text of [...HOSTILE, ...HOSTILE.map((hostile) => `危险 ${hostile}`), "危险"]) {
    const started = Date.now();
    await page.goto(`${SEARCH}?q=${encodeURIComponent(text)}&topics=${encodeURIComponent(text)}&${encodeURIComponent(text)}=1`);
    await page.waitForFunction(() => /results|empty/.test(document.getElementById("search").getAttribute("data-state")));
    await page.getByRole("combobox").focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await stray(), 0, text);
    assert.ok(Date.now() - started < 20_000);
  }
  await page.goto(`${SEARCH}?q=${encodeURIComponent("危险")}`);
  await page.locator("#search-results > li").nth(HOSTILE.length - 1).waitFor();
  assert.equal(await page.locator("main svg").count(), icons);
  await page.goto(`${SEARCH}?q=%E0%A4%A&sort=%&constructor=1&__proto__=2`);
  await shown(page, "idle");
  assert.deepEqual(found, []);
});

test("recent searches stay on the device and can be cleared", async () => {
  const { page, found } = await reader();
  await search(page, "供暖");
  await shown(page, "results");
  await page.goto(SEARCH);
  await page.getByRole("combobox").focus();
  await page.getByRole("option").first().waitFor();
  assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["供暖\n最近找过", "清除最近找过的"]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("option").count(), 0);
  assert.equal(await page.evaluate(() => localStorage.getItem("searches")), null);
  await page.evaluate(() => localStorage.setItem("searches", '{"a":[1]}'));
  await page.reload();
  await page.getByRole("combobox").focus();
  await search(page, "供暖");
  await shown(page, "results");
  assert.deepEqual(found, []);
});

test("sorting by date is a link like others", async () => {
  const { page, found } = await reader(`${SEARCH}?q=${encodeURIComponent("供暖")}`);
  await shown(page, "results");
  await page.locator("[data-sort=date]").click();
  await page.locator("[data-sort=date][aria-current=true]").waitFor();
  assert.match(page.url(), /sort=date/);
  await search(page, "储能");
  await shown(page, "results");
  assert.match(page.url(), /sort=date/, "it is kept");
  assert.deepEqual(found, []);
});

test("the box in the head of a page fetches the engine when it is used", async () => {
  const { page, found } = await reader(`${origin}/notes/`);
  const asked = [];
  page.on("request", (request) => /favicon/.test(request.url()) || asked.push(new URL(request.url()).pathname));
  await page.waitForTimeout(300);
  assert.deepEqual(asked, []);
  const box = page.locator("#find");
  await box.focus();
  await page.waitForFunction(() => document.getElementById("find").getAttribute("role") === "combobox");
  await box.pressSequentially("核电");
  await page.getByRole("option").first().waitFor();
  assert.deepEqual(await violations(page), []);
  assert.ok(asked.some((path) => /search\.\w+\.js$/.test(path)) && asked.some((path) => path.endsWith("root.json")));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await shown(page, "results");
  assert.equal((await titles(page))[0], "核电厂的余热供暖");
  assert.equal(new URL(page.url()).pathname, new URL(SEARCH).pathname);
  assert.deepEqual(found, []);
});

test("without script the box leads to the page of all indexes", async () => {
  const { page, found } = await reader(`${origin}/notes/`, { script: false });
  await page.locator("#find").fill("供暖");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=/);
  assert.equal(await page.getByRole("heading", { name: "全部目录" }).isVisible(), true);
  assert.equal(await page.locator("#q").isVisible(), false);
  assert.deepEqual(found, []);
});

for (const [how, options, before] of [
  ["on a narrow phone", { width: 320 }],
  ["in the dark", { scheme: "dark" }],
  ["for elderly readers", { width: 360 }, (page) => page.addInitScript(() => localStorage.setItem("mode", "elder"))],
]) {
  test(`results are accessible and within the page ${how}`, async () => {
    const page = await open(options);
    if (before) await before(page);
    for (const query of ["供暖", "正文", "全城用上核能公暖", "没有这样的"]) {
      await page.goto(`${SEARCH}?q=${encodeURIComponent(query)}&topics=sun`);
      await page.waitForFunction(() => /results|empty/.test(document.getElementById("search").getAttribute("data-state")));
      await page.waitForTimeout(300);
      assert.deepEqual(await violations(page), [], query);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= (options.width ?? 1280), `${query}: ${wide} px`);
    }
  });
}

test("printed results keep their text and lose the tools", async () => {
  const { page } = await reader(`${SEARCH}?q=${encodeURIComponent("供暖")}`);
  await shown(page, "results");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#search-results").isVisible(), true);
  for (const tool of ["#q", "#facets", ".search__form button"]) assert.equal(await page.locator(tool).isVisible(), false, tool);
});

test("the script keeps to its budget", async () => {
  const sizes = {};
  for (const path of await files(out)) {
    const name = path.match(/^assets\/(search[a-z-]*)\.\w+\.js$/)?.[1];
    if (name) sizes[name] = gzipSync(await readFile(join(out, path)), { level: 6 }).length;
  }
  assert.deepEqual(Object.keys(sizes).sort(), ["search", "search-repair"]);
  assert.ok(sizes.search <= 12 * 1024 && sizes["search-repair"] <= 3_000, JSON.stringify(sizes));
});
