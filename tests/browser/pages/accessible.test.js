// axe-core finds nothing on any page kind: light and dark, phone and desktop. Colours are judged as they are painted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "../support/axe.js";
import { open } from "../support/browser.js";
import { kinds, publish } from "../support/output.js";
import { REPOSITORY, serve, tinySite } from "../support/site.js";

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
