// The size of text: larger and smaller at a press, kept, said to those who cannot see it, and not there without script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, each, open } from "../support/browser.js";
import { kinds, publish } from "../support/output.js";
import { REPOSITORY, tinySiteInTheme } from "../support/site.js";

const sizes = (page) =>
  page.evaluate(() => [document.documentElement, document.body, document.querySelector("h1")].map((element) => parseFloat(getComputedStyle(element).fontSize)));

test("text grows by steps, is kept, and goes back", async () => {
  const { origin } = await publish(await tinySiteInTheme(1));
  const page = await open();
  const found = complaints(page, origin);
  await page.goto(`${origin}/`);
  const [less, usual, more] = ["缩小", "标准", "放大"].map((name) => page.getByRole("button", { name, exact: true }));
  const before = await sizes(page);
  assert.equal(await usual.getAttribute("aria-pressed"), "true");
  assert.equal(await less.getAttribute("aria-disabled"), "true");

  await more.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  assert.deepEqual(await sizes(page), before.map((size) => size * 1.25), "everything is scaled");
  assert.equal(await page.locator("[role=status][data-say]").innerText(), "字号125%");
  assert.equal(await usual.getAttribute("aria-pressed"), "false");

  await page.goto(`${origin}/notes/`);
  assert.equal((await sizes(page))[0], 20, "it is kept");
  await less.click();
  assert.equal((await sizes(page))[0], 18);
  for (let presses = 0; presses < 9; presses += 1) await more.click({ force: true });
  assert.equal((await sizes(page))[0], 32, "up to twice as large");
  assert.equal(await more.getAttribute("aria-disabled"), "true");
  await usual.click();
  assert.equal((await sizes(page))[0], 16);
  await page.goto(`${origin}/`);
  assert.deepEqual(await sizes(page), before);
  assert.deepEqual(found, []);
});

test("nonsense in the store is left alone", async () => {
  const { origin } = await publish(await tinySiteInTheme(1));
  const page = await open();
  await page.goto(`${origin}/`);
  await page.evaluate(() => localStorage.setItem("size", "larger than life"));
  await page.reload();
  assert.equal((await sizes(page))[0], 16);
});

test("at twice the size nothing is cut off on a desktop, at one and a half on a phone", async () => {
  const { out, origin } = await publish(REPOSITORY);
  const wide = [];
  for (const [width, size] of [[1280, "200"], [360, "150"]]) {
    await each(await kinds(out), { width }, async (page, { url }) => {
      await page.addInitScript((value) => localStorage.setItem("size", value), size);
      await page.goto(origin + url);
      const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
      if (scroll > width) wide.push(`${url} at ${width} and ${size}%: ${scroll} px`);
    });
  }
  assert.deepEqual(wide, []);
});

test("without script there are no buttons", async () => {
  const { origin } = await publish(await tinySiteInTheme(1));
  const page = await open({ script: false });
  await page.goto(`${origin}/`);
  assert.equal(await page.locator("#sizes").isVisible(), false);
});
