// Builds the default site, serves it compressed from this machine, and lets Lighthouse look at one page of each kind: the four
// scores with its own settings for phones, then the largest contentful paint and the layout shift with the processor slowed down
// 4 times and the network to 4 Mbit/s and 80 ms. Prints a Markdown table; what costs points goes to the error output.
//
//   npm ci && node measure.mjs [URL path...]
//
// PEAKPRESS names the program (default: target/release/peakpress), CHROMIUM the browser.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = process.env.PEAKPRESS ?? join(ROOT, "target/release/peakpress");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const PAGES = ["/", "/pilots/huzhou/", "/cases/huzhou/huzhou-carbon-efficiency-code/", "/practices/carbon-grade/", "/science/heat-pumps/", "/cases/", "/policies/carbon-peak-pilot-plan/", "/terms/", "/map/", "/e/science/heat-pumps/", "/en/pilots/huzhou/"];
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8" };
const SLOW = { cpuSlowdownMultiplier: 4, requestLatencyMs: 80, downloadThroughputKbps: 4096, uploadThroughputKbps: 4096 };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const out = await mkdtemp(join(tmpdir(), "pages-"));
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
  const file = join(out, path.endsWith("/") ? `${path}index.html` : path);
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  const head = { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "cache-control": "max-age=31536000" };
  if (extname(file) === ".png") return createReadStream(file).pipe(response.writeHead(200, head));
  createReadStream(file).pipe(createGzip({ level: 6 })).pipe(response.writeHead(200, { ...head, "content-encoding": "gzip" }));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
execFileSync(PROGRAM, ["build", "--root", ROOT, "--out", join(out), "--base-url", origin, "--quiet"], { stdio: "inherit" });

const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const wanted = process.argv.slice(2);
console.log(`| page | ${CATEGORIES.join(" | ")} | LCP s | CLS | requests | KB |\n|${" --- |".repeat(CATEGORIES.length + 5)}`);
for (const path of wanted.length ? wanted : PAGES) {
  const usual = { port: chrome.port, output: "json", formFactor: "mobile" };
  const { categories, audits } = (await lighthouse(origin + path, { ...usual, onlyCategories: CATEGORIES })).lhr;
  const slow = await lighthouse(origin + path, { ...usual, onlyCategories: ["performance"], throttlingMethod: "devtools", throttling: SLOW });
  const scores = CATEGORIES.map((name) => Math.round(categories[name].score * 100));
  const requests = slow.lhr.audits["network-requests"].details.items;
  const bytes = requests.reduce((sum, item) => sum + (item.transferSize ?? 0), 0);
  const lcp = (slow.lhr.audits["largest-contentful-paint"].numericValue / 1000).toFixed(2);
  const cls = slow.lhr.audits["cumulative-layout-shift"].numericValue.toFixed(3);
  console.log(`| ${path} | ${scores.join(" | ")} | ${lcp} | ${cls} | ${requests.length} | ${(bytes / 1000).toFixed(1)} |`);
  for (const audit of Object.values(audits)) {
    const counts = CATEGORIES.some((name) => categories[name].auditRefs.some((ref) => ref.id === audit.id && ref.weight > 0));
    if (counts && audit.score !== null && audit.score < 0.9) console.error(`  ${path}: ${audit.id} ${audit.score} ${audit.displayValue ?? ""}`);
  }
}
await chrome.kill();
server.close();
await rm(out, { recursive: true, force: true });
