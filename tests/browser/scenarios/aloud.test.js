// Reading aloud: what is said, in which order, with units and numbers as words; pause and stop; not there where the browser is mute.
import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { complaints, open } from "../support/browser.js";
import { publish } from "../support/output.js";
import { notePath, put, REPOSITORY, tinySite } from "../support/site.js";

const CASE = "/cases/huzhou/huzhou-carbon-efficiency-code/";

/** A tiny site that shows the theme as it lies here, not as it lay when the program was made. */
async function tinySiteInTheme() {
  const root = await tinySite(1);
  await cp(join(REPOSITORY, "themes"), join(root, "themes"), { recursive: true });
  return root;
}

/** A browser that speaks: it notes what it is told; `next()` ends the utterance. */
const speech = (page, voices = [{ lang: "zh-CN", localService: true }]) =>
  page.addInitScript((list) => {
    const said = [];
    let current = null;
    window.said = said;
    window.next = () => {
      const last = current;
      current = null;
      last.onend();
    };
    window.SpeechSynthesisUtterance = function SpeechSynthesisUtterance(text) {
      this.text = text;
    };
    const synth = {
      getVoices: () => list,
      speak: (utterance) => {
        current = utterance;
        said.push(utterance.text);
      },
      cancel: () => {
        const last = current;
        current = null;
        // Browsers tell of the end of what is cut off, too.
        if (last) last.onend();
      },
    };
    Object.defineProperty(window, "speechSynthesis", { value: synth });
  }, voices);

const said = (page) => page.evaluate(() => window.said);
const marked = (page) => page.evaluate(() => [...document.querySelectorAll(".is-said")].map((part) => part.textContent.trim()));

/** Lets the page speak to its end. */
const hear = (page) =>
  page.evaluate(() => {
    document.querySelector(".aloud button").click();
    for (let n = 0; n < 5000 && document.querySelector(".is-said"); n += 1) window.next();
    return window.said;
  });

test("title, summary, then the text, block by block; sources and marks are left out", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  const found = complaints(page, origin);
  await speech(page);
  await page.goto(origin + CASE);
  const title = await page.locator("h1").innerText();
  const text = (await hear(page)).join("");
  const order = [title.replace(/\s/g, ""), await page.locator(".head__lead").innerText(), "背景与问题", "主要做法", "取得成效"].map((words) => text.indexOf(words));
  assert.ok(order.every((at) => at >= 0), `all are said: ${order}`);
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  assert.doesNotMatch(text, /\[\d|chinadaily|怎样引用/);
  assert.deepEqual(found, []);
});

test("the block that is read is marked; pause, go on and stop", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  await speech(page);
  await page.goto(origin + CASE);
  const [main, stop] = await page.locator(".aloud button").all();
  assert.equal(await main.innerText(), "朗读");
  assert.equal(await stop.isVisible(), false);

  await main.click();
  assert.equal(await main.innerText(), "暂停");
  assert.match((await marked(page))[0], /碳效码/);
  await page.evaluate(() => window.next());
  await page.evaluate(() => window.next());
  const before = await said(page);

  await main.click();
  assert.equal(await main.innerText(), "接着读");
  assert.deepEqual(await said(page), before, "nothing more is said");
  await main.click();
  assert.deepEqual(await said(page), [...before, before.at(-1)], "the sentence that was cut off is said again");

  await stop.click();
  assert.deepEqual(await marked(page), []);
  assert.equal(await main.innerText(), "朗读");
  assert.ok(await main.evaluate((button) => button === document.activeElement), "the focus is kept");
  await main.click();
  assert.deepEqual((await said(page)).at(-1), before[0], "from the start");
  await page.keyboard.press("Escape");
  assert.deepEqual(await marked(page), []);
});

