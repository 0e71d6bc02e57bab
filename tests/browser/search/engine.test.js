// The engine of the search page alone: the vectors that drive the program's engine too, and what it does when files fail or are strange.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { engine, script, table } from "../support/search.js";
import { REPOSITORY } from "../support/site.js";

const vectors = JSON.parse(await readFile(join(REPOSITORY, "tests", "search", "vectors.json"), "utf8"));
const normal = (text) => script.fold(script.lower(text), table);

/** Compares all pairs of a list at once. */
function check(pairs, work) {
  assert.ok(pairs.length > 5);
  assert.deepEqual(pairs.map(([given]) => [given, work(given)]), pairs.map(([given, expected]) => [given, expected]));
}

test("texts are normalised and squeezed as the program does it", () => {
  check(vectors.normalise, normal);
  check(vectors.squeeze, (text) => script.squeeze(text, table));
});

test("numbers are read", () => {
  for (const [value, text] of vectors.numbers) assert.deepEqual(script.numbers(text), [value]);
  assert.deepEqual(script.numbers("0B0v"), [0, 32, 31]);
  assert.deepEqual(script.numbers("1 2"), [1]);
});

test("queries are taken apart into units and bonus words", () => {
  for (const [query, units, bonus, parts] of vectors.units) {
    const asked = script.asked(normal(script.cut(query)));
    assert.deepEqual([query, asked.units.map((unit) => unit.words), asked.bonus, asked.parts], [query, units, bonus, parts]);
  }
});

test("documents are ranked", () => {
  for (const { units, bonus, ranked } of vectors.score) {
    const word = ({ idf, cut, list, whole }) => ({ idf, cut, whole, docs: list?.map(([n]) => n), impacts: list?.map(([, impact]) => impact) });
    assert.deepEqual(script.rank(units.map(word), bonus.map(word), 1000).list.map(({ n, score }) => [n, score]), ranked);
  }
});

test("long queries are cut, a character of two code units goes away whole", () => {
  assert.equal(script.cut("碳".repeat(200)).length, 100);
  assert.equal(script.cut(`a${"𠮷".repeat(100)}`).length, 99);
});

test("where the browser can't normalise, full-width letters are understood at least", () => {
  const { normalize } = String.prototype;
  delete String.prototype.normalize;
  try {
    assert.equal(script.lower("ＣＯ2　排放"), "co2 排放");
  } finally {
    Object.defineProperty(String.prototype, "normalize", { value: normalize, configurable: true, writable: true });
  }
});

/** An index of two documents, 0 and 1, both about 碳达. `name` stands for the release. */
function index(name = "aaaaaa") {
  const contents = { first: "0", names: name, groups: false };
  const empty = { first: "", names: "", groups: false };
  const root = { format: 1, version: name, language: "zh", size: 2, count: 2, ranges: [["notes", "笔记", 0, 2]], bundle: 1, block: 64 };
  const file = (n) => JSON.stringify({ check: name, docs: [{ n, url: `/${n}/`, title: `第${n}篇`, collection: "笔记", text: "碳达峰" }] });
  return {
    "root.json": JSON.stringify({ ...root, checks: name, words: contents, lexicon: empty, facets: [], dates: "", fold: "", sound: "" }),
    [`w-${name}.txt`]: "0碳达\tg99\n0达峰\tg99\n",
    "f/0/0.json": file(0),
    "f/0/1.json": file(1),
  };
}

const from = (files) => (path) => {
  if (typeof files[path] !== "string") throw files[path] ?? new Error("missing");
  return files[path];
};

test("a small index is searched", async () => {
  const one = engine(from(index()));
  const { list } = await one.search("碳达峰");
  assert.deepEqual(list.map(({ n }) => n), [1, 0], "of equals the higher number");
  assert.deepEqual((await one.documents(list)).map(({ url }) => url), ["/1/", "/0/"]);
  const before = one.fetched.length;
  await one.search("碳达峰");
  assert.equal(one.fetched.length, before, "nothing is fetched twice");
});

test("in a large site the table of contents has two levels", async () => {
  const root = JSON.parse(index()["root.json"]);
  root.words = { first: "0\n0达峰", names: "gggggghhhhhh", groups: true };
  const group = (first, names) => JSON.stringify({ first, names });
  const one = engine(from({
    ...index(),
    "root.json": JSON.stringify(root),
    "g-gggggg.json": group("0\n0碳达", "zzzzzzxxxxxx"),
    "g-hhhhhh.json": group("0达峰", "yyyyyy"),
    "w-xxxxxx.txt": "0碳达\tg99\n",
    "w-yyyyyy.txt": "0达峰\tg99\n",
    "w-zzzzzz.txt": "00\tg9\n",
  }));
  assert.equal((await one.search("碳达峰")).list.length, 2);
  assert.deepEqual(one.fetched.filter((path) => /^[gw]/.test(path)).sort(), ["g-gggggg.json", "g-hhhhhh.json", "w-xxxxxx.txt", "w-yyyyyy.txt"]);
});

test("after a release the table of contents is fetched once more, past the cache", async () => {
  const fresh = [];
  let files = { ...index("bbbbbb"), "root.json": index()["root.json"] };
  const one = engine((path, past) => {
    if (past) {
      fresh.push(path);
      files = index("bbbbbb");
    }
    return from(files)(path);
  });
  assert.equal((await one.search("碳达峰")).list.length, 2);
  assert.deepEqual(fresh, ["root.json"]);

  // The page was open during the release: words it has, but the texts are of the new one.
  files = index();
  const open = engine((path) => from(files)(path));
  await open.search("碳达");
  files = { ...index("cccccc"), "w-cccccc.txt": "0碳达\tgh\n0达峰\tgh\n" };
  assert.deepEqual((await open.search("碳达峰")).list.map(({ n }) => n), [1]);
});

test("what fails, fails: once more, then never with a part of the results", async () => {
  const lost = (files) => assert.rejects(engine(from(files)).search("碳达峰"));
  const shard = "w-aaaaaa.txt";
  await lost({});
  await lost({ "root.json": "<!doctype html>" });
  await lost({ ...index(), "root.json": "null" });
  await lost({ ...index(), "root.json": JSON.stringify({ format: 2 }) });
  await lost({ ...index(), [shard]: "<!doctype html>\n<title>登录</title>" });
  await lost({ ...index(), [shard]: "" });
  await lost({ ...index(), [shard]: "5碳达\tg99\n" });
  await lost({ ...index(), [shard]: "0碳达\t\n" });
  await lost({ ...index(), "f/0/1.json": "{" });
  await lost({ ...index(), "f/0/1.json": index("other1")["f/0/1.json"] });
  await lost({ ...index(), "f/0/0.json": undefined });
  const tries = [];
  await assert.rejects(engine((path, past) => {
    tries.push(past);
    throw new Error("network");
  }).search("碳达峰"), { message: "network" });
  assert.deepEqual(tries, [false], "without a network there is no second try");
});

test("names of objects are words like others", async () => {
  const one = engine(from(index()));
  for (const query of ["constructor", "__proto__", "toString", "hasOwnProperty valueOf"]) {
    assert.deepEqual(await one.search(query).then(({ list }) => list), [], query);
  }
  // What is unknown does not hide what is known, if that is more than one word.
  assert.deepEqual(await one.search("碳达峰 __proto__").then(({ list, poor }) => [list.map((hit) => hit.n), poor]), [[1, 0], true]);
});
