import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, type OfficeSite, openOffice, PASSWORD, valueIn } from "../../test/unit/office-site.ts";
import { must } from "../funding/acts.ts";
import type { Person } from "../funding/applicant/actions.ts";
import { putMember } from "../funding/applicant/store.ts";
import { makeReceipt } from "../funding/application/receipt.ts";
import { findApplication } from "../funding/application/store.ts";
import {
  type Body,
  completeContent,
  makeApplicant,
  makeOpenEdition,
  makeReadyApplication,
  makeSubmitted,
  somePdf,
  someSiret,
} from "../funding/testing.ts";
import { createAccount } from "../platform/accounts/actions.ts";
import { pdfOf } from "../platform/intake/testing.ts";
import { currentEdition } from "../register/edition/store.ts";
import { editRecord } from "../register/record/actions.ts";

let site: OfficeSite;
let edition: string;
let awa: Person;
let louis: Person;
let body: Body;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  edition = await makeOpenEdition(site.db);
  awa = await account("awa", "Awa Diop");
  louis = await account("louis", "Louis Marchand");
  body = await makeApplicant(site.db, {}, { representative: awa });
  await putMember(site.db, body.applicant, louis.id, "contributor");
});
afterAll(() => site.drop());

async function account(key: string, name: string): Promise<Person> {
  const email = `${key}@association.example`;
  const made = must(await createAccount(site.services.auth, "applicant", { email, name, password: PASSWORD }));
  return { id: made.id, name, email, role: "applicant" };
}
async function signIn(person: Pick<Person, "email">): Promise<Browser> {
  const browser = site.browser();
  const answer = await browser.post("/espace/connexion", { email: person.email, password: PASSWORD });
  expect(answer.status).toBe(303);
  return browser;
}
const ready = () => makeReadyApplication(site.db, site.services.files, edition, body).then(({ id }) => id);
const linkTo = async (email: string, template: string) => {
  const mail = await site.db
    .selectFrom("outgoingMail")
    .select("bodyText")
    .where("toAddress", "=", email)
    .where("template", "=", template)
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  return /http:\/\/localhost(\/espace\S+)/.exec(mail.bodyText)![1]!;
};
const pdf = () => new File([somePdf() as BlobPart], "statuts.pdf", { type: "application/pdf" });

