// A reader narrows a listing. Every number beside a choice must be the number of entries that the choice leads to, on all its pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, open, SCRIPT } from "../support/browser.js";
import { lengthOf, REPOSITORY, tinySite, topicOf } from "../support/site.js";
import { publish } from "../support/output.js";

const COUNT = 50;

/** The titles on all pages of a listing, followed by its own links. */
async function titles(page, url) {
  const found = [];
  for (let next = url; next; ) {
    await page.goto(next);
    found.push(...(await page.locator("main .rows > li .row__title").allInnerTexts()));
    const link = page.locator("main .pager a[rel=next]");
    next = (await link.count()) ? await link.evaluate((a) => a.href) : null;
  }
  return found;
}

/** The choices of the listing that is open: words, number, address. */
const choices = (page) =>
  page.locator("nav.facets li a:has(span)").evaluateAll((links) =>
    links.map((a) => ({
      word: a.firstChild.textContent,
      count: Number(a.querySelector("span").textContent),
      url: a.href,
      current: a.getAttribute("aria-current") !== null,
    })),
  );

for (const { script, how } of SCRIPT) {
  test(`a tiny site is narrowed rightly, ${how}`, async () => {
    const { origin } = await publish(await tinySite(COUNT));
    const page = await open({ script });
    const found = complaints(page, origin);
    const notes = [...Array(COUNT).keys()];
    const expected = (keep) => notes.filter(keep).map((n) => `第${n}篇`);

    assert.deepEqual(await titles(page, `${origin}/notes/`), expected(() => true));
    await page.goto(`${origin}/notes/`);
    const shown = await choices(page);
    const check = async (word, keep) => {
      const choice = shown.find((c) => c.word === word);
      assert.equal(choice?.count, expected(keep).length, word);
      await page.goto(`${origin}/notes/`);
      await page.locator("nav.facets").getByRole("link", { name: word }).click();
      assert.equal(page.url(), choice.url);
      assert.match(await page.locator("main").innerText(), new RegExp(`${choice.count}(?!\\d)`));
      assert.deepEqual(await titles(page, choice.url), expected(keep));
    };
    await check("风", (n) => topicOf(n) === "wind");
    await check("光", (n) => topicOf(n) === "sun");
    await check("长", (n) => lengthOf(n) === "long");
    await check("短", (n) => lengthOf(n) === "short");
    assert.equal(shown.length, 4);
    assert.deepEqual(found, []);
  });
}

test("every number beside a choice of the default site is true", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open({ script: false });
  const numbers = new Map();
  const counted = async (url) => {
    if (!numbers.has(url)) numbers.set(url, (await titles(page, url)).length);
    return numbers.get(url);
  };
  await page.goto(`${origin}/`);
  const listings = await page.locator("nav.nav a").evaluateAll((links) => links.map((a) => a.href));
  const rest = listings.filter((url) => url !== `${origin}/`);
  const seen = new Set(rest);
  let checked = 0;
  for (let url = rest.shift(); url; url = rest.shift()) {
    const all = await counted(url);
    await page.goto(url);
    for (const choice of await choices(page)) {
      if (choice.current) continue;
      assert.equal(await counted(choice.url), choice.count, `${choice.word} on ${url}`);
      checked += 1;
      if (!seen.has(choice.url)) rest.push(choice.url);
      seen.add(choice.url);
    }
    assert.ok(all > 0, `${url} is not empty`);
  }
  assert.ok(checked > 50, `only ${checked} choices found`);
});
