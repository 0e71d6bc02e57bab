// axe-core finds nothing on any page kind: light and dark, phone and desktop. Colours are judged as they are painted.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { open } from "../support/browser.js";
import { kinds, publish } from "../support/output.js";
import { REPOSITORY, serve, tinySite } from "../support/site.js";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds on the open page. Evaluated by the test, not by the page, so that the page's policy stays in force. */
async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
}

for (const scheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`every page kind is accessible, ${scheme}, ${width} px`, async () => {
      const { out, origin } = await publish(REPOSITORY);
      const page = await open({ scheme, width });
      const found = [];
      for (const { kind, url } of await kinds(out)) {
        await page.goto(origin + url);
        for (const violation of await violations(page)) found.push(`${kind} ${url}: ${violation}`);
      }
      assert.deepEqual(found, []);
    });
  }
}

test("axe-core does find violations", async () => {
  const origin = await serve(await tinySite(1));
  const page = await open();
  await page.goto(`${origin}/`);
  assert.deepEqual(await violations(page), []);
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "/favicon.ico";
    document.querySelector("main").append(image);
  });
  assert.ok((await violations(page)).some((violation) => violation.startsWith("image-alt")));
});
