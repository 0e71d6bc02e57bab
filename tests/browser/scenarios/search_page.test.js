// The shell of the search page: without script it is a way to every index and promises no search; with script the box is there, and
// in every state of the examples its parts hang together as the combobox pattern asks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "../support/axe.js";
import { complaints, open } from "../support/browser.js";
import { examples } from "../support/examples.js";
import { publish } from "../support/output.js";
import { tinySiteInTheme } from "../support/site.js";
import { remarks } from "../support/vnu.js";

test("without script it leads to every index and shows no box", async () => {
  const { origin } = await publish(await tinySiteInTheme(3));
  const page = await open({ script: false, width: 360 });
  await page.goto(`${origin}/search/`);
  assert.equal(await page.locator("#q").isVisible(), false);
  assert.equal(await page.locator("noscript p").isVisible(), true);
  const links = await page.locator("main a").evaluateAll((all) => all.map((a) => `${a.innerText} ${new URL(a.href).pathname}`));
  for (const [text, path] of [["笔记 3", "/notes/"], ["站点地图", "/sitemap/"], ["风 1", "/notes/topic/wind/"]]) {
    assert.ok(links.some((link) => link.startsWith(text.split(" ")[0]) && link.endsWith(path)), `${text}: ${links.join(" | ")}`);
  }
});

test("with script the box is there, quiet, valid and accessible", async () => {
  const { origin } = await publish(await tinySiteInTheme(3));
  const page = await open();
  const found = complaints(page, origin);
  await page.goto(`${origin}/search/`);
  await page.getByRole("combobox").fill("供暖");
  assert.equal(await page.locator("noscript p").isVisible(), false);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(await remarks([`${origin}/search/`]), []);
  assert.deepEqual(found, []);
});

test("box, list and chosen option name each other; only what belongs to the state is shown", async () => {
  const { out, origin } = await publish(await tinySiteInTheme(3));
  const urls = (await examples(out)).filter((url) => url.startsWith("/examples/search-"));
  assert.ok(urls.length > 6, `only ${urls.length} states`);
  const page = await open();
  const wrong = [];
  for (const url of urls) {
    await page.goto(origin + url);
    const said = await page.evaluate(() => {
      const found = [];
      const box = document.querySelector("[role=combobox]");
      const list = document.getElementById(box.getAttribute("aria-controls"));
      const options = [...list.querySelectorAll("[role=option]")];
      if (list.getAttribute("role") !== "listbox") found.push("the box controls no listbox");
      if ((box.getAttribute("aria-expanded") === "true") === list.hidden) found.push("expanded is not what is seen");
      const active = box.getAttribute("aria-activedescendant");
      const chosen = options.filter((option) => option.getAttribute("aria-selected") === "true").map((option) => option.id);
      if ((active ?? "") !== chosen.join()) found.push(`${active} is active, ${chosen} chosen`);
      const state = document.getElementById("search").getAttribute("data-state");
      const parts = { loading: "search-loading", error: "search-error", offline: "search-offline", empty: "search-empty", results: "search-found" };
      for (const [of, id] of Object.entries(parts)) {
        if (document.getElementById(id).hidden !== (of !== state)) found.push(`${id} in state ${state}`);
      }
      return found;
    });
    for (const what of said) wrong.push(`${url}: ${what}`);
  }
  assert.deepEqual(wrong, []);

  // The script moves through the list; what is chosen is to be seen.
  await page.goto(`${origin}/examples/search-suggestions.html`);
  await page.evaluate(() => {
    document.getElementById("q").setAttribute("aria-activedescendant", "suggest-1");
    document.getElementById("suggest-1").setAttribute("aria-selected", "true");
  });
  assert.deepEqual(await violations(page), []);
  const colours = await page.locator("#suggest li").evaluateAll((all) => all.map((li) => getComputedStyle(li).backgroundColor));
  assert.notEqual(colours[1], colours[0]);
});
