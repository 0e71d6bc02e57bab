// Every Atom feed of the default site is valid by the grammar of RFC 4287, every XML sitemap by that of sitemaps.org.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { files } from "../support/output.js";
import { build, put, REPOSITORY, scratch } from "../support/site.js";

const SCHEMAS = join(REPOSITORY, "tests", "schemas");

/** What xmllint says of files that are not valid, one line each; it never asks the network. */
function remarks(grammar, paths) {
  const kind = grammar.endsWith(".rng") ? "--relaxng" : "--schema";
  return new Promise((resolve, reject) => {
    execFile("xmllint", ["--nonet", "--noout", kind, join(SCHEMAS, grammar), ...paths], { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      // It ends with 3 or 4 when a file is not valid, with another number when it could not judge.
      if (error && ![3, 4].includes(error.code)) reject(error);
      else resolve(stderr.split("\n").filter((line) => line && !line.endsWith(" validates")));
    });
  });
}

test("feeds and sitemaps are valid", async () => {
  const out = await build(REPOSITORY, "https://example.org/tan/peak");
  const all = await files(out);
  const feeds = all.filter((path) => path.endsWith("feed.xml"));
  const maps = all.filter((path) => /^sitemap(-\d+)?\.xml$/.test(path));
  assert.ok(feeds.length > 10 && maps.length > 0, `${feeds.length} feeds, ${maps.length} sitemaps`);
  assert.deepEqual(await remarks("atom.rng", feeds.map((path) => join(out, path))), []);
  assert.deepEqual(await remarks("sitemap.xsd", maps.map((path) => join(out, path))), []);
});

test("the grammars do find errors", async () => {
  const folder = await scratch();
  await put(folder, {
    "feed.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><title>缺更新时间</title><id>x</id></feed>',
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/relative/</loc></url></urlset>',
  });
  assert.ok((await remarks("atom.rng", [join(folder, "feed.xml")])).length > 0);
  assert.ok((await remarks("sitemap.xsd", [join(folder, "sitemap.xml")])).length > 0);
});
