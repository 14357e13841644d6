import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { ExportServices } from "../commands.ts";
import { readReference } from "../reference-store.ts";
import { type Declaration, type DeclarationName, makeDeclaration } from "./declarations.ts";
import { type DeclarationFormat, declarationFile } from "./file.ts";

/** Writes a declaration to `out`, which it ends unless it is the standard output. Gives what it says, so that its check list can be told. */
export async function exportDeclaration(
  { db, city, baseUrl }: ExportServices,
  what: { name: DeclarationName; year: number; format: DeclarationFormat; locale: Locale },
  out: Writable,
): Promise<Declaration> {
  const declaration = await makeDeclaration(db, city, what.name, what.year);
  const writing = { city, baseUrl, reference: await readReference(db), locale: what.locale, at: new Date() };
  await pipeline(Readable.from(declarationFile(declaration, what.format, writing)), out, { end: out !== process.stdout });
  return declaration;
}
