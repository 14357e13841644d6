import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must } from "../../src/funding/acts.ts";
import { moveApplication } from "../../src/funding/application/move.ts";
import { makeVotableFiles, makeWorld, people, propose, type World } from "../../src/funding/money-testing.ts";
import { pdfOf } from "../../src/platform/intake/testing.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

let site: OfficeSite;
let officer: Browser;
let council: Browser;
let finance: Browser;
let finance2: Browser;
let reader: Browser;
let world: World;
let files: string[];
beforeAll(async () => {
  site = await openOffice({ paris: true });
  [officer, council, finance, finance2, reader] = await Promise.all([
    site.as("officer", "Ola"),
    site.as("council", "Coline"),
    site.as("finance", "Fanta"),
    site.as("finance", "Felix"),
    site.as("reader", "Rita"),
  ]);
  world = await makeWorld(
    site.db,
    2026,
    { aeCents: 10_000_000, cpCents: 10_000_000, revenueCents: 800_000_000 },
    {
      tranches: [
        { percentage: 60, condition: "agreement", yearOffset: 0 },
        { percentage: 40, condition: "final_report", yearOffset: 1 },
      ],
    },
  );
  files = await makeVotableFiles(site.db, world, 3, 4_000_000);
  for (const file of files) {
    await propose(site.db, world, file, 3_000_001);
    must(await site.db.transaction().execute((trx) => moveApplication(trx, file, "propose", ["officer"], people.officer)));
  }
});
afterAll(() => site.drop());

const idIn = (text: string, base: string) => new RegExp(`${base}/([0-9a-f-]{36})`).exec(text)?.[1] ?? "";

