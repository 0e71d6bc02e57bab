// Every internal link and anchor leads somewhere and every page can be reached from the home page, with and without a base address.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { open } from "../support/browser.js";
import { fileOf, files, pages } from "../support/output.js";
import { build, REPOSITORY } from "../support/site.js";

const ADDRESSES = ["", "https://example.org", "https://example.org/tan/peak"];

/** Ids and addresses in a page, as a browser's parser finds them. */
const parse = (page, html) =>
  page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const values = (name) => [...parsed.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name));
    const refresh = parsed.querySelector('meta[http-equiv="refresh" i]')?.content.match(/url=(.*)/i)?.[1];
    const shared = [...parsed.querySelectorAll('meta[property="og:url"], meta[property="og:image"]')].map((meta) => meta.content);
    const sets = values("srcset").flatMap((set) => set.split(",").map((part) => part.trim().split(" ")[0]));
    return {
      ids: values("id"),
      links: [...values("href"), ...values("src"), ...values("poster"), ...sets, ...shared, ...(refresh ? [refresh] : [])],
    };
  }, html);

for (const base of ADDRESSES) {
  test(`no link of the default site is dead, base address "${base}"`, async () => {
    const out = await build(REPOSITORY, base);
    const all = new Set(await files(out));
    const page = await open();
    const parsed = new Map();
    for (const url of await pages(out)) parsed.set(url, await parse(page, await readFile(fileOf(out, url), "utf8")));
    // What a site without an address cannot know stands for any: its pages are relative.
    const root = base || "https://site.invalid";
    const dead = [];
    const reached = new Map();
    let followed = 0;
    const follow = (from, link) => {
      const target = new URL(link, root + from);
      if (!`${target.origin}${target.pathname}`.startsWith(`${root}/`)) {
        if (target.origin === new URL(root).origin) dead.push(`${from} → ${link} leaves the site's path`);
        return;
      }
      followed += 1;
      const path = decodeURIComponent(target.pathname.slice(new URL(root).pathname.replace(/\/$/, "").length));
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (!all.has(file.slice(1))) dead.push(`${from} → ${link}: no such file`);
      else if (anchor && !parsed.get(path)?.ids.includes(anchor)) dead.push(`${from} → ${link}: no such place`);
      reached.get(from)?.add(path);
    };
    for (const [url, { ids, links }] of parsed) {
      reached.set(url, new Set());
      // The error page may be shown at any depth, so it names whole paths; it is judged as standing at the root.
      for (const link of links) follow(url, link);
      for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) dead.push(`${url}: id ${id} twice`);
    }
    for (const file of all) {
      const text = /\.(xml|json)$/.test(file) ? await readFile(join(out, file), "utf8") : "";
      const found = file.endsWith(".xml")
        ? [...text.matchAll(/<loc>([^<]*)<|<(?:link|atom:link)[^>]* href="([^"]*)"/g)].map((match) => match[1] ?? match[2])
        : [...text.matchAll(/"(?:url|home_page_url|feed_url)": ?"([^"]*)"/g)].map((match) => match[1]);
      // The search index names pages from the site's root; its script puts the way there before them (`src/search/format.md`).
      const before = file.startsWith("search/") ? root : "";
      for (const link of found) follow(`/${file}`, before + link.replaceAll("&amp;", "&"));
    }
    assert.deepEqual(dead, []);
    assert.ok(followed > 1000, `only ${followed} links followed`);

    const rest = ["/"];
    const seen = new Set(rest);
    for (let url = rest.shift(); url; url = rest.shift()) {
      for (const next of reached.get(url) ?? []) if (!seen.has(next) && seen.add(next)) rest.push(next);
    }
    const redirects = new Set();
    for (const url of parsed.keys()) {
      if (/http-equiv="refresh"/i.test(await readFile(fileOf(out, url), "utf8"))) redirects.add(url);
    }
    const lost = [...parsed.keys()].filter((url) => !seen.has(url) && url !== "/404.html" && !redirects.has(url));
    assert.deepEqual(lost, [], "pages that no reader can come to");
  });
}
