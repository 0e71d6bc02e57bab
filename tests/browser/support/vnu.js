// The Nu HTML checker.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const PACKAGE = dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json"));
const JAR = join(PACKAGE, "build", "dist", "vnu.jar");

/** The checker takes data blocks for inline scripts and says that the policy blocks them. By HTML ("prepare the script element")
 *  an element of a type that is no script's is never executed, so the policy is not asked; `quiet.test.js` shows that it is not. */
const isDataBlock = (remark) =>
  remark.message.startsWith("Inline script violates Content Security Policy") && remark.extract.includes('<script type="application/ld+json">');

/** What the checker says of pages, one line each. It reads them from their server: a file has no origin for the pages' policy. */
export async function remarks(addresses) {
  const said = await new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 << 20 };
    execFile("java", ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Dnu.validator.servlet.allowed-address-type=all", "-jar", JAR, "--stdout", "--format", "json", ...addresses], options, (error, stdout) => {
      // It ends with 1 when it has something to say.
      if (error && error.code !== 1) reject(error);
      else resolve(stdout);
    });
  });
  return JSON.parse(said).messages.filter((remark) => !isDataBlock(remark)).map((remark) => `${remark.url}:${remark.lastLine ?? 0}: ${remark.message}`);
}