describe("from nothing to a receipt, without a script", () => {
  it("walks sign-up, the body, every section, the sending", async () => {
    const browser = site.browser();
    const email = "nouvelle@association.example";
    const call = `/espace/candidater/${edition}`;
    expect((await browser.get(call)).location).toBe(`/espace/connexion?retour=${encodeURIComponent(call)}`);
    expect((await browser.post("/espace/inscription", { name: "Nadia Benali", email, password: "court", retour: call })).text).toContain(
      "trop court",
    );
    expect((await browser.post("/espace/inscription", { name: "Nadia Benali", email, password: PASSWORD, retour: call })).text).toContain(
      "Regardez vos courriels",
    );
    expect((await browser.post("/espace/connexion", { email, password: PASSWORD })).text).toContain("pas encore confirmée");
    const link = await linkTo(email, "verify_address");
    expect((await browser.get(link)).text).toContain(email);
    expect((await browser.post("/espace/confirmer", { jeton: new URL(link, "http://x").searchParams.get("jeton")! })).text).toContain(
      "confirmée",
    );
    expect((await browser.post("/espace/connexion", { email, password: PASSWORD })).location).toBe(call);
    expect((await browser.get(call)).location).toBe(`/espace/demandes/nouvelle?edition=${edition}`);
    expect((await browser.get("/espace")).text).toContain("décrivez d’abord l’organisme");

    const identity = {
      name: "Puits d’ailleurs",
      legalForm: "association_1901",
      country: "FR",
      foundedOn: "2015-02-01",
      postalCode: "75018",
      siret: "123",
    };
    const refused = await browser.post("/espace/organismes/nouveau", identity);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Un SIRET a 14 chiffres");
    expect(valueIn(refused.text, "name")).toBe("Puits d’ailleurs");
    const made = await browser.post("/espace/organismes/nouveau", { ...identity, siret: someSiret() });
    const applicant = /organismes\/([\w-]+)\?fait=cree/.exec(made.location!)![1]!;

    const started = await browser.post("/espace/demandes/nouvelle", { edition, applicant, do: "start" });
    const file = /demandes\/([\w-]+)\/projet/.exec(started.location!)![1]!;
    const at = (path: string) => `/espace/demandes/${file}${path}`;
    const content = completeContent();
    const save = async (path: string, fields: Record<string, string | string[]>, next: string) => {
      const page = await browser.get(at(path));
      expect(page.status).toBe(200);
      const answer = await browser.post(at(path), { version: valueIn(page.text, "version")!, ...fields, do: "continue" });
      expect(answer.location).toBe(at(next));
    };
    await save("/projet", { title: content.title, summary: content.summary, startsOn: content.startsOn, endsOn: content.endsOn }, "/lieux");
    await save(
      "/lieux",
      {
        "places.count": "1",
        "places.0.country": "SN",
        "places.0.name": "Dagana",
        "places.0.latitude": "16,51",
        "places.0.longitude": "-15.51",
      },
      "/partenaires",
    );
    await save("/partenaires", { "partners.count": "1", "partners.0.name": "" }, "/questions");
    await save(
      "/questions",
      { "answers.need": "Les forages sont salés.", "answers.authority": "no", "answers.themes": ["access", "training"] },
      "/budget",
    );
    await save(
      "/budget",
      {
        "asked.water": "80 000,50",
        "budget.expenses.count": "2",
        "budget.expenses.0.line": "purchases",
        "budget.expenses.0.cents": "200 000,50 €",
        "budget.expenses.1.line": "travel",
        "budget.expenses.1.cents": "",
        "budget.resources.count": "1",
        "budget.resources.0.line": "own",
        "budget.resources.0.funder": "Association",
        "budget.resources.0.status": "confirmed",
        "budget.resources.0.cents": "120000",
      },
      "/indicateurs",
    );
    await save("/indicateurs", { "indicators.count": "1", "indicators.0.code": "people", "indicators.0.target": "4 200" }, "/documents");
    expect((await browser.post(at("/documents"), { requirement: "statutes", file: new File(["<html>"], "x.pdf") })).location).toContain(
      "refus=file_type",
    );
    expect((await browser.post(at("/documents"), { requirement: "statutes", file: pdf() })).location).toContain("recu=1");
    await save("/engagements", { declarations: ["honour", "no-worship"], engagement: "1" }, "/envoi");

    const review = await browser.get(at("/envoi"));
    expect(review.text).toContain("Le dossier est complet");
    expect(review.text).toContain("Les forages sont salés.");
    const sent = await browser.post(at("/envoi"), {});
    expect(sent.location).toBe(at("/accuse"));
    expect((await browser.post(at("/envoi"), {})).location).toBe(at("/accuse"));
    const stored = (await findApplication(site.db, file))!;
    expect(stored.askedCents).toBe(8_000_050);
    await makeReceipt({ ...site.services }, file);
    const receipt = await browser.get(at("/accuse"));
    expect(receipt.text).toContain(stored.number);
    expect(receipt.text).toContain(stored.contentSha256);
    const document = await browser.get(at("/accuse.pdf"));
    expect(document.headers.get("content-type")).toBe("application/pdf");
    expect(document.headers.get("content-disposition")).toContain("attachment");
    expect((await browser.get(at(""))).text).toContain("Demande envoyée");
    expect((await browser.get("/espace")).text).toContain(stored.number);
  });
});

