// Every page of the default site, and pages of the preview with a gap in them, are valid HTML: no error and no warning.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pages } from "../support/output.js";
import { build, notePath, put, REPOSITORY, scratch, serve, tinySite } from "../support/site.js";

const PACKAGE = dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json"));
const JAR = join(PACKAGE, "build", "dist", "vnu.jar");

/** What the checker says of all pages in a folder, one line each. */
async function remarks(folder) {
  const said = await new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 << 20 };
    execFile("java", ["-jar", JAR, "--skip-non-html", "--stdout", "--format", "json", folder], options, (error, stdout) => {
      // It ends with 1 when it has something to say.
      if (error && error.code !== 1) reject(error);
      else resolve(stdout);
    });
  });
  return JSON.parse(said).messages.map((remark) => `${remark.url}:${remark.lastLine ?? 0}: ${remark.message}`);
}

for (const base of ["", "https://example.org/tan/peak"]) {
  test(`every page is valid, base address "${base}"`, async () => {
    const out = await build(REPOSITORY, base);
    assert.ok((await pages(out)).length > 100);
    assert.deepEqual(await remarks(out), []);
  });
}

test("a page with a gap and the list of problems are valid", async () => {
  const root = await tinySite(1);
  const note = join(root, notePath(0));
  await writeFile(note, (await readFile(note, "utf8")).replace(/^topic: .*\n/m, ""));
  const origin = await serve(root);
  const folder = await scratch();
  for (const [name, path] of [["page", "/notes/note-00/"], ["problems", "/__peakpress/problems?page=/notes/note-00/"]]) {
    const answer = await fetch(origin + path);
    assert.equal(answer.status, 200, path);
    await put(folder, { [`${name}.html`]: await answer.text() });
  }
  assert.deepEqual(await remarks(folder), []);
});

test("the checker does find errors", async () => {
  const folder = await scratch();
  await put(folder, { "bad.html": "<!doctype html><html lang=zh><title>坏</title><p><li>项</p><img src=a.png>" });
  assert.ok((await remarks(folder)).length >= 2);
});
