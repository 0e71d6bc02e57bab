// The search engine of the theme as node loads it, over the files of a build.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { REPOSITORY } from "./site.js";

const load = (name) => createRequire(import.meta.url)(join(REPOSITORY, "themes", "default", "assets", name));

/** What the script of the search page exports where there is no page. */
export const script = load("search.js");

/** Traditional → simplified, all pairs that the program knows. */
export const table = {};
const pairs = readFileSync(join(REPOSITORY, "src", "search", "tables", "simplified.txt"), "utf8").trimEnd();
for (let at = 0; at + 1 < pairs.length; at += 2) table[pairs[at]] = pairs[at + 1];

/** An engine over a folder of files, or over anything that gives a text for a path. Notes what it fetches in `fetched`. */
export function engine(source) {
  const read = typeof source === "function" ? source : (path) => readFileSync(join(source, path), "utf8");
  const fetched = [];
  const made = script.Engine((path, fresh, done) => {
    fetched.push(path);
    let text;
    if (path === "repair") {
      done(null, load("search-repair.js"));
      return;
    }
    try {
      text = read(path, fresh);
    } catch (error) {
      done(new Error(error.message === "network" ? "network" : "missing"));
      return;
    }
    done(null, text);
  });
  const ask = (work) => new Promise((resolve, reject) => made.go(work, (error, result) => (error ? reject(error) : resolve(result))));
  return {
    fetched,
    search: (query, exact) => ask(() => made.search(query, exact)),
    suggest: (query) => ask(() => made.suggest(query)),
    near: (query) => ask(() => made.near(query)),
    narrow: (list, chosen) => ask(() => made.narrow(list, chosen)),
    byDate: (list) => ask(() => made.byDate(list)),
    documents: (list) => ask(() => made.all(list, (hit) => made.document(hit.n))),
  };
}

/** A stream of numbers below 1 that is the same every time. */
export function seeded(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}