describe("a draft", () => {
  it("keeps what is wrong as it was typed, and says what remains", async () => {
    const id = await ready();
    const browser = await signIn(awa);
    const path = `/espace/demandes/${id}/budget`;
    const page = await browser.get(path);
    await browser.post(path, {
      version: valueIn(page.text, "version")!,
      "asked.water": "dix mille",
      "budget.expenses.count": "0",
      "budget.resources.count": "0",
      do: "save",
    });
    const after = await browser.get(path);
    expect(valueIn(after.text, "asked.water")).toBe("dix mille");
    expect(after.text).toContain("Ce nombre n’est pas compris");
    expect(after.text).toContain('href="#f-asked-water"');
  });

  it("tells two people of one field with both versions, and merges the rest", async () => {
    const id = await ready();
    const [one, two] = [await signIn(awa), await signIn(louis)];
    const path = `/espace/demandes/${id}/projet`;
    const [a, b] = [(await one.get(path)).text, (await two.get(path)).text];
    const form = (page: string, change: Record<string, string>) => ({
      ...Object.fromEntries(["version", "title", "summary", "startsOn", "endsOn"].map((name) => [name, valueIn(page, name)!])),
      do: "save",
      ...change,
    });
    expect((await one.post(path, form(a, { title: "Le titre d’Awa" }))).status).toBe(303);
    const conflict = await two.post(path, form(b, { title: "Le titre de Louis", summary: "Un nouveau résumé" }));
    expect(conflict.status).toBe(409);
    expect(conflict.text).toContain("Le titre d’Awa");
    expect(valueIn(conflict.text, "title")).toBe("Le titre de Louis");
    expect((await two.post(path, form(conflict.text, {}))).status).toBe(303);
    expect((await findApplication(site.db, id))!.draft).toMatchObject({ title: "Le titre de Louis", summary: "Un nouveau résumé" });
  });

  it("is saved by the island, which is told when someone else was there", async () => {
    const id = await ready();
    const browser = await signIn(awa);
    const path = `/espace/demandes/${id}/projet`;
    const page = (await browser.get(path)).text;
    const fields = { version: valueIn(page, "version")!, title: "Automatique", summary: "x", startsOn: "", endsOn: "", do: "autosave" };
    const saved = JSON.parse((await browser.post(path, fields, { "sec-fetch-site": "same-origin", accept: "application/json" })).text);
    expect(saved).toMatchObject({ ok: true, version: 2 });
    const other = await signIn(louis);
    await other.post(path, { ...fields, version: "2", title: "De Louis", do: "save" });
    const stale = await browser.post(path, { ...fields, title: "Encore" }, { "sec-fetch-site": "same-origin", accept: "application/json" });
    expect(stale.status).toBe(409);
    expect(JSON.parse(stale.text).message).toContain("Louis Marchand");
    const out = await site.browser().post(path, fields, { "sec-fetch-site": "same-origin", accept: "application/json" });
    expect(out.status).toBe(401);
  });

  it("is nobody else's, page by page and file by file", async () => {
    const { id } = await makeSubmitted(site.db, site.services.files, edition, body);
    const draft = await ready();
    const stranger = await signIn(await account(`etrangere${Date.now()}`, "Étrangère"));
    const file = await site.db.selectFrom("applicationFile").select("id").where("application", "=", draft).executeTakeFirstOrThrow();
    for (const path of ["", "/projet", "/envoi", "/accuse", "/accuse.pdf", "/retrait"])
      expect((await stranger.get(`/espace/demandes/${id}${path}`)).status, path).toBe(404);
    expect((await stranger.get(`/espace/demandes/${draft}/fichiers/${file.id}`)).status).toBe(404);
    expect((await stranger.get(`/espace/organismes/${body.applicant}`)).status).toBe(404);
    expect((await stranger.post(`/espace/demandes/${draft}/envoi`, {})).status).toBe(404);
    expect((await stranger.get("/espace/demandes/pas-un-dossier")).status).toBe(404);
    const own = await (await signIn(louis)).get(`/espace/demandes/${draft}/fichiers/${file.id}`);
    expect(own.headers.get("content-disposition")).toContain("attachment");
    expect(own.headers.get("x-content-type-options")).toBe("nosniff");
    expect(own.headers.get("cache-control")).toContain("private");
  });

  it("takes nothing from another site", async () => {
    const id = await ready();
    const browser = await signIn(awa);
    const answer = await browser.post(
      `/espace/demandes/${id}/envoi`,
      {},
      { "sec-fetch-site": "cross-site", origin: "https://ailleurs.example" },
    );
    expect(answer.status).toBe(403);
  });
});

describe("the deadline", () => {
  it("is said to the second when it has passed, and nothing is lost", async () => {
    const own = await makeOpenEdition(site.db);
    const { id } = await makeReadyApplication(site.db, site.services.files, own, body);
    const { document, version } = (await currentEdition(site.db, own))!;
    const closesAt = `${new Date(Date.now() - 90_000).toISOString().slice(0, 19)}Z`;
    must(await editRecord(site.db, "edition", own, version, { ...document, closesAt }, { id: "s", name: "S", role: "system" }));
    const browser = await signIn(awa);
    const late = await browser.post(`/espace/demandes/${id}/envoi`, {});
    expect(late.status).toBe(422);
    expect(late.text).toMatch(/arrivé 9\d secondes après la clôture/);
    expect(late.text).toContain("Rien de ce que vous avez écrit n’est perdu");
    expect(late.text).toContain("Quatre villages raccordés");
  });
});

