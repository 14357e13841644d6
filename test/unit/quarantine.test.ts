import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { judge } from "../../src/funding/application/submit.ts";
import { makeApplicant, makeOpenEdition, makeReadyApplication } from "../../src/funding/testing.ts";
import { keepAdmitted, sentBefore } from "../../src/platform/intake/actions.ts";
import { inspect } from "../../src/platform/intake/gate.ts";
import { uses } from "../../src/platform/intake/rules.ts";
import { scanFiles } from "../../src/platform/intake/scan.ts";
import { type Scanner, setScanner, type Verdict } from "../../src/platform/intake/scanner.ts";
import { makeSizes } from "../../src/platform/intake/sizes.ts";
import { pdfOf } from "../../src/platform/intake/testing.ts";
import { createRecord, moveRecord } from "../../src/register/record/actions.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

const system = { id: "system", name: "Système", role: "system" } as const;
let site: OfficeSite;
let administrator: Browser;
let officer: Browser;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  administrator = await site.as("administrator", "admin");
  officer = await site.as("officer", "agent");
});
afterAll(() => site.drop());
afterEach(() => setScanner(undefined));

/** Says of each file what the test decides of its bytes. */
const says = (verdict: (bytes: Uint8Array) => Verdict): Scanner => ({ scan: async (bytes) => verdict(bytes) });
const clean = says(() => ({ state: "clean" }));
const finds = says(() => ({ state: "infected", threat: "Test.Threat" }));
const away = says(() => ({ state: "away", fault: "ECONNREFUSED" }));
const scan = (by: Scanner) => scanFiles({ ...site.services, baseUrl: "http://localhost" }, by);

async function keep(bytes = pdfOf(), by: string | null = null, name = `${randomUUID()}.pdf`) {
  const file = await inspect("document", { name, bytes });
  if (!file.ok) throw new Error(file.code);
  return keepAdmitted(site.db, site.services.files, file, { by: by ? { id: by } : null });
}
async function kept(...given: Parameters<typeof keep>): Promise<string> {
  const done = await keep(...given);
  if (!done.ok) throw new Error(done.code);
  return done.sha256;
}
const stateOf = async (file: string) =>
  (await site.db.selectFrom("fileCheck").select("state").where("file", "=", file).executeTakeFirst())?.state;
const open = (file: string) => officer.get(`/bureau/fichiers/${file}`);
const decide = (file: string, act: string, reason = "Faux positif connu", browser = administrator) =>
  browser.post("/bureau/quarantaine", { file, do: act, reason });

