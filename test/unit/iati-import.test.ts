import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anActivity, file, fixture } from "../../src/publishing/iati/import/testing.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

const HERE = "/bureau/echanges/iati";
let site: OfficeSite;
let officer: Browser;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  officer = await site.as("officer");
});
afterAll(() => site.drop());

const asFile = (bytes: Uint8Array, name = "activites.xml") => new File([bytes as never], name, { type: "text/xml" });
const waiting = () => {
  const folder = join(site.services.config.dataDir, "incoming");
  return existsSync(folder) ? readdirSync(folder) : [];
};
const hidden = (page: string) =>
  Object.fromEntries(["file", "name", "licence", "publish", "digest"].map((name) => [name, valueIn(page, name) ?? ""]));

describe("a file of activities in the office", () => {
  it("is for who may import, and has its door", async () => {
    const reader = await site.as("reader");
    expect((await reader.get(HERE)).status).toBe(403);
    expect((await reader.post(HERE, { file: asFile(file()) })).status).toBe(403);
    expect((await officer.get("/bureau/echanges")).text).toContain(HERE);
  });

  it("is shown for what it would do, then written, then found again with the file itself", async () => {
    const read = await officer.post(HERE, {
      file: asFile(fixture("caf-activities.xml.gz"), "caf.xml"),
      licence: "CC BY 4.0",
      publish: "1",
    });
    expect(read.status).toBe(200);
    expect(read.text).toContain("478");
    expect((await officer.get(HERE)).text).not.toContain("caf.xml");
    expect(waiting()).toHaveLength(1);

    const done = await officer.post(`${HERE}/confirmer`, hidden(read.text));
    expect(done.status).toBe(303);
    expect(waiting()).toEqual([]);
    const page = await officer.get(done.location!);
    expect(page.text).toContain("478 activités importées");
    expect(page.text).toContain("CC BY 4.0");
    expect(page.text).toContain("/bureau/projets/xm-dac-46008-");
    expect((await officer.get(`${done.location!.split("?")[0]}/fichier`)).text).toContain("<iati-activities");
    expect((await officer.get(HERE)).text).toContain("caf.xml");
    expect((await site.services.published.selectFrom("project").select("id").where("reportedBy", "is not", null).execute()).length).toBe(
      478,
    );

    const again = await officer.post(HERE, { file: asFile(fixture("caf-activities.xml.gz")) });
    expect(again.text).toContain("Rien à importer");
  });

  it("asks which organisations are of the register, and again when the register has changed", async () => {
    const bytes = file(
      anActivity({
        id: "X-1",
        orgs: '<participating-org role="4"><narrative>Federation internationale des droits humains</narrative></participating-org>',
      }),
    );
    const read = await officer.post(HERE, { file: asFile(bytes) });
    const select = /<select id="(same\.\d+)"[^>]*>(.*?)<\/select>/s.exec(read.text)!;
    expect(select[2]).toContain('value="fidh"');
    const key = select[1]!.replace("same", "key");
    const form = { ...hidden(read.text), [select[1]!]: "fidh", [key]: valueIn(read.text, key)! };
    const stale = await officer.post(`${HERE}/confirmer`, { ...form, digest: "0".repeat(32) });
    expect(stale.status).toBe(409);
    expect(valueIn(stale.text, select[1]!)).toBe("fidh");
    expect((await officer.post(`${HERE}/confirmer`, form)).status).toBe(303);
    const { organisation } = await site.db
      .selectFrom("projectPartner")
      .select("organisation")
      .where("project", "=", "x-1")
      .executeTakeFirstOrThrow();
    expect(organisation).toBe("fidh");
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["no XML", new TextEncoder().encode("a;b\n"), /Enregistrez-le dans l’un de ces formats : XML/],
    ["broken XML", new TextEncoder().encode("<a;b\n"), /bien formé/],
    ["a DTD", new TextEncoder().encode("<!DOCTYPE a>\n<a/>"), /Ligne 1.*DOCTYPE/],
    ["an organisation file", fixture("caf-organisation.xml"), /fichier d’organisations/],
  ])("%s is refused on the form, with the reason", async (_, bytes, reason) => {
    const answer = await officer.post(HERE, { file: asFile(bytes) });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(reason);
  });

  it("a form without a file, one that is none, and a file that is gone are told", async () => {
    expect((await officer.post(HERE, { file: asFile(new Uint8Array()) })).text).toContain("Choisissez un fichier");
    expect((await officer.post(HERE, { file: "x" })).status).toBe(400);
    for (const gone of ["0".repeat(64), "../../etc/passwd"])
      expect((await officer.post(`${HERE}/confirmer`, { file: gone, digest: "x" })).text).toContain("envoyez-le de nouveau");
  });

  it("is never larger than it may be, and leaves nothing behind", async () => {
    const before = waiting();
    const line = new TextEncoder().encode(`<!-- ${"x".repeat(1_000_000)} -->\n`);
    const boundary = "----part";
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 0)
          controller.enqueue(
            new TextEncoder().encode(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n`),
          );
        if (sent++ < 215) controller.enqueue(line);
        else {
          controller.enqueue(new TextEncoder().encode(`\r\n--${boundary}--\r\n`));
          controller.close();
        }
      },
    });
    const answer = await officer.send(HERE, {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": `multipart/form-data; boundary=${boundary}`, "sec-fetch-site": "same-origin" },
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(answer.text).toContain("200 Mo");
    expect(waiting()).toEqual(before);
  });
});
