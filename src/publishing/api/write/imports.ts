import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { importIati } from "../../iati/import/actions.ts";
import { fileOnDisk } from "../../iati/import/source.ts";
import { failureWords, toldWords } from "../../iati/import/words-of.ts";
import { importScdl } from "../../scdl/import/actions.ts";
import { planProblemWords, questionWords, toldWords as scdlWords } from "../../scdl/import/words-of.ts";
import { flag, text } from "../params.ts";
import type { Given, Handled, KeyedOperation } from "./operation.ts";
import { type Refused, refusalSchema } from "./problem.ts";

const MB = 1024 * 1024;
const most = { iati: 200 * MB, scdl: 25 * MB };
/** So many of the things told are in the answer; the page of the import in the office has them all. */
const MOST_TOLD = 200;

const params = [
  text("name", { words: "fileName", example: "activites.xml" }),
  text("licence", { words: "importLicence" }),
  flag("publish", { words: "importPublish" }),
  flag("dryRun", { words: "dryRun" }),
];
const told = z.object({ line: z.int(), code: z.string(), detail: z.string() });
const answer = z.object({
  format: z.enum(["iati", "scdl"]),
  written: z.boolean(),
  import: z.uuid().nullable(),
  numbers: z.record(z.string(), z.int()),
  told: z.array(told),
  questions: z.array(z.object({ key: z.string(), count: z.int(), choices: z.array(z.string()), detail: z.string() })),
});
type Options = { name?: string; licence?: string; publish?: boolean; dryRun?: boolean };

class TooLarge extends Error {}

/** Takes the body in as a file of this machine: as it comes, never whole in memory. */
async function withFile(
  given: Given,
  format: keyof typeof most,
  work: (path: string, options: Options) => Promise<Handled>,
): Promise<Handled> {
  const options = given.query as Options;
  if (options.publish && !given.scopes.includes("register:publish"))
    return { ok: false, code: "key_scope", values: { scope: "register:publish" } };
  const folder = await mkdtemp(join(tmpdir(), "ville-monde-import-"));
  try {
    const path = join(folder, "file");
    let size = 0;
    const bounded = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const part of source) {
        size += part.length;
        if (size > most[format]) throw new TooLarge();
        yield part;
      }
    };
    await pipeline(Readable.fromWeb((given.request.body ?? new Blob().stream()) as never), bounded, createWriteStream(path));
    return await work(path, options);
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, code: "body_too_large", values: { maximum: most[format] } };
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const refusedAs = (reason: string, detail: string): Refused =>
  reason === "forbidden"
    ? { ok: false, code: "forbidden" }
    : { ok: false, code: reason === "busy" || reason === "conflict" ? "refused" : "invalid", reason, detail };

function iati(given: Given): Promise<Handled> {
  const { db, services, by, t } = given;
  return withFile(given, "iati", async (path, { name = "import.xml", licence, publish = false, dryRun = false }) => {
    const done = await importIati(db, await fileOnDisk(path, name), by, { city: services.city, dryRun, publish, licence });
    if (!done.ok) return refusedAs(done.reason, failureWords(t, done));
    return {
      ok: true,
      status: 200,
      body: {
        format: "iati",
        written: done.written,
        import: done.importId,
        numbers: { ...done.counts, organisations: done.organisations.total },
        told: done.told.slice(0, MOST_TOLD).map((one) => ({ line: one.line, code: one.code, detail: toldWords(t, one) })),
        questions: [],
      },
    };
  });
}

function scdl(given: Given): Promise<Handled> {
  const { db, services, by, t } = given;
  return withFile(given, "scdl", async (path, { name = "import.csv", licence, publish = false, dryRun = false }) => {
    const bytes = new Uint8Array(await readFile(path));
    const done = await importScdl({ db, city: services.city }, { name, bytes, licence }, by, { dryRun, publish });
    if (!done.ok)
      return refusedAs(
        done.reason,
        done.reason === "unreadable" ? planProblemWords(t, done.problem) : t.dynamic(`scdl.failed.${done.reason}`),
      );
    const { refused, questions } = done.plan.report;
    return {
      ok: true,
      status: 200,
      body: {
        format: "scdl",
        written: done.written,
        import: done.import ?? null,
        numbers: done.numbers,
        told: refused.slice(0, MOST_TOLD).map((one) => ({ line: one.line, code: one.code, detail: scdlWords(t, one) })),
        questions: questions.map((one) => ({ key: one.key, count: one.count, choices: [...one.choices], detail: questionWords(t, one) })),
      },
    };
  });
}

const problem = { schema: refusalSchema, types: ["application/problem+json"] } as const;
const shared = {
  method: "post",
  tag: "imports",
  scope: "imports:write",
  scopes: ["imports:write"],
  params,
  answers: [
    { status: 200, words: "imported", schema: answer },
    { status: 409, words: "refused", ...problem },
    { status: 422, words: "invalid", ...problem },
  ],
  problems: ["body_too_large", "refused", "invalid"],
  raw: true,
} as const;

/** Files of others, by the same actions as the office and the command line: the same file again changes nothing. */
export const importOperations: readonly KeyedOperation[] = [
  {
    ...shared,
    id: "importIati",
    words: "importIati",
    path: "/api/v1/imports/iati",
    body: { schema: z.string(), type: "application/xml" },
    handle: iati,
  },
  {
    ...shared,
    id: "importScdl",
    words: "importScdl",
    path: "/api/v1/imports/scdl",
    body: { schema: z.string(), type: "text/csv" },
    handle: scdl,
  },
];