describe("with a scanner, a file", () => {
  it("is opened by nobody before it was seen, and by those who may after", async () => {
    setScanner(away);
    const file = await kept();
    expect((await open(file)).status).toBe(423);
    // The scanner is not there: nothing is lost, nothing opens.
    expect(await scan(away)).toMatchObject({ away: true });
    expect([await stateOf(file), (await open(file)).status]).toEqual(["waiting", 423]);
    expect((await administrator.get("/bureau/quarantaine")).text).toContain("En attente de contrôle");
    expect(await scan(clean)).toMatchObject({ infected: 0, away: false });
    const given = await open(file);
    expect([given.status, given.headers.get("content-security-policy"), given.headers.get("cache-control")]).toEqual([
      200,
      "sandbox; default-src 'none'",
      "private, no-store",
    ]);
  });

  it("that the scanner will not read waits, and holds up no other", async () => {
    setScanner(away);
    const [large, small] = [await kept(pdfOf({ bytes: 50_000 })), await kept()];
    await scan(says((bytes) => (bytes.length > 40_000 ? { state: "refused", fault: "too large" } : { state: "clean" })));
    expect([await stateOf(large), await stateOf(small)]).toEqual(["waiting", "clean"]);
    expect((await administrator.get("/bureau/quarantaine")).text).toContain("too large");
    expect((await decide(large, "release")).status).toBe(303);
    expect((await open(large)).status).toBe(200);
  });

  it("that is infected is closed, told of and logged; opened or deleted by an administrator with a reason", async () => {
    setScanner(finds);
    const { id: sender } = await site.db
      .withSchema("auth")
      .selectFrom("user" as never)
      .select("id" as never)
      .where("email" as never, "=", "agent@ville.example" as never)
      .executeTakeFirstOrThrow();
    const bytes = pdfOf();
    const [file, other] = [await kept(bytes, sender as string, "rapport.pdf"), await kept()];
    await scan(finds);
    const mails = await site.db
      .selectFrom("outgoingMail")
      .select(["toAddress", "template", "bodyText"])
      .where("template", "like", "file_%")
      .execute();
    expect(mails.map(({ template, toAddress }) => `${template} ${toAddress}`).sort()).toEqual([
      "file_infected agent@ville.example",
      "file_quarantined admin@ville.example",
      "file_quarantined admin@ville.example",
    ]);
    expect(mails.find(({ template }) => template === "file_infected")!.bodyText).toContain("rapport.pdf");
    const page = await administrator.get("/bureau/quarantaine");
    for (const words of ["rapport.pdf", "Test.Threat", "agent", "Infecté"]) expect(page.text).toContain(words);
    expect((await open(file)).status).toBe(423);
    // The same bytes are not taken in again, under whatever name.
    expect(await keep(bytes, null, "autre.pdf")).toEqual({ ok: false, code: "file_infected" });
    expect((await officer.get("/bureau/quarantaine")).status).toBe(403);
    expect((await decide(file, "release", "Faux positif connu", officer)).status).toBe(403);
    const without = await decide(file, "release", "ok");
    expect([without.status, without.text.includes("Donnez un motif")]).toEqual([422, true]);
    expect(await stateOf(file)).toBe("infected");
    expect((await decide(file, "release", "Faux positif : signature périmée")).status).toBe(303);
    expect((await open(file)).status).toBe(200);
    const both = await Promise.all([decide(other, "release"), decide(other, "release")]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    await decide(file, "delete", "Finalement dangereux");
    expect([await stateOf(file), await site.services.files.get(file), (await open(file)).status]).toEqual(["deleted", undefined, 423]);
    expect((await decide(file, "release")).status).toBe(422);
    const log = await site.db
      .selectFrom("event")
      .select(["action", "actor"])
      .where("kind", "=", "file")
      .where("record", "=", file)
      .orderBy("id")
      .execute();
    expect(log.map(({ action }) => action)).toEqual(["quarantined", "released", "deleted"]);
    // Not by the program's own mistake either.
    await expect(site.db.updateTable("fileCheck").set({ state: "clean" }).where("file", "=", file).execute()).rejects.toThrow(/cannot go/);
  });

  it("that an application needs counts for nothing once infected; while it waits it counts", async () => {
    setScanner(away);
    const edition = await makeOpenEdition(site.db);
    const { id } = await makeReadyApplication(site.db, site.services.files, edition, await makeApplicant(site.db));
    expect((await judge(site.db, id, new Date()))!.problems).toEqual([]);
    await scan(finds);
    expect((await judge(site.db, id, new Date()))!.problems).toEqual([{ path: "documents.statutes", code: "document_required" }]);
  });
});

it("a published picture is public once it may be opened, in the sizes that pages ask for", async () => {
  setScanner(away);
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: "#a40" } })
    .jpeg()
    .toBuffer();
  const admitted = await inspect("picture", { name: "pont.jpg", bytes: new Uint8Array(photo) });
  if (!admitted.ok) throw new Error(admitted.code);
  const done = await keepAdmitted(site.db, site.services.files, admitted, { by: null });
  if (!done.ok) throw new Error(done.code);
  const { sha256 } = done;
  await makeSizes(site.db, site.services.files, sha256);
  const media = await createRecord(
    site.db,
    "media",
    { name: { fr: "Pont" }, alt: { fr: "Un pont" }, credit: "Ville", file: sha256 },
    system,
  );
  if (!media.ok) throw new Error(JSON.stringify(media));
  await moveRecord(site.db, "media", media.id, "publish", system);
  const project = await createRecord(site.db, "project", { name: { fr: "Le pont" }, media: [{ media: media.id }] }, system);
  if (!project.ok) throw new Error(JSON.stringify(project));
  await moveRecord(site.db, "project", project.id, "publish", system);
  const reader = site.browser();
  const paths = [`/files/${sha256}/pont.jpg`, `/files/${sha256}/640/webp`, `/files/${sha256}/320/jpeg`];
  for (const path of paths) expect((await reader.get(path)).status).toBe(404);
  const page = `/fr/projets/${project.id}`;
  expect((await reader.get(page)).text).not.toContain(sha256);
  await scan(clean);
  const html = (await reader.get(page)).text;
  expect(html).toContain(`<source type="image/webp" srcset="/files/${sha256}/320/webp 320w, /files/${sha256}/640/webp 640w"`);
  expect(html).toContain(`src="/files/${sha256}/640/jpeg"`);
  const types = await Promise.all(paths.map(async (path) => (await reader.get(path)).headers.get("content-type")));
  expect(types).toEqual(["image/jpeg", "image/webp", "image/jpeg"]);
  expect((await reader.get(`/files/${sha256}/641/webp`)).status).toBe(404);
  expect((await officer.get(`/bureau/projets/${project.id}/apercu`)).text).toContain(`/bureau/fichiers/${sha256}/640/webp 640w`);
  // A part, for who goes on with a download.
  const part = await site.request(paths[0]!, { headers: { Range: "bytes=0-9" } });
  const size = admitted.bytes.length;
  expect([part.status, part.headers.get("content-range"), (await part.arrayBuffer()).byteLength]).toEqual([206, `bytes 0-9/${size}`, 10]);
  expect((await site.request(paths[0]!, { headers: { Range: `bytes=${size}-` } })).status).toBe(416);
  expect((await site.request(paths[0]!, { headers: { Range: "bytes=0-9", "If-Range": '"other"' } })).status).toBe(200);
});

it("one person's files of a day are counted, two at once too; what one sent, another does not get by its digest", async () => {
  const by = randomUUID();
  const { files: most } = uses.signature.daily;
  const arrival = { file: await kept(), use: "signature", name: "a.pdf", bytes: 1, sentBy: by };
  await site.db
    .insertInto("intake")
    .values(Array.from({ length: most - 1 }, () => arrival))
    .execute();
  const send = async () => {
    const file = await inspect("signature", { name: "a.pdf", bytes: pdfOf() });
    return file.ok ? keepAdmitted(site.db, site.services.files, file, { by: { id: by } }) : file;
  };
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter((one) => !one.ok && one.code === "file_quota")).toHaveLength(2);
  const sent = answers.find((one) => one.ok) as { sha256: string };
  const { files } = site.services;
  expect(await sentBefore(site.db, files, "signature", sent.sha256, { id: by })).toBeDefined();
  expect(await sentBefore(site.db, files, "signature", sent.sha256, { id: "another" })).toBeUndefined();
  expect(await sentBefore(site.db, files, "table", sent.sha256, { id: by })).toBeUndefined();
});
