// The files of a build: which pages there are, one page of every kind, and a plain web server with a base path.
import { createServer } from "node:http";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { atEnd, build } from "./site.js";

/** The path below `/` under which the tests publish a site. */
export const BASE = "/tan/peak";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
};

/** All files of a folder, sorted, with `/`. */
export async function files(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await files(path)).map((name) => `${entry.name}/${name}`));
    else found.push(relative(folder, path).split(sep).join("/"));
  }
  return found.sort();
}

/** Addresses of all pages of a build, relative to its root, starting with `/`. */
export async function pages(out) {
  const html = (await files(out)).filter((path) => path.endsWith(".html"));
  return html.map((path) => `/${path.replace(/(^|\/)index\.html$/, "$1")}`);
}

/** What stands before the address of a page in another language, or for elderly readers. */
const EDITION = /^(\/(?:en|e)(?=\/))?(.*)$/;

/** Whether a page is in the site's own language and for all readers. */
export const isOriginal = (url) => url.match(EDITION)[1] === undefined;

/** Pages that differ by more than their data: one of every kind in every edition, and every document in the original. */
export async function telling(out) {
  const documents = [];
  for (const url of await pages(out)) {
    if (isOriginal(url) && /property="og:type" content="article"/.test(await readFile(fileOf(out, url), "utf8"))) documents.push(url);
  }
  return [...new Set([...documents, ...(await kinds(out)).map(({ url }) => url)])].sort();
}

/** The file of a page. */
export const fileOf = (out, url) => join(out, url.endsWith("/") ? `${url}index.html` : url);

/** One page of every kind: the home page, what stands alone, and of every collection the largest document, its listing and
 *  its largest narrowed listing. Largest, because it shows the most parts. */
export async function kinds(out) {
  const largest = new Map();
  for (const url of await pages(out)) {
    const file = fileOf(out, url);
    const html = await readFile(file, "utf8");
    if (/<meta http-equiv="refresh"/i.test(html)) continue;
    // A page in another language or for elderly readers is a kind of its own.
    const [, language = "", path] = url.match(EDITION);
    const section = language + path.split("/")[1];
    const form = /property="og:type" content="article"/.test(html) ? "document" : path.split("/").length > 3 ? "narrowed" : "page";
    const kind = `${section || "home"} ${form}`;
    const { size } = await stat(file);
    if (size > (largest.get(kind)?.size ?? 0)) largest.set(kind, { kind, url, size });
  }
  return [...largest.values()];
}

/** Builds a site for an address below `BASE` and serves its files there as they are; everything else on that host is missing.
 *  Gives the output folder and the address of the home page, without `/` at the end. */
export async function publish(site) {
  let out;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inside = path.startsWith(`${BASE}/`) && !path.includes("..");
    const file = inside ? fileOf(out, path.slice(BASE.length)) : "";
    const body = await readFile(file).catch(() => null);
    if (body) response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    else response.writeHead(404, { "Content-Type": TYPES[".html"] });
    // A page may still ask for something when its test is over and its files are gone.
    response.end(body ?? (await readFile(join(out, "404.html")).catch(() => "")));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${server.address().port}${BASE}`;
  out = await build(site, origin);
  return { out, origin };
}
