// A government site asks its readers before they leave for another site, and lets them go to trusted ones without asking.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { open, SCRIPT } from "../support/browser.js";
import { publish } from "../support/output.js";
import { put, tinySite } from "../support/site.js";

const PROFILE = "label: 试验档案\nleaving: true\n";
const TEXT = "---\ntitle: 去别处\ntopic: sun\nlength: short\n---\n去[别处](https://elsewhere.invalid/)，去[省里](https://www.trusted.invalid/)，去[另一篇](note-00.md)。\n";

for (const { script, how } of SCRIPT) {
  test(`a reader is asked before leaving, ${how}`, async () => {
    const root = await tinySite(1);
    const config = join(root, "site.yaml");
    await writeFile(config, `${await readFile(config, "utf8")}profile: own\ntrusted_hosts: [trusted.invalid]\n`);
    await put(root, { "content/_profiles/own.yaml": PROFILE, "content/notes/away.md": TEXT });
    const { origin } = await publish(root);
    const page = await open({ script });
    const asked = [];
    let answer = false;
    page.on("dialog", (dialog) => {
      asked.push(dialog.message());
      return answer ? dialog.accept() : dialog.dismiss();
    });
    const gone = [];
    await page.context().route(/\.invalid/, (route) => {
      gone.push(new URL(route.request().url()).hostname);
      return route.fulfill({ contentType: "text/html", body: "<title>别处</title>" });
    });
    const go = async (name) => {
      await page.goto(`${origin}/notes/away/`);
      await page.getByRole("link", { name, exact: false }).first().click();
      await page.waitForLoadState();
    };
    if (script) {
      await go("别处");
      assert.deepEqual([gone.splice(0), page.url()], [[], `${origin}/notes/away/`]);
      assert.match(asked.splice(0).join(), /离开本站.*elsewhere\.invalid/);
    }
    answer = true;
    await go("别处");
    assert.deepEqual(gone.splice(0), ["elsewhere.invalid"]);
    assert.equal(asked.splice(0).length, script ? 1 : 0);
    await go("省里");
    assert.deepEqual([gone.splice(0), asked.splice(0)], [["www.trusted.invalid"], []]);
    await page.goto(`${origin}/notes/away/`);
    await page.locator("main").getByRole("link", { name: "另一篇" }).click();
    await page.waitForURL(/note-00/);
    assert.deepEqual(asked, []);
  });
}
