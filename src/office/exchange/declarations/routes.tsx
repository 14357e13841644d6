import { Readable } from "node:stream";
import type { Hono } from "hono";
import { z } from "zod";
import { isLocale } from "../../../platform/i18n/languages.ts";
import { dayOf } from "../../../platform/instants.ts";
import { law } from "../../../platform/law.ts";
import { type DeclarationName, isDeclaration, makeDeclaration, yearDeclared } from "../../../publishing/declarations/declarations.ts";
import { declarationFile, declarationFormats, declarationTypes, fileName } from "../../../publishing/declarations/file.ts";
import { yearsWithMoney } from "../../../publishing/declarations/paid-store.ts";
import { readReference } from "../../../publishing/reference-store.ts";
import type { OfficeContext, OfficeEnv } from "../../env.ts";
import { only } from "../../refused.tsx";
import { DeclarationPage } from "./page.tsx";

const HERE = "/echanges/declarations";
const format = z.enum(declarationFormats);

/** The yearly declarations: looked at, checked, taken away as files. Nothing of them is public by itself. */
export function declarationPages(app: Hono<OfficeEnv>): void {
  app.use(`${HERE}/*`, only("declaration.read"));
  app.get(HERE, (c) => {
    const [first] = law().declarations;
    return first ? show(c, first) : c.notFound();
  });
  app.get(`${HERE}/:name`, (c) => {
    const [name, extension, ...rest] = c.req.param("name").split(".");
    if (!isDeclaration(name ?? "") || !law().declarations.some((one) => one === name) || rest.length > 0) return c.notFound();
    if (extension === undefined) return show(c, name as DeclarationName);
    return give(c, name as DeclarationName, extension);
  });
}

/** The year asked for; the one that is declared now when none, or no year, is. */
const yearOf = (c: OfficeContext): number =>
  z.coerce
    .number()
    .int()
    .min(1900)
    .max(2200)
    .catch(yearDeclared(dayOf(new Date())))
    .parse(c.req.query("annee"));

async function show(c: OfficeContext, name: DeclarationName): Promise<Response> {
  const { db, city } = c.get("services");
  const year = yearOf(c);
  const [declaration, reference, withMoney] = [
    await makeDeclaration(db, city, name, year),
    await readReference(db),
    await yearsWithMoney(db),
  ];
  const years = [...new Set([...withMoney, year, yearDeclared(dayOf(new Date()))])].sort((a, b) => b - a);
  return c.html(<DeclarationPage c={c} declaration={declaration} year={year} years={years} reference={reference} />);
}

async function give(c: OfficeContext, name: DeclarationName, extension: string): Promise<Response> {
  const wanted = format.safeParse(extension);
  if (!wanted.success) return c.notFound();
  const { db, city, baseUrl } = c.get("services");
  const lang = c.req.query("lang") ?? "";
  const declaration = await makeDeclaration(db, city, name, yearOf(c));
  const locale = isLocale(lang) ? lang : c.get("locale");
  const content = declarationFile(declaration, wanted.data, { city, baseUrl, reference: await readReference(db), locale, at: new Date() });
  return c.body(Readable.toWeb(Readable.from(bytesOf(content), { objectMode: false })) as ReadableStream<Uint8Array>, 200, {
    "Content-Type": declarationTypes[wanted.data],
    "Content-Disposition": `attachment; filename="${fileName(declaration, wanted.data)}"`,
    "Cache-Control": "private, no-store",
  });
}

async function* bytesOf(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of content) yield Buffer.from(part as string);
}
