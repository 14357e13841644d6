import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.ts";

/** What a document of the project keeps between its marks `<!-- mark -->` and `<!-- /mark -->`, and how to put something else there. */
export function marked(document: string, mark: string): { text: string; put(text: string): void } {
  const path = join(projectRoot, document);
  const [open, close] = [`<!-- ${mark} -->\n`, `\n<!-- /${mark} -->`];
  const [before = "", rest = ""] = readFileSync(path, "utf8").split(open);
  const [text = "", after] = rest.split(close);
  if (after === undefined) throw new Error(`${document} has no ${open.trim()} … ${close.trim()}`);
  return { text, put: (wanted) => writeFileSync(path, `${before}${open}${wanted}${close}${after}`) };
}