describe("eligibility", () => {
  it("is told item by item, without an account", async () => {
    const browser = site.browser();
    expect((await browser.get(`/espace/eligibilite/${edition}`)).status).toBe(200);
    const old = "verifier=1&forme=association_1901&creation=2012-05-14&numero=siret&declare=no-worship";
    const good = await browser.get(`/espace/eligibilite/${edition}?${old}&pays=SN&montant=80000&cout=200000`);
    expect(good.text).toContain("vous remplissez toutes les conditions");
    const bad = await browser.get(`/espace/eligibilite/${edition}?${old}&pays=IT&montant=300000&cout=400000`);
    expect(bad.text).toContain("3 conditions ne sont pas remplies");
    expect(bad.text).toContain("pas éligible à cet appel");
    expect((await browser.get("/espace/eligibilite/inconnue")).status).toBe(404);
    for (let i = 0; i < 40; i++) await browser.get(`/espace/eligibilite/${edition}?${old}`);
    expect((await browser.get(`/espace/eligibilite/${edition}?${old}`)).status).toBe(429);
  });
});

describe("uploads by tus", () => {
  it("create, ask, go on, refuse", async () => {
    const id = await ready();
    const browser = await signIn(louis);
    const tus = { "tus-resumable": "1.0.0", "sec-fetch-site": "same-origin" };
    const bytes = pdfOf({ bytes: 700_000 });
    const metadata = Object.entries({ filename: "devis.pdf", application: id, requirement: "quotes" })
      .map(([key, value]) => `${key} ${btoa(value)}`)
      .join(",");
    const made = await browser.send("/espace/televersements", {
      method: "POST",
      headers: { ...tus, "upload-length": String(bytes.length), "upload-metadata": metadata },
    });
    expect(made.status).toBe(201);
    const at = made.location!;
    const patch = (offset: number, part: Uint8Array) =>
      browser.send(at, {
        method: "PATCH",
        headers: { ...tus, "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
        body: part as BodyInit,
      });
    expect((await patch(0, bytes.subarray(0, 524_288))).headers.get("upload-offset")).toBe("524288");
    expect((await patch(0, bytes.subarray(0, 524_288))).status).toBe(409);
    expect((await browser.send(at, { method: "HEAD", headers: tus })).headers.get("upload-offset")).toBe("524288");
    expect((await (await signIn(awa)).send(at, { method: "HEAD", headers: tus })).status).toBe(404);
    expect((await patch(524_288, bytes.subarray(524_288))).status).toBe(204);
    expect((await browser.get(`/espace/demandes/${id}/documents`)).text).toContain("devis.pdf");
    const big = await browser.send("/espace/televersements", {
      method: "POST",
      headers: { ...tus, "upload-length": "99999999", "upload-metadata": metadata },
    });
    expect(big.status).toBe(413);
    expect(big.text).toContain("20");
  });
});

describe("after it is sent", () => {
  it("answers a request of the desk, and withdraws", async () => {
    const { id } = await makeSubmitted(site.db, site.services.files, edition, body);
    await sql`UPDATE application SET state = 'incomplete' WHERE id = ${id}`.execute(site.db);
    const { rows } = await sql<{ id: string }>`INSERT INTO piece_request (application, question, asked_by, asked_name, due_at)
      VALUES (${id}, 'Un devis signé', 'x', 'Alice', now() + interval '10 days') RETURNING id`.execute(site.db);
    const browser = await signIn(awa);
    const at = `/espace/demandes/${id}`;
    expect((await browser.get(at)).text).toContain("Un devis signé");
    expect((await browser.post(`${at}/documents`, { piece: rows[0]!.id, file: pdf() })).location).toContain("recu=1");
    expect((await browser.post(`${at}/pieces/${rows[0]!.id}`, { answer: "" })).text).toContain("Écrivez une réponse");
    expect((await browser.post(`${at}/pieces/${rows[0]!.id}`, { answer: "Le voici." })).location).toBe(`${at}?fait=complet`);
    expect((await browser.get(`${at}/retrait`)).status).toBe(200);
    expect((await browser.post(`${at}/retrait`, { reason: "" })).location).toBe(`${at}?fait=retire`);
    expect((await browser.get(at)).text).toContain("Vous avez retiré cette demande");
    expect((await (await signIn(louis)).get(`${at}/retrait`)).status).toBe(404);
  });

  it("shows no rank before the results are out", async () => {
    const { id } = await makeSubmitted(site.db, site.services.files, edition, body);
    for (const state of ["admissible", "in_assessment", "reserve"])
      await sql`UPDATE application SET state = ${state} WHERE id = ${id}`.execute(site.db);
    const page = (await (await signIn(awa)).get(`/espace/demandes/${id}`)).text;
    expect(page).toContain("À l’étude");
    expect(page).not.toContain("Liste d’attente");
  });
});
