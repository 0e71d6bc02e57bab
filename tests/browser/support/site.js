// Sites for the tests and the program that prints them: the repository's own site, or a tiny one where the content does not matter.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The repository. */
export const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

const TARGET = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, "target");
/** The program. */
export const PROGRAM = process.env.PEAKPRESS ?? join(TARGET, "debug", "peakpress");

const endings = [];

after(async () => {
  for (const end of endings.reverse()) await end();
});

/** Runs `end` when the tests of this file are over, the newest first. */
export function atEnd(end) {
  endings.push(end);
}

/** A folder that is gone when the tests of this file are over. */
export async function scratch() {
  const folder = await mkdtemp(join(tmpdir(), "peakpress-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files, given as path → text, below a folder. */
export async function put(root, files) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** A copy of the repository's site that a test may change. */
export async function copyOfDefaultSite() {
  const root = await scratch();
  for (const part of ["site.yaml", "content", "themes"]) {
    await cp(join(REPOSITORY, part), join(root, part), { recursive: true });
  }
  return root;
}

/** A site with one collection of `count` notes: every third is about wind, the others about sun, every fifth is long. */
export async function tinySite(count) {
  const root = await scratch();
  await put(root, {
    "site.yaml": "schema_version: 1\ntitle: 小站\nbase_url: https://example.org\nlanguages: [zh]\nnav: [notes]\n",
    "content/_terms/topics.yaml": "- { id: wind, zh: 风 }\n- { id: sun, zh: 光 }\n",
    "content/_terms/lengths.yaml": "- { id: long, zh: 长 }\n- { id: short, zh: 短 }\n",
    "content/notes/_collection.yaml": [
      "label: { zh: 笔记 }",
      "url: /notes/{id}/",
      "listing: { order: [id], facets: [topic, length] }",
      "fields:",
      "  title: { kind: text, need: always, max: 40, show: none, label: { zh: 标题 } }",
      "  topic: { kind: choice, from: topics, need: always, show: fact, label: { zh: 主题 } }",
      "  length: { kind: choice, from: lengths, need: always, show: fact, label: { zh: 篇幅 } }",
      "",
    ].join("\n"),
  });
  for (let n = 0; n < count; n += 1) await put(root, { [notePath(n)]: note(n) });
  return root;
}

/** The same in the theme as it lies here, not as it lay when the program was made. */
export async function tinySiteInTheme(count) {
  const root = await tinySite(count);
  await cp(join(REPOSITORY, "themes"), join(root, "themes"), { recursive: true });
  return root;
}

/** Where the n-th note of a tiny site lies. */
export const notePath = (n) => `content/notes/note-${String(n).padStart(2, "0")}.md`;

/** What the n-th note is about. */
export const topicOf = (n) => (n % 3 === 0 ? "wind" : "sun");

/** How long it is said to be. */
export const lengthOf = (n) => (n % 5 === 0 ? "long" : "short");

const note = (n) => `---\ntitle: 第${n}篇\ntopic: ${topicOf(n)}\nlength: ${lengthOf(n)}\n---\n\n正文${n}。\n`;

/** Builds a site and gives its output folder. */
export async function build(root, baseUrl = "") {
  const out = join(await scratch(), "public");
  const run = promisify(execFile);
  await run(PROGRAM, ["build", "--root", root, "--out", out, "--base-url", baseUrl]).catch((error) => {
    throw new Error(`peakpress build failed:\n${error.stdout}${error.stderr}`);
  });
  return out;
}

/** Serves a site with live reload until the tests of this file are over; gives its address. */
export async function serve(root) {
  const port = await freePort();
  const child = spawn(PROGRAM, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  atEnd(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  const said = [];
  const origin = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        said.push(line);
        const address = line.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (address) resolve(address[0]);
      });
    }
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`peakpress serve ended with ${code}:\n${said.join("\n")}`)));
  });
  return origin;
}

async function freePort() {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