describe("envelopes", () => {
  it("are shown with their gauges, in both languages, and opened by finance", async () => {
    const page = await finance.get("/bureau/enveloppes?annee=2026");
    expect(page.status).toBe(200);
    expect(page.text).toContain("Plafonds légaux");
    expect(page.text).toMatch(/90[\s\u202f\u00a0]?000,03/); // reserved: 3 × 30 000,01
    const made = await finance.post("/bureau/enveloppes", {
      form: "envelope",
      do: "envelope",
      "envelope.year": "2026",
      "envelope.programme": "solidae",
      "envelope.source": "general",
      "envelope.aeCents": "1 234,50",
      "envelope.cpCents": "500",
      "envelope.reason": "Budget primitif",
    });
    expect(made.status).toBe(303);
    expect((await reader.get("/bureau/enveloppes?annee=2026&langue=en")).text).toContain("Legal ceilings");
  });

  it("give back what was typed with what is wrong, and say a ceiling in words", async () => {
    const wrong = await finance.post("/bureau/enveloppes", {
      form: "envelope",
      do: "envelope",
      "envelope.year": "deux mille",
      "envelope.programme": "solidae",
      "envelope.source": "water",
      "envelope.aeCents": "12,345 €€",
      "envelope.cpCents": "",
      "envelope.reason": "Budget",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("deux mille");
    expect(wrong.text).toContain("12,345 €€");
    const twice = await finance.post("/bureau/enveloppes", {
      form: "envelope",
      do: "envelope",
      "envelope.year": "2026",
      "envelope.programme": "solidae",
      "envelope.source": "water",
      "envelope.aeCents": "1",
      "envelope.cpCents": "1",
      "envelope.reason": "Budget",
    });
    expect(twice.text).toContain("Cette enveloppe est déjà ouverte");
    const cut = await finance.post(`/bureau/enveloppes/${world.envelope}`, {
      form: "adjust",
      do: "adjust",
      "adjust.aeDelta": "-99 000",
      "adjust.cpDelta": "",
      "adjust.reason": "Gel",
    });
    expect(cut.text).toContain("L’autorisation d’engagement de l’enveloppe ne suffit pas");
  });

  it("are not changed by who may not", async () => {
    await reader.get("/bureau/enveloppes?langue=fr");
    const tried = await reader.post("/bureau/enveloppes", {
      form: "envelope",
      do: "envelope",
      "envelope.year": "2027",
      "envelope.programme": "solidae",
      "envelope.source": "eu",
      "envelope.aeCents": "1",
      "envelope.cpCents": "1",
      "envelope.reason": "X",
    });
    expect(tried.text).toContain("Rien n’a été changé");
    expect((await reader.get("/bureau/enveloppes")).text).not.toContain('name="envelope.year"');
  });
});

it("goes from the proposals to a paid tranche by the forms of the office alone", async () => {
  const created = await council.post("/bureau/deliberations", {
    form: "new",
    do: "new",
    "new.title": "Subventions pour l’eau",
    "new.reference": "",
    "new.sessionOn": "2026-07-01",
    "new.statement": "Mesdames, Messieurs",
  });
  expect(created.status).toBe(303);
  const path = created.location!;
  await council.post(path, { form: "add", do: "add", file: files });
  const early = await council.post(path, { form: "move-deliberation", do: "table" });
  expect(early.text).toContain("Donnez d’abord la référence");
  const draft = await council.get(path);
  const version = /name="version" value="(\d+)"/.exec(draft.text)![1]!;
  await council.post(path, {
    form: "edit",
    do: "edit",
    version,
    "edit.title": "Subventions pour l’eau",
    "edit.reference": "2026 DGRI 29",
    "edit.sessionOn": "2026-07-01",
    "edit.statement": "Mesdames, Messieurs",
  });
  expect((await council.post(path, { form: "move-deliberation", do: "table" })).status).toBe(303);
  const pdf = await council.get(`${path}/projet.pdf`);
  expect([pdf.status, pdf.text.slice(0, 5)]).toEqual([200, "%PDF-"]);
  // An officer records no vote.
  expect((await officer.get(path)).text).not.toContain('name="vote.votesFor"');
  const vote = {
    form: "vote",
    do: "vote",
    "vote.votedOn": "2026-07-02",
    "vote.votesFor": "100",
    "vote.votesAgainst": "12",
    "vote.abstained": "0",
    "vote.notVoting": "1",
    "vote.stepAsides.count": "1",
    "vote.stepAsides.0.name": "Mme Unetelle",
    "vote.stepAsides.0.reason": "administratrice",
  };
  expect((await council.post(path, vote)).status).toBe(303);
  expect((await council.post(path, vote)).status).toBe(422); // not twice
  await council.post(path, { form: "dates", do: "dates", "dates.transmittedOn": "2026-07-04", "dates.publishedOn": "2026-07-06" });
  expect((await council.get(path)).text).toMatch(/6 juillet 2026/);

  const list = await officer.get("/bureau/suivi");
  const grant = idIn(list.text, "/bureau/suivi");
  const page = `/bureau/suivi/${grant}`;
  expect((await finance.post(page, { form: "move-grant", do: "commit" })).status).toBe(422);
  expect((await officer.post(page, { do: "convention" })).status).toBe(303);
  const convention = /name="convention" value="([0-9a-f-]{36})"/.exec((await officer.get(page)).text)![1]!;
  expect((await officer.post(page, { convention, do: "send" })).status).toBe(303);
  const proof = await officer.post(page, {
    form: "sign",
    do: "sign",
    convention,
    "sign.party": "beneficiary",
    "sign.signedOn": "2026-07-10",
    "sign.signatory": "Aminata Sow",
    "sign.evidence": "",
    "sign.file": "",
  });
  expect(proof.text).toContain("Joignez un fichier");
  expect(proof.text).toContain("Aminata Sow");
  const signed = new File([Buffer.from(pdfOf())], "signée.pdf", { type: "application/pdf" });
  expect(
    (
      await officer.post(page, {
        form: "sign",
        do: "sign",
        convention,
        "sign.party": "beneficiary",
        "sign.signedOn": "2026-07-10",
        "sign.signatory": "Aminata Sow",
        "sign.evidence": "",
        "sign.file": "",
        "sign.file.upload": signed,
      })
    ).status,
  ).toBe(303);
  expect(
    (
      await officer.post(page, {
        form: "sign",
        do: "sign",
        convention,
        "sign.party": "city",
        "sign.signedOn": "2026-07-12",
        "sign.signatory": "La Ville",
        "sign.evidence": "Parapheur n° 12",
        "sign.file": "",
      })
    ).status,
  ).toBe(303);
  expect((await officer.get(page)).text).toContain("Compte rendu financier");
  expect((await officer.post(page, { form: "move-grant", do: "commit" })).text).toContain("Votre rôle ne le permet pas");
  expect((await finance.post(page, { form: "move-grant", do: "commit" })).status).toBe(303);

  const form = await officer.get(page);
  const tranche = /<option value="([0-9a-f-]{36})" selected/.exec(form.text)![1]!;
  expect(
    (await officer.post(page, { form: "payment", do: "payment", "payment.tranche": tranche, "payment.amountCents": "99 000" })).text,
  ).toContain("dépasse ce qui reste");
  expect(
    (await officer.post(page, { form: "payment", do: "payment", "payment.tranche": tranche, "payment.amountCents": "18 000,00" })).status,
  ).toBe(303);
  const payment = /name="payment" value="([0-9a-f-]{36})"/.exec((await officer.get(page)).text)![1]!;
  expect((await officer.post(page, { form: "move-payment", payment, do: "check" })).status).toBe(303);
  expect((await finance.get("/bureau/paiements")).text).toMatch(/18[\s\u202f\u00a0]000/);
  expect((await finance.post(page, { payment, do: "order", orderNumber: "M-2026-118" })).status).toBe(303);
  expect((await finance2.post(page, { payment, do: "pay", paidOn: "2036-01-01" })).status).toBe(422);
  expect((await finance2.post(page, { payment, do: "pay", paidOn: "2026-08-20" })).status).toBe(303);
  expect((await reader.get(page)).text).toContain("Payé le");

  // What waits for a report may be asked for; the button to check it says why it is shut, and the act refuses too.
  const last = /<option value="([0-9a-f-]{36})" selected/.exec((await officer.get(page)).text)![1]!;
  await officer.post(page, { form: "payment", do: "payment", "payment.tranche": last, "payment.amountCents": "1 000" });
  const waiting = (await officer.get(page)).text;
  expect(waiting).toMatch(/<button[^>]*disabled[^>]*>Vérifier<\/button>[\s\S]{0,80}n’est pas accepté/);
  const second = /name="payment" value="([0-9a-f-]{36})"/.exec(waiting)![1]!;
  expect((await officer.post(page, { form: "move-payment", payment: second, do: "check" })).status).toBe(422);
  expect((await officer.post(page, { form: "move-payment", payment: second, do: "reject", reason: "Trop tôt" })).status).toBe(303);
  for (const address of [
    page,
    path,
    "/bureau/suivi?etat=committed&q=puits",
    "/bureau/paiements?etat=paid",
    "/bureau/rapports",
    `/bureau/enveloppes/${world.envelope}`,
  ]) {
    const shown = await officer.get(`${address}${address.includes("?") ? "&" : "?"}langue=en`);
    expect([address, shown.status]).toEqual([address, 200]);
    expect(shown.text.match(/>[^<]*\b(grants|refusal|state|move|field|choice|act|report)\.[a-z][^<]*/gi)).toBeNull();
  }
});

it("shows on the project’s public page that its grant is suspended, resumed, withdrawn", async () => {
  const { grant, project } = (await site.db
    .selectFrom("grant")
    .select(["id as grant", "project"])
    .where("state", "=", "committed")
    .executeTakeFirst())!;
  const stateOf = async () =>
    (await site.db.selectFrom("project").select("state").where("id", "=", project!).executeTakeFirstOrThrow()).state;
  const page = `/bureau/suivi/${grant}`;
  await officer.get("/bureau?langue=fr");
  const move = (act: string) => officer.post(page, { form: "move-grant", do: act, reason: "Sécurité" });
  expect((await officer.post(page, { form: "move-grant", do: "suspend", reason: " " })).text).toContain("Donnez un motif");
  expect([(await move("suspend")).status, await stateOf()]).toEqual([303, "suspended"]);
  expect([(await move("resume")).status, await stateOf()]).toEqual([303, "running"]);
  expect([(await move("withdraw")).status, await stateOf()]).toEqual([303, "abandoned"]);
  expect((await officer.get(page)).text).toContain("loi 2000-321, art. 10-1");
});

it("records no vote of tomorrow", async () => {
  const made = await council.post("/bureau/deliberations", {
    form: "new",
    do: "new",
    "new.title": "Demain",
    "new.reference": "2026 DGRI 99",
    "new.sessionOn": "2026-07-01",
    "new.statement": "",
  });
  await site.db.updateTable("deliberation").set({ state: "tabled" }).where("reference", "=", "2026 DGRI 99").execute();
  const vote = {
    form: "vote",
    do: "vote",
    "vote.votedOn": "2099-07-02",
    "vote.votesFor": "9",
    "vote.votesAgainst": "1",
    "vote.abstained": "0",
    "vote.notVoting": "0",
  };
  const answer = await council.post(made.location!, vote);
  expect([answer.status, answer.text.includes("pas encore venue")]).toEqual([422, true]);
  expect(answer.text).toContain("2099-07-02");
});

it("answers a page, never a fault, to addresses and forms made up by hand", async () => {
  for (const address of [
    "/bureau/suivi/xyz",
    "/bureau/deliberations/00000000-0000-0000-0000-000000000000",
    "/bureau/enveloppes/1",
    "/bureau/rapports/zz",
  ])
    expect((await officer.get(address)).status).toBe(404);
  expect(
    (await officer.post("/bureau/deliberations/00000000-0000-0000-0000-000000000000", { do: "vote", form: "vote" })).status,
  ).toBeLessThan(500);
  const grant = idIn((await officer.get("/bureau/suivi")).text, "/bureau/suivi");
  for (const act of ["", "sign", "order", "receive", "__proto__", "constructor", "add:schedule.tranches"])
    expect(
      (await officer.post(`/bureau/suivi/${grant}`, { do: act, form: "schedule", convention: "x", payment: "x", recovery: "x" })).status,
    ).toBeLessThan(500);
});
