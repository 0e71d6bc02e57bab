// Every page of the default site, and pages of the preview with a gap in them, are valid HTML: no error and no warning.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pages, publish } from "../support/output.js";
import { notePath, put, REPOSITORY, scratch, serve, tinySite } from "../support/site.js";

const PACKAGE = dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json"));
const JAR = join(PACKAGE, "build", "dist", "vnu.jar");

/** The checker takes data blocks for inline scripts and says that the policy blocks them. By HTML ("prepare the script element")
 *  an element of a type that is no script's is never executed, so the policy is not asked; `quiet.test.js` shows that it is not. */
const isDataBlock = (remark) =>
  remark.message.startsWith("Inline script violates Content Security Policy") && remark.extract.includes('<script type="application/ld+json">');

/** What the checker says of pages, one line each. It reads them from their server: a file has no origin for the pages' policy. */
async function remarks(addresses) {
  const said = await new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 << 20 };
    execFile("java", ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Dnu.validator.servlet.allowed-address-type=all", "-jar", JAR, "--stdout", "--format", "json", ...addresses], options, (error, stdout) => {
      // It ends with 1 when it has something to say.
      if (error && error.code !== 1) reject(error);
      else resolve(stdout);
    });
  });
  return JSON.parse(said).messages.filter((remark) => !isDataBlock(remark)).map((remark) => `${remark.url}:${remark.lastLine ?? 0}: ${remark.message}`);
}

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
