// Every document and every kind of page of the default site, published below a path: nothing on the console, no breach of the content policy, no other
// host asked, nothing missing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, each, SCRIPT } from "../support/browser.js";
import { publish, telling } from "../support/output.js";
import { REPOSITORY } from "../support/site.js";

for (const { script, how } of SCRIPT) {
  test(`every page is quiet, ${how}`, async () => {
    const { out, origin } = await publish(REPOSITORY);
    const urls = await telling(out);
    assert.ok(urls.length > 100, `only ${urls.length} pages`);
    const found = [];
    const watched = new WeakMap();
    await each(urls, { script }, async (page, url) => {
      if (!watched.has(page)) watched.set(page, complaints(page, origin));
      await page.goto(origin + url, { waitUntil: "load" });
      const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
      if (!policy.includes("default-src 'none'")) found.push(`${url}: no content policy`);
      found.push(...watched.get(page).splice(0));
    });
    assert.deepEqual(found, []);
  });
}