/** The forms of every unit and what is to be heard, from the vocabulary. */
async function units() {
  const text = await readFile(join(REPOSITORY, "content/_terms/units.yaml"), "utf8");
  const found = [];
  for (const line of text.split("\n").filter((line) => line.startsWith("- {"))) {
    const one = (key) => line.match(new RegExp(`[ {]${key}: "?([^",}]+?)"?(?:,| })`))?.[1];
    const same = line.match(/same: \[([^\]]*)\]/)?.[1].split(",").map((form) => form.trim().replace(/"/g, "")) ?? [];
    const spoken = one("spoken") ?? one("symbol");
    for (const form of [one("symbol"), one("shown"), ...same].filter(Boolean)) found.push({ form, spoken });
  }
  return found;
}

test("every unit of the vocabulary is read in words", async () => {
  const all = await units();
  assert.ok(all.length > 150, `only ${all.length} forms`);
  const foreign = all.filter(({ form }) => /[A-Za-z/·%‰％℃㎡°²³]/.test(form));
  assert.ok(foreign.length > 60, `only ${foreign.length} forms that need it`);
  const root = await tinySiteInTheme();
  const head = "---\ntitle: 单位\ntopic: wind\nlength: long\n---\n\n";
  await put(root, { [notePath(0)]: head + foreign.map(({ form }) => `有12 ${form}。\n`).join("\n") });
  const { origin } = await publish(root);
  const page = await open();
  await speech(page);
  await page.goto(`${origin}/notes/note-00/`);
  // The first paragraph is the summary as well.
  const heard = (await hear(page)).slice(-foreign.length).map((text) => text.replace(/\s/g, ""));
  const expected = foreign.map(({ form, spoken }) => {
    if (/^(百|千)分之$/.test(spoken)) return `有${spoken}12。`;
    // Another Chinese word for the same unit is read as it is written.
    if (!/[A-Za-z℃㎡]/.test(form)) return `有12${form.replace("/", "每").replace("·年", "每年")}。`;
    return `有12${spoken}。`;
  });
  assert.deepEqual(heard, expected);
});

test("numbers, ranges, dates, signs and marks are read in words", async () => {
  const cases = {
    "占15%左右。": "占百分之15左右。",
    "占63%~68%。": "占百分之63到百分之68。",
    "占12—15%。": "占百分之12到百分之15。",
    "2021—2025年。": "2021到2025年。",
    "100万—150万户。": "100万到150万户。",
    "共1,273,000元。": "共1273000元。",
    "在2026-11-24发布。": "在2026年11月24日发布。",
    "200×12×0.5306=1273千克。": "200乘12乘0.5306等于1273千克。",
    "每度0.5306 kgCO₂/kWh。": "每度0.5306 千克二氧化碳每千瓦时。",
    "排出CO₂很多。": "排出二氧化碳很多。",
    "约3800亿千瓦时。": "约3800亿千瓦时。",
    "12 t/d，气温−5 ℃。": "12 吨每天，气温负5 摄氏度。",
    "用APP查，见GB/T 7714。": "用APP查，见GB/T 7714。",
  };
  const root = await tinySiteInTheme();
  const head = "---\ntitle: 数字\ntopic: wind\nlength: long\n---\n\n";
  await put(root, { [notePath(0)]: `${head}${Object.keys(cases).join("\n\n")}\n` });
  const { origin } = await publish(root);
  const page = await open();
  await speech(page);
  await page.goto(`${origin}/notes/note-00/`);
  const heard = (await hear(page)).slice(-Object.keys(cases).length);
  assert.deepEqual(heard, Object.values(cases));
});

test("there is no button where the browser is mute, speaks another language, or would send the text elsewhere", async () => {
  const { origin } = await publish(REPOSITORY);
  for (const voices of [[{ lang: "de-DE", localService: true }], [{ lang: "zh-CN", localService: false }]]) {
    const page = await open();
    await speech(page, voices);
    await page.goto(origin + CASE);
    assert.equal(await page.locator(".aloud").isVisible(), false, JSON.stringify(voices));
  }
  const without = await open({ script: false });
  await without.goto(origin + CASE);
  assert.equal(await without.locator(".aloud").isVisible(), false);
  const mute = await open();
  await mute.addInitScript(() => Object.defineProperty(window, "speechSynthesis", { value: undefined }));
  await mute.goto(origin + CASE);
  assert.equal(await mute.locator(".aloud").isVisible(), false);
});

test("an English page is read by an English voice", async () => {
  const { origin } = await publish(REPOSITORY);
  const page = await open();
  await speech(page, [{ lang: "zh-CN", localService: true }, { lang: "en-GB", localService: true }]);
  await page.goto(`${origin}/en${CASE}`);
  await page.getByRole("button", { name: "Read aloud" }).click();
  assert.match((await said(page))[0], /[A-Za-z]/);
});
