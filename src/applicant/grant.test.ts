import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Browser, type OfficeSite, openOffice, PASSWORD, valueIn } from "../../test/unit/office-site.ts";
import { must } from "../funding/acts.ts";
import { putMember } from "../funding/applicant/store.ts";
import { moveApplication } from "../funding/application/move.ts";
import { addFiles, createDeliberation, moveDeliberation, recordDates, recordVote } from "../funding/deliberation/actions.ts";
import { moveGrant } from "../funding/grant/actions.ts";
import { draftConvention, recordSignature, sendConvention } from "../funding/grant/conventions.ts";
import { conventionDocument } from "../funding/grant/document.ts";
import { makeVotableFiles, makeWorld, people, propose } from "../funding/money-testing.ts";
import { somePdf } from "../funding/testing.ts";
import { createAccount } from "../platform/accounts/actions.ts";

let site: OfficeSite;
beforeAll(async () => {
  site = await openOffice({ paris: true });
});
afterAll(() => site.drop());

async function member(key: string, applicant: string, role: "representative" | "contributor"): Promise<Browser> {
  const email = `${key}@association.example`;
  const made = must(await createAccount(site.services.auth, "applicant", { email, name: key, password: PASSWORD }));
  await putMember(site.db, applicant, made.id, role);
  const browser = site.browser();
  expect((await browser.post("/espace/connexion", { email, password: PASSWORD })).status).toBe(303);
  return browser;
}
const pdf = (name: string) => new File([somePdf() as BlobPart], name, { type: "application/pdf" });

it("signs, asks to be paid, reports, and certifies by a second person", async () => {
  const { db } = site;
  const year = new Date().getUTCFullYear();
  const on = new Date().toISOString().slice(0, 10);
  const world = await makeWorld(
    db,
    year,
    { aeCents: 10_000_000, cpCents: 10_000_000, revenueCents: 100_000_000_000 },
    {
      tranches: [{ percentage: 100, condition: "agreement", yearOffset: 0 }],
      reports: [{ type: "financial", months: 1, after: "signature" }],
    },
  );
  const [file] = (await makeVotableFiles(db, world, 1, 5_000_000)) as [string];
  await propose(db, world, file, 5_000_000);
  const deliberation = must(
    await createDeliberation(db, { title: "Subvention", reference: `${year} DGRI 1`, sessionOn: `${year}-01-15` }, people.council),
  ).id;
  must(await db.transaction().execute((trx) => moveApplication(trx, file, "propose", ["officer"], people.officer)));
  must(await addFiles(db, deliberation, [file], people.council));
  must(await moveDeliberation(db, deliberation, "table", people.council));
  must(
    await recordVote(
      db,
      deliberation,
      { votedOn: `${year}-01-15`, votesFor: 90, votesAgainst: 1, abstained: 0, notVoting: 0, stepAsides: [] },
      people.council,
    ),
  );
  must(await recordDates(db, deliberation, { transmittedOn: `${year}-01-16`, publishedOn: `${year}-01-17` }, people.council));
  const { id: grant, applicant } = (
    await sql<{
      id: string;
      applicant: string;
    }>`SELECT g.id, a.applicant FROM "grant" g JOIN application a ON a.id = g.application WHERE a.id = ${file}`.execute(db)
  ).rows[0]!;
  const [chief, helper] = [await member("Awa", applicant, "representative"), await member("Louis", applicant, "contributor")];
  const at = `/espace/demandes/${file}`;
  expect((await chief.get(at)).text).toContain("La subvention");

  const convention = must(await draftConvention(db, grant, people.officer)).id;
  const { sha256 } = must(await conventionDocument(site.services, convention, "fr"));
  must(await sendConvention(db, convention, sha256, people.officer));
  expect((await chief.get(`${at}/conventions/${convention}`)).headers.get("content-type")).toBe("application/pdf");
  const signed = { signatory: "Awa, présidente", signedOn: on };
  expect((await helper.post(`${at}/conventions/${convention}`, { ...signed, file: pdf("signee.pdf") })).status).toBe(422);
  expect((await chief.post(`${at}/conventions/${convention}`, { ...signed, file: new File(["x"], "x.pdf") })).text).toContain("en PDF");
  expect((await chief.post(`${at}/conventions/${convention}`, { ...signed, file: pdf("signee.pdf") })).location).toContain("fait=signe");
  must(
    await recordSignature(db, convention, { party: "city", signedOn: on, signatory: "La maire", evidence: "Original" }, people.officer, {
      on,
    }),
  );
  expect((await chief.get(at)).text).toContain("une fois la convention signée par tous");
  must(await moveGrant(db, grant, "commit", people.finance));

  const page = await chief.get(at);
  const tranche = valueIn(page.text, "tranche")!;
  expect(valueIn(page.text, "amountCents")).toBe("50000");
  expect((await helper.post(`${at}/paiements`, { tranche, amountCents: "100" })).status).toBe(422);
  expect((await chief.post(`${at}/paiements`, { tranche, amountCents: "60000" })).text).toContain("plus que ce qui reste");
  expect((await chief.post(`${at}/paiements`, { tranche, amountCents: "50 000,00" })).location).toContain("fait=paiement");
  expect((await chief.get(at)).text).toContain("demandé par Awa");

  const { id: report } = (await sql<{ id: string }>`SELECT id FROM report WHERE "grant" = ${grant}`.execute(db)).rows[0]!;
  const there = `${at}/rapports/${report}`;
  const form = await helper.get(there);
  expect(form.status).toBe(200);
  const accounts = {
    "accounts.count": "2",
    "accounts.0.side": "expense",
    "accounts.0.label": "Achats",
    "accounts.0.forecastCents": "1000",
    "accounts.0.actualCents": "1000",
    "accounts.1.side": "resource",
    "accounts.1.label": "Ville",
    "accounts.1.forecastCents": "1000",
    "accounts.1.actualCents": "1000",
  };
  expect((await helper.post(there, { version: valueIn(form.text, "version")!, ...accounts, do: "send" })).status).toBe(422);
  expect((await helper.post(`${there}/fichiers`, { file: pdf("comptes.pdf") })).status).toBe(303);
  expect(
    (await helper.post(there, { version: valueIn(form.text, "version")!, ...accounts, exerciseEndsOn: on, do: "send" })).location,
  ).toBe(`${there}?fait=send`);
  expect((await helper.post(there, { do: "certify" })).status).toBe(422);
  expect((await chief.post(there, { do: "certify" })).location).toBe(`${there}?fait=certify`);
  expect((await chief.get(there)).text).toContain("certifié par Awa");
});
