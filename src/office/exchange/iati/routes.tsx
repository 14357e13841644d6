import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { may } from "../../../platform/accounts/rights.ts";
import { keepAdmitted } from "../../../platform/intake/actions.ts";
import { inspect, looksXml } from "../../../platform/intake/gate.ts";
import { safeName } from "../../../platform/intake/name.ts";
import { giveFile } from "../../../platform/web/stored-file.ts";
import { waitingFiles } from "../../../platform/web/streamed-upload.ts";
import { importIati } from "../../../publishing/iati/import/actions.ts";
import { recordsOfImport } from "../../../publishing/iati/import/past-store.ts";
import { fileOnDisk } from "../../../publishing/iati/import/source.ts";
import type { Told } from "../../../publishing/iati/import/told.ts";
import { failureWords } from "../../../publishing/iati/import/words-of.ts";
import { pastImport, pastImports } from "../../../publishing/imports/store.ts";
import { pageNumber } from "../../../register/record/filter-values.ts";
import type { OfficeContext, OfficeEnv } from "../../env.ts";
import { fileWords } from "../../file-words.ts";
import { oneOf, readForm } from "../../form-data.ts";
import { only } from "../../refused.tsx";
import { PastPage, RECORDS_PER_PAGE } from "./past-page.tsx";
import { type Choices, ReportPage } from "./report-page.tsx";
import { UploadPage } from "./upload-page.tsx";

const HERE = "/echanges/iati";
/** Takes files larger than any other form does, as they come, to the disk. */
export const IATI_UPLOAD = `/bureau${HERE}`;
const MB = 1024 * 1024;
const MOST_MB = 200;
/** Up to this the file itself is kept with what came of it; beyond, its digest. */
const MOST_KEPT = 50 * MB;
const MOST_LISTED = 100;

/** Files of activities: read, shown, then written on a second yes; those that came in before. */
export function iatiImportPages(app: Hono<OfficeEnv>): void {
  app.use(HERE, only("record.import"));
  app.use(`${HERE}/*`, only("record.import"));
  app.get(HERE, (c) => upload(c));
  app.post(HERE, receive);
  app.post(`${HERE}/confirmer`, confirm);
  app.get(`${HERE}/:id{[0-9a-f-]{36}}`, past);
  app.get(`${HERE}/:id{[0-9a-f-]{36}}/fichier`, async (c) => {
    const { db, files } = c.get("services");
    const entry = await pastImport(db, "iati", c.req.param("id"));
    if (!entry) return c.notFound();
    return giveFile(c, files, { sha256: entry.sha256, name: entry.fileName, mediaType: "application/xml" }, "private, no-store");
  });
}

const waiting = (c: OfficeContext) => {
  const { config, blobs } = c.get("services");
  // In a folder that nodes share, the waiting files are shared with it.
  return waitingFiles(join(config.dataDir, "incoming"), config.filesUrl ? blobs : undefined);
};

async function upload(c: OfficeContext, problem?: string, status: 200 | 413 | 422 = 422): Promise<Response> {
  const imports = await pastImports(c.get("services").db, "iati", MOST_LISTED);
  return c.html(<UploadPage c={c} imports={imports} maximum={MOST_MB} problem={problem} />, problem ? status : 200);
}

/** The file, read without writing anything. */
async function receive(c: OfficeContext): Promise<Response> {
  const t = c.get("t");
  const received = await waiting(c).receive(c.req.raw, MOST_MB * MB);
  if (!received.ok && received.reason === "too_large") return upload(c, t("reported.failed.tooLarge", { maximum: MOST_MB }), 413);
  if (!received.ok) throw new HTTPException(400);
  const { file, values } = received;
  if (!file) return upload(c, t("reported.failed.noFile"));
  // The rest is read as it comes, by the import itself.
  if (!looksXml(await headOf((await waiting(c).find(file.sha256))!))) {
    await waiting(c).forget(file.sha256);
    return upload(c, fileWords(c, "iati", "file_type"));
  }
  return run(c, {
    sha256: file.sha256,
    name: safeName(file.name),
    licence: (values.licence ?? "").trim().slice(0, 200),
    publish: values.publish === "1" && may(c.get("officer"), "record.publish"),
    same: new Map(),
    expected: undefined,
  });
}

/** The same file, by its digest, for good. */
async function confirm(c: OfficeContext): Promise<Response> {
  const { values } = await readForm(c);
  const same = new Map(
    Object.keys(values).flatMap((name) => {
      const [key, id] = [oneOf(values, name.replace(/^same/, "key")), oneOf(values, name)];
      return /^same\.\d+$/.test(name) && key !== "" && id !== "" ? [[key, id] as const] : [];
    }),
  );
  return run(c, {
    sha256: oneOf(values, "file"),
    name: oneOf(values, "name").slice(0, 200) || "file",
    licence: oneOf(values, "licence").slice(0, 200),
    publish: oneOf(values, "publish") === "1" && may(c.get("officer"), "record.publish"),
    same,
    expected: oneOf(values, "digest"),
  });
}

async function run(c: OfficeContext, choices: Choices & { expected: string | undefined }): Promise<Response> {
  const [services, t] = [c.get("services"), c.get("t")];
  const path = await waiting(c).find(choices.sha256);
  if (!path) return upload(c, t("reported.failed.gone"));
  const { licence, publish, same, expected } = choices;
  const file = await fileOnDisk(path, choices.name);
  const options = { city: services.city, publish, licence, same, expected };
  const result = await importIati(services.db, file, c.get("officer"), { ...options, dryRun: expected === undefined });
  if (!result.ok) {
    if (result.reason === "forbidden") throw new HTTPException(403);
    return upload(c, failureWords(t, result));
  }
  // Someone changed the register meanwhile: what the file would do now, to be agreed to again.
  const report = result.stale
    ? await importIati(services.db, file, c.get("officer"), { ...options, same: new Map(), expected: undefined, dryRun: true })
    : result;
  if (!report.ok) return upload(c, failureWords(t, report));
  if (!report.written) return c.html(<ReportPage c={c} report={report} choices={choices} stale={result.stale} />, result.stale ? 409 : 200);
  if (file.bytes <= MOST_KEPT) await keep(c, choices.name, await readFile(path));
  await waiting(c).forget(choices.sha256);
  await services.content.touch();
  return c.redirect(`${IATI_UPLOAD}/${report.importId}?fait`, 303);
}

/** What came of a file is written: whether the file itself may be kept beside it changes nothing of that. */
async function keep(c: OfficeContext, name: string, bytes: Uint8Array): Promise<void> {
  const { db, files } = c.get("services");
  const admitted = await inspect("iati", { name, bytes });
  if (admitted.ok) await keepAdmitted(db, files, admitted, { by: c.get("officer") });
}

const HEAD = 8_192;
async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function past(c: OfficeContext): Promise<Response> {
  const { db, files } = c.get("services");
  const entry = await pastImport<Told[]>(db, "iati", c.req.param("id")!);
  if (!entry) return c.notFound();
  const page = pageNumber.parse(c.req.query("page"));
  const records = await recordsOfImport(db, entry.id, page, RECORDS_PER_PAGE);
  const kept = entry.bytes <= MOST_KEPT && (await files.get(entry.sha256)) !== undefined;
  return c.html(<PastPage c={c} entry={entry} records={records} page={page} kept={kept} done={c.req.query("fait") !== undefined} />);
}
