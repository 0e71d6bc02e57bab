// What the theme ships as script is ES5, and asks for nothing that an old browser lacks without looking first.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "acorn";
import { files } from "../support/output.js";
import { build, REPOSITORY, tinySite } from "../support/site.js";

/** Not there in a browser of 2016, or not allowed to be used: a reader may forbid storage. */
const NEW = new Set([
  ...["fetch", "Promise", "IntersectionObserver", "ResizeObserver", "MutationObserver", "AbortController", "URL", "URLSearchParams", "FormData"],
  ...["Map", "Set", "WeakMap", "Symbol", "Proxy", "Intl", "TextDecoder", "localStorage", "sessionStorage", "indexedDB", "caches", "serviceWorker"],
  ...["clipboard", "share", "speechSynthesis", "SpeechSynthesisUtterance", "matchMedia", "requestIdleCallback", "queueMicrotask"],
]);

/** The same for methods; as bare words they are names of the script's own. */
const METHODS = new Set([
  ...["closest", "append", "prepend", "before", "after", "replaceWith", "replaceChildren", "toggleAttribute", "normalize", "includes", "padStart"],
  ...["padEnd", "startsWith", "endsWith", "repeat", "replaceAll", "matchAll", "entries", "values", "fromEntries", "assign", "flat", "flatMap", "find", "findIndex"],
]);

const isNode = (value) => value && typeof value.type === "string";

/** The children of a node of the tree. */
const children = (node) => Object.values(node).flat().filter(isNode);

/** Where a name is looked at to see whether it is there: what decides an `if`, a loop, `? :`, `&&`, `||`, `!`, `typeof`. */
function tests(node) {
  if (["IfStatement", "ConditionalExpression", "WhileStatement", "ForStatement"].includes(node.type)) return [node.test];
  if (node.type === "LogicalExpression") return [node.left];
  if (node.type === "UnaryExpression" && ["!", "typeof"].includes(node.operator)) return [node.argument];
  return [];
}

const named = (node) =>
  node.type === "Identifier" ? node.name : node.type === "MemberExpression" && !node.computed ? node.property.name : undefined;

/** Names that a test looks at, itself or after `!`, `&&`, `||`. */
function looked(node) {
  if (!isNode(node)) return [];
  if (node.type === "UnaryExpression") return looked(node.argument);
  if (node.type === "LogicalExpression") return [...looked(node.left), ...looked(node.right)];
  const name = named(node);
  return name ? [name] : [];
}

/** A node and what is in it, functions inside left out. */
const own = (node) => [node, ...children(node).filter((child) => !/Function/.test(child.type)).flatMap(own)];

/** Uses of new things that nothing looks for: not in a `try`, not behind a test in the same function or in one around it. */
function unguarded(program) {
  const found = [];
  const walk = (node, known, tried) => {
    let inside = known;
    if (/Function|Program/.test(node.type)) {
      const checks = own(node).flatMap(tests).flatMap(looked);
      // A variable that holds the thing is as good as the thing: `var synth = window.speechSynthesis; if (!synth) …`.
      for (const held of own(node)) {
        if (held.type === "VariableDeclarator" && held.init && checks.includes(held.id.name)) checks.push(...looked(held.init));
      }
      inside = new Set([...known, ...checks]);
    }
    const name = named(node);
    const isNew = NEW.has(name) || (METHODS.has(name) && node.type === "MemberExpression");
    if (isNew && !tried && !inside.has(name)) found.push(`${name} at ${node.start}`);
    for (const [key, value] of Object.entries(node)) {
      for (const child of [value].flat().filter(isNode)) {
        const isName = node.type === "MemberExpression" && key === "property" && !node.computed;
        const isKey = (node.type === "Property" && key === "key") || key === "id" || key === "params" || key === "label";
        if (!isName && !isKey) walk(child, inside, tried || (node.type === "TryStatement" && key === "block"));
      }
    }
  };
  walk(program, new Set(), false);
  return found;
}

const es5 = (text) => parse(text, { ecmaVersion: 5, sourceType: "script" });

test("every script is ES5 and looks before it asks", async () => {
  const theme = join(REPOSITORY, "themes", "default");
  const scripts = (await files(theme)).filter((path) => path.endsWith(".js"));
  assert.ok(scripts.length > 4, `only ${scripts.length} scripts`);
  const found = [];
  for (const path of scripts) {
    try {
      for (const use of unguarded(es5(await readFile(join(theme, path), "utf8")))) found.push(`${path}: ${use}`);
    } catch (error) {
      found.push(`${path}: ${error.message}`);
    }
  }
  assert.deepEqual(found, []);
});

test("what is shipped is ES5 too", async () => {
  const out = await build(await tinySite(1));
  const shipped = (await files(out)).filter((path) => path.endsWith(".js"));
  assert.ok(shipped.length > 0);
  for (const path of shipped) es5(await readFile(join(out, path), "utf8"));
});

test("newer syntax and unguarded uses are found", () => {
  for (const text of ["const a = 1;", "var f = () => 1;", "var s = `x`;", "for (var a of b) {}", "var o = { a, b() {} };", "class A {}"]) {
    assert.throws(() => es5(text), text);
  }
  const uses = (text) => unguarded(es5(text)).map((use) => use.split(" ")[0]);
  assert.deepEqual(uses("fetch('/x');"), ["fetch"]);
  assert.deepEqual(uses("window.localStorage.getItem('a');"), ["localStorage"]);
  assert.deepEqual(uses("new IntersectionObserver(f);"), ["IntersectionObserver"]);
  assert.deepEqual(uses("link.closest('a');"), ["closest"]);
  assert.deepEqual(uses("if (window.fetch) { fetch('/x'); }"), []);
  assert.deepEqual(uses("try { localStorage.setItem('a', 'b'); } catch (e) {}"), []);
  assert.deepEqual(uses("(function () { if (!window.Promise) { return; } function f() { return new Promise(g); } })();"), []);
  assert.deepEqual(uses("(function () { if (!window.Promise) { return; } })(); new Promise(g);"), ["Promise"]);
});
