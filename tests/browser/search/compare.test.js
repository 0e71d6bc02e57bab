// Two engines, one answer: over the default site the script gives the same results, scores and changes as `peakpress search`, for some
// hundred queries of every kind.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { files } from "../support/output.js";
import { engine, script, seeded, table } from "../support/search.js";
import { build, PROGRAM, REPOSITORY } from "../support/site.js";

const out = process.env.PEAKPRESS_SEARCHED ?? (await build(REPOSITORY));

/** Written by people who looked for something. */
const WRITTEN = [
  "碳达峰", "碳达峰是什么？", "什么是碳普惠", "屋顶光伏一年能发多少电", "湖州的碳效码", "虚拟电厂 储能", "零碳园区怎么建", "300兆瓦", "300MW", "20%", "CO2", "PM2.5",
  "emissions", "carbon peak", "virtual power plant", "VPP", "CCUS", "双碳", "电动自行车换电", "氢", "煤", "光伏 和 风电", "核能供暖 海阳", "为什么要有缺口", "没有这样的东西吗",
  "碳達峰", "電力 排放因子", "氫能", "綠電交易", "tandafeng", "tansuan", "tdf", "huzhou", "tan pu hui", "chongqing", "xiamen", "lv dian", "lvdian jiaoyi", "guangfu",
  "碳达锋", "弹达峰", "碳普会", "湖洲", "碳效马", "风光处能", "零炭园区", "emision", "carbn peak", "virtul power", "<script>alert(1)</script>", "\"碳达峰\"", "《方案》", "%", "％", "a", "1",
  "３００兆瓦", "3,800家", "1.5度", "2030年", "2030", "的", "的了吗", "是什么", "", "   ", "constructor", "__proto__", "toString", "a.b*c[d]", "$&", "碳$&达", "\\u0000", "𠮷野家", "é", "İstanbul",
  "碳".repeat(200), "a".repeat(200), "碳达峰试点建设方案提出的目标任务和主要举措有哪些值得学习的地方请问能不能列出来", "a1b2c3d4e5f6g7h8i9j0 ".repeat(6),
];

/** Those for which the program's own tests know the answer. */
const GOLDEN = (await readFile(join(REPOSITORY, "tests", "search", "golden.tsv"), "utf8"))
  .split("\n").filter((line) => /^(zh|en)\t/.test(line)).map((line) => line.split("\t"));

/** All queries: the written ones, then what is taken from the index itself. */
async function queries(language) {
  const folder = join(out, "search", language);
  const random = seeded(20261124);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const golden = GOLDEN.filter(([of]) => of === language).map(([, query]) => query);
  const fragments = (await files(folder)).filter((path) => path.startsWith("f/"));
  const documents = [];
  for (const path of fragments) documents.push(...JSON.parse(await readFile(join(folder, path), "utf8")).docs);
  const piece = (text) => {
    const line = pick(text.split("\n").filter((part) => part.length > 1)) ?? text;
    const from = Math.floor(random() * Math.max(1, line.length - 2));
    return line.slice(from, from + 2 + Math.floor(random() * 14));
  };
  const taken = [];
  const readings = new Map();
  const sounds = (await files(folder)).find((path) => path.startsWith("s-"));
  for (const line of (await readFile(join(folder, sounds), "utf8")).split("\n")) {
    const [syllable, all = ""] = line.split(/[\t ]/);
    for (const c of all) if (!readings.has(c)) readings.set(c, syllable);
  }
  for (let n = 0; n < 45; n += 1) {
    const { title, text = title } = pick(documents);
    const other = pick(documents);
    const at = Math.floor(random() * title.length);
    taken.push(title, piece(text), `${piece(text)} ${piece(other.text ?? other.title)}`);
    taken.push(title.slice(0, at) + pick([...other.title]) + title.slice(at + 1));
    taken.push([...title.slice(at, at + 4)].map((c) => readings.get(c) ?? c).join(""));
    taken.push(`${title.slice(at, at + 3)}${piece(text)}怎么做`);
  }
  return [...new Set([...golden, ...WRITTEN, ...taken])];
}

const run = promisify(execFile);

for (const language of ["zh", "en"]) test(`both engines give the same: ${language}`, async () => {
  const all = await queries(language);
  assert.ok(all.length > 300, `only ${all.length} queries`);
  const one = engine(join(out, "search", language));
  const wrong = [];
  const rest = all.entries();
  const worker = async () => {
    for (const [, query] of rest) {
      // A command ends with 1 when nothing was found.
      const { stdout } = await run(PROGRAM, ["search", "--json", "--lang", language, "--out", out, "--", query], { maxBuffer: 64 << 20 }).catch((error) => error);
      const theirs = JSON.parse(stdout);
      const mine = await one.search(query);
      const told = (hits) => hits.map(({ n, score }) => [n, score]);
      // The script has only those pairs of characters that could find something; the results have to be the same all the same.
      const folds = ({ kind }) => kind === "fold";
      if (theirs.changes.some(folds) && !mine.changes.some(folds)) {
        theirs.changes = theirs.changes.filter((change) => !folds(change));
        mine.searched = script.fold(mine.searched, table);
      }
      const same = [
        ["searched", mine.searched, theirs.searched],
        ["changes", mine.changes, theirs.changes],
        ["best", mine.best, theirs.best],
        ["poor", mine.poor, theirs.poor],
        ["results", told(mine.list), told(theirs.results)],
      ];
      for (const [what, here, there] of same) {
        if (JSON.stringify(here) === JSON.stringify(there)) continue;
        wrong.push(`${query}: ${what}: script ${JSON.stringify(here).slice(0, 300)}, program ${JSON.stringify(there).slice(0, 300)}`);
        break;
      }
    }
  };
  await Promise.all([worker(), worker()]);
  assert.deepEqual(wrong, []);
});
