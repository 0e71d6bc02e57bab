// The map: 34 equal tiles in reading order, each number true, and nothing lost for those who can't use them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, open, SCRIPT } from "../support/browser.js";
import { publish } from "../support/output.js";
import { REPOSITORY } from "../support/site.js";

const site = publish(REPOSITORY);

for (const { script, how } of SCRIPT) {
  test(`the tiles are walked in reading order, ${how}`, async () => {
    const { origin } = await site;
    const page = await open({ script });
    const found = complaints(page, origin);
    await page.goto(`${origin}/`);
    await page.locator(".hero a[href$='map/']").click();
    await page.waitForURL(`${origin}/map/`);

    const tiles = await page.locator(".tile > *").evaluateAll((all) =>
      all.map((tile) => {
        const { x, y, width, height } = tile.getBoundingClientRect();
        const link = tile.localName === "a";
        return { x, y, width, height, link, colour: getComputedStyle(tile).backgroundColor };
      }),
    );
    assert.equal(tiles.length, 34);
    const places = new Set(tiles.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`));
    assert.equal(places.size, 34, "each tile has a place of its own");
    for (const { width, height } of tiles) {
      assert.ok(Math.abs(width - tiles[0].width) < 1 && Math.abs(height - width) < 1, "all tiles are equal squares");
    }
    assert.equal(new Set(tiles.map(({ link, colour }) => `${link} ${colour}`)).size, 2, "one colour says whether, none how many");

    const links = tiles.filter(({ link }) => link);
    await page.locator(".tile a").first().focus();
    for (let n = 0; n < links.length; n += 1) {
      const { x, y } = await page.evaluate(() => {
        const box = document.activeElement.getBoundingClientRect();
        return { x: box.x, y: box.y + scrollY };
      });
      assert.deepEqual([x, y], [links[n].x, links[n].y], `tile ${n} is next`);
      if (n > 0) assert.ok(y > links[n - 1].y || (y === links[n - 1].y && x > links[n - 1].x), `tile ${n} follows`);
      await page.keyboard.press("Tab");
    }
    assert.match(await page.locator("main").innerText(), /示意，不代表地理位置和边界/);
    assert.deepEqual(found, []);
  });
}

test("every number on a tile is true, and the list beside says the same", async () => {
  const { origin } = await site;
  const page = await open({ script: false });
  await page.goto(`${origin}/map/`);
  const tiles = await page.locator(".tile a").evaluateAll((all) =>
    all.map((a) => ({ url: a.href, count: Number(a.querySelector("b").firstChild.textContent) })),
  );
  const listed = await page.locator(".places > div").evaluateAll((all) =>
    all.map((row) => ({ url: row.querySelector("dt a").href, count: row.querySelectorAll("dd a").length })),
  );
  for (const { url, count } of tiles) {
    assert.equal(listed.find((row) => row.url === url)?.count, count, url);
    await page.goto(url);
    assert.equal(await page.locator("main .rows > li").count(), count, url);
  }
});
