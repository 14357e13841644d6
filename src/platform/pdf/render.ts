import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import type { Locale } from "../i18n/languages.ts";
import { translator } from "../i18n/messages.ts";
import { projectRoot } from "../project-root.ts";
import type { Paper, PdfDocument } from "./document.ts";
import { printable } from "./printable.ts";

/** Once nothing was drawn for this long, the compiler and its fonts are let go. In milliseconds. */
const IDLE_MS = 60_000;

let compiler: Promise<NodeCompiler> | undefined;
let idle: NodeJS.Timeout | undefined;

// Loaded when the first document is made: a process that makes none never pays for it.
async function openCompiler(): Promise<NodeCompiler> {
  const { NodeCompiler } = await import("@myriaddreamin/typst-ts-node-compiler");
  const folder = join(projectRoot, "assets/fonts/pdf");
  const fontBlobs = readdirSync(folder)
    .filter((name) => name.endsWith(".ttf"))
    .sort()
    .map((name) => readFileSync(join(folder, name)));
  return NodeCompiler.create({ workspace: join(projectRoot, "data/templates"), fontArgs: [{ fontBlobs }] });
}

/**
 * Draws a Typst template with data: a tagged PDF/UA-1 (ISO 14289-1), in A4. `template` is the name of a file of
 * data/templates, without its extension. Texts of the data are shown as they are, never read as markup; the same data
 * and `at` (the day the document bears) make the same bytes. Throws when the template is at fault.
 */
export async function renderPdf(
  template: string,
  data: Record<string, unknown>,
  { locale, at }: { locale: Locale; at: Date },
): Promise<Uint8Array> {
  clearTimeout(idle);
  compiler ??= openCompiler();
  const typst = await compiler;
  const { value, lacking } = printable(data);
  const second = Math.floor(at.getTime() / 1000);
  const inputs = {
    data: JSON.stringify({
      ...value,
      locale,
      note: lacking ? translator(locale)("pdf.lacking") : null,
      at: [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()],
    }),
  };
  try {
    const compiled = typst.compile({ mainFilePath: join(projectRoot, "data/templates", `${template}.typ`), inputs });
    const fault = compiled.takeError();
    if (fault) throw new Error(`${template}.typ: ${JSON.stringify(typst.fetchDiagnostics(fault))}`);
    return new Uint8Array(typst.pdf(compiled.result!, { pdfStandard: "ua-1", creationTimestamp: second }));
  } finally {
    typst.evictCache(5);
    idle = setTimeout(() => {
      compiler = undefined;
    }, IDLE_MS);
    idle.unref();
  }
}

/** Draws a document on the paper of the city. */
export function documentPdf(document: PdfDocument, paper: Paper, options: { locale: Locale; at: Date }): Promise<Uint8Array> {
  const blocks = document.blocks.map((block) =>
    block.type === "table"
      ? {
          ...block,
          foot: block.foot ?? null,
          columns: block.columns.map(({ label, numeric = false, width = numeric ? "fit" : null }) => ({ label, numeric, width })),
        }
      : block,
  );
  return renderPdf("document", { ...document, subtitle: document.subtitle ?? null, blocks, letterhead: paper }, options);
}
