// Draws the square pictures that chat programs show beside a shared link: one for each collection, with its name, in
// themes/default/assets/share-<collection>.png. Run it after a collection is added or renamed: node tools/share_pictures.js
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { chromium } = createRequire(join(ROOT, "tests/browser/package.json"))("playwright-core");
const SIDE = 600;

// The sign of the site and its far hills, on the paper of the theme.
const page = (name, site) => `<!doctype html><meta charset="utf-8"><style>
body{margin:0;width:${SIDE}px;height:${SIDE}px;background:#f3f7f4;position:relative;overflow:hidden;text-align:center}
svg{position:absolute;left:0;top:0}
h1{position:absolute;left:0;right:0;top:350px;margin:0;font:700 ${name.length > 5 ? 76 : 96}px/1.2 "Source Han Serif SC","Noto Serif CJK SC",serif;color:#11392f}
p{position:absolute;left:0;right:0;top:482px;margin:0;font:400 30px/1.4 "Source Han Sans SC","Noto Sans CJK SC",sans-serif;color:#44524b}
</style><svg width="${SIDE}" height="${SIDE}" viewBox="0 0 ${SIDE} ${SIDE}">
<path d="M0 540C90 520 170 552 260 548S450 560 600 524V600H0z" fill="#cfe0d7"/>
<path d="M330 296c36 0 40-92 70-92s36 92 70 92z" fill="#a7c9bb"/>
<path d="M170 296c70 0 72-196 126-196s58 196 126 196z" fill="#1c6150"/>
</svg><h1>${name}</h1><p>${site}</p>`;

const label = (yaml) => yaml.match(/^label:\s*(?:\{\s*zh:\s*)?([^,}\n]+)/m)?.[1].trim();
const site = (await readFile(join(ROOT, "site.yaml"), "utf8")).match(/^title:\s*(.+)$/m)[1];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const tab = await browser.newPage({ viewport: { width: SIDE, height: SIDE } });
for (const folder of (await readdir(join(ROOT, "content"))).sort()) {
  if (folder.startsWith("_")) continue;
  const name = label(await readFile(join(ROOT, "content", folder, "_collection.yaml"), "utf8"));
  await tab.setContent(page(name, site));
  await writeFile(join(ROOT, "themes/default/assets", `share-${folder}.png`), await tab.screenshot());
}
await browser.close();
