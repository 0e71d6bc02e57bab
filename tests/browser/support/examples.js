// Every example of every component as a page of its own, in the theme's style sheet as it is shipped.
import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { files } from "./output.js";
import { REPOSITORY } from "./site.js";

/** Has `tests/components.rs` write the pages below a published site; gives their addresses, relative to its root. */
export async function examples(out) {
  const folder = join(out, "examples");
  await mkdir(folder, { recursive: true });
  const style = (await files(out)).find((path) => /^assets\/style\.\w+\.css$/.test(path));
  await copyFile(join(out, style), join(folder, "style.css"));
  const env = { ...process.env, PEAKPRESS_EXAMPLES: folder };
  const test = ["test", "--locked", "--quiet", "--test", "components", "every_example_can_be_made"];
  await promisify(execFile)("cargo", test, { cwd: REPOSITORY, env, maxBuffer: 64 << 20 }).catch((error) => {
    throw new Error(`the examples could not be made:\n${error.stdout}${error.stderr}`);
  });
  return (await files(folder)).filter((path) => path.endsWith(".html")).map((path) => `/examples/${path}`);
}

/** Shows on the open page what a reader would have to open first. */
export const unfold = (page) =>
  page.evaluate(() => {
    for (const hidden of document.querySelectorAll("[hidden]")) hidden.hidden = false;
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
