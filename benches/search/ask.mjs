// Asks the theme's search engine as a browser would: each query with a cold cache, over the files of a built site.
//
//   node ask.mjs SITE < queries.json     [["query", …]] → [{ urls, titles, total, changes, requests, bytes, ms }]
//
// Bytes are those of gzip -6. Time is the engine's own, without network.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ASSETS = fileURLToPath(new URL("../../themes/default/assets", import.meta.url));
const load = createRequire(import.meta.url);
const { Engine } = load(join(ASSETS, "search.js"));
const repair = load(join(ASSETS, "search-repair.js"));

const folder = join(process.argv[2], "search/zh");
const weights = new Map();
const weight = (path, text) => {
  if (!weights.has(path)) weights.set(path, gzipSync(text, { level: 6 }).length);
  return weights.get(path);
};

async function ask(query) {
  let requests = 0;
  let bytes = 0;
  const engine = new Engine((path, fresh, done) => {
    requests += 1;
    if (path === "repair") {
      bytes += weight(path, readFileSync(join(ASSETS, "search-repair.js")));
      setImmediate(done, null, repair);
      return;
    }
    let text;
    try {
      text = readFileSync(join(folder, path), "utf8");
    } catch {
      setImmediate(done, new Error("missing"));
      return;
    }
    bytes += weight(path, text);
    setImmediate(done, null, text);
  });
  const go = (work) => new Promise((resolve, reject) => engine.go(work, (error, value) => (error ? reject(error) : resolve(value))));
  const start = performance.now();
  const found = await go(() => engine.search(query));
  const shown = await go(() => engine.all(found.list.slice(0, 10), (hit) => engine.document(hit.n)));
  const ms = performance.now() - start;
  return { urls: shown.map((doc) => doc.url), titles: shown.map((doc) => doc.title), total: found.list.length, changes: found.changes.length, requests, bytes, ms };
}

const queries = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const query of queries) answers.push(await ask(query));
process.stdout.write(JSON.stringify(answers));
