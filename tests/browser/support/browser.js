// A real Chromium, and what a visit may never do: speak on the console, ask another host, meet a missing file.
import { chromium } from "playwright-core";
import { atEnd } from "./site.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Every scenario is walked with script and without. */
export const SCRIPT = [
  { script: true, how: "with script" },
  { script: false, how: "without script" },
];

let running;

/** A new page in a browser of its own memory. */
export async function open({ script = true, scheme = "light", width = 1280, height = 900 } = {}) {
  running ??= launch();
  const context = await (await running).newContext({
    javaScriptEnabled: script,
    colorScheme: scheme,
    viewport: { width, height },
    locale: "zh-CN",
  });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

async function launch() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  atEnd(() => browser.close());
  return browser;
}

/** Notes everything a page does that it should not. The list grows while the page is used. */
export function complaints(page, address) {
  const { origin } = new URL(address);
  const found = [];
  const say = (what) => found.push(`${page.url()}: ${what}`);
  page.on("console", (message) => say(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => say(`script error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && new URL(request.url()).origin !== origin) say(`asks ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) say(`${response.status()} for ${response.url()}`);
  });
  return found;
}

/** Does `work` for every item, a few at a time, each worker with a page of its own. */
export async function each(items, options, work) {
  const rest = [...items];
  const worker = async () => {
    const page = await open(options);
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(page, item);
    await page.context().close();
  };
  await Promise.all([worker(), worker()]);
}
