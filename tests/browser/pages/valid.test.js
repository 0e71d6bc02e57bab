// Every page of the default site, and pages of the preview with a gap in them, are valid HTML: no error and no warning.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pages, publish } from "../support/output.js";
import { notePath, put, REPOSITORY, scratch, serve, tinySite } from "../support/site.js";
import { remarks } from "../support/vnu.js";

test("every page is valid", async () => {
  const { out, origin } = await publish(REPOSITORY);
  const urls = await pages(out);
  assert.ok(urls.length > 100, `only ${urls.length} pages`);
  assert.deepEqual(await remarks(urls.map((url) => origin + url)), []);
});

test("a page with a gap and the list of problems are valid", async () => {
  const root = await tinySite(1);
  const note = join(root, notePath(0));
  await writeFile(note, (await readFile(note, "utf8")).replace(/^topic: .*\n/m, ""));
  const origin = await serve(root);
  assert.deepEqual(await remarks([`${origin}/notes/note-00/`, `${origin}/__peakpress/problems?page=/notes/note-00/`]), []);
});

test("the checker does find errors", async () => {
  const folder = await scratch();
  await put(folder, { "bad.html": "<!doctype html><html lang=zh><title>坏</title><p><li>项</p><img src=a.png>" });
  assert.ok((await remarks([join(folder, "bad.html")])).length >= 2);
});
