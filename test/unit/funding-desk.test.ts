import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { must } from "../../src/funding/acts.ts";
import { admissibilityItems } from "../../src/funding/application/lists.ts";
import { addAssessor, assign } from "../../src/funding/assessment/assessors.ts";
import { openEnvelope, setGauge } from "../../src/funding/envelope/actions.ts";
import { makeApplicant, makeOpenEdition, makeSubmitted } from "../../src/funding/testing.ts";
import type { Actor } from "../../src/platform/accounts/rights.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

// The desk, the assessors and the juries, page by page, as a browser without scripts.

let site: OfficeSite;
let [officer, colleague, administrator, expert, reader, finance]: Browser[] = [];
let edition: string;
const finances: Actor = { id: "f", name: "F", role: "finance" };
beforeAll(async () => {
  site = await openOffice({ paris: true });
  officer = await site.as("officer", "agent");
  colleague = await site.as("officer", "collegue");
  administrator = await site.as("administrator", "admin");
  expert = await site.as("assessor", "expert");
  reader = await site.as("reader", "lecteur");
  finance = await site.as("finance", "finances");
  edition = await makeOpenEdition(site.db);
});
afterAll(() => site.drop());

const actor = async (name: string): Promise<Actor> => {
  const { rows } = await sql<Actor>`SELECT id, name, role FROM auth."user" WHERE email = ${`${name}@ville.example`}`.execute(site.db);
  return rows[0]!;
};
let bodies = 0;
async function submitted(state?: string): Promise<{ id: string; number: string }> {
  const body = await makeApplicant(site.db, { name: `Zébulon ${++bodies}` });
  const file = await makeSubmitted(site.db, site.services.files, edition, body);
  if (state) {
    await sql`UPDATE application SET state = 'admissible' WHERE id = ${file.id}`.execute(site.db);
    await sql`UPDATE application SET state = ${state} WHERE id = ${file.id}`.execute(site.db);
  }
  return file;
}
const versionOf = async (id: string) =>
  String((await site.db.selectFrom("application").select("version").where("id", "=", id).executeTakeFirstOrThrow()).version);
const stateOf = async (id: string) =>
  (await site.db.selectFrom("application").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state;
const words = (page: string) => page.replace(/<[^>]*>/g, " ");
const path = (id: string) => `/bureau/dossiers/${id}`;

describe("every page of the desk", () => {
  it("opens in both languages, with one title, every word and no cache", async () => {
    const { id } = await submitted("in_assessment");
    must(await addAssessor(site.db, "http://localhost", edition, (await actor("expert")).id, "", await actor("agent")));
    expect((await expert!.post(`/bureau/evaluations/interets/${edition}`, { statement: "" })).status).toBe(303);
    const jury = (await officer!.post("/bureau/jurys", { edition, heldOn: "2027-03-01", place: "Salle 1" })).location!;
    const all: [Browser, string][] = [
      ...[
        "/bureau/dossiers",
        `/bureau/dossiers?edition=${edition}&sort=amount&q=zebulon`,
        path(id),
        "/bureau/dossiers/saisie",
        "/bureau/evaluations",
        "/bureau/evaluations/editions",
        `/bureau/evaluations/editions/${edition}`,
        `/bureau/classement/${edition}`,
        "/bureau/jurys",
        jury,
      ].map((one): [Browser, string] => [officer!, one]),
      [expert!, "/bureau/evaluations"],
      [expert!, `/bureau/evaluations/interets/${edition}`],
      [expert!, `/bureau/evaluations/${id}`],
      [administrator!, path(id)],
    ];
    for (const [browser, page] of all)
      for (const language of ["fr", "en"]) {
        const answer = await browser.get(`${page}${page.includes("?") ? "&" : "?"}langue=${language}`);
        expect([page, language, answer.status]).toEqual([page, language, 200]);
        expect(answer.text.match(/<h1/g)).toHaveLength(1);
        expect(answer.headers.get("cache-control")).toContain("no-store");
        expect([
          page,
          language,
          words(answer.text).match(/\b(instruction|assessment|jury|state|move|refusal|problem|grants|office|field)\.[a-z][\w.-]+/)?.[0],
        ]).toEqual([page, language, undefined]);
      }
    for (const browser of [officer!, expert!, administrator!]) await browser.get("/bureau/compte?langue=fr");
  });
  it("is closed to who is not signed in and to those whose role does not open it", async () => {
    const { id } = await submitted();
    for (const page of ["/bureau/dossiers", path(id), "/bureau/jurys", `/bureau/classement/${edition}`, "/bureau/evaluations"]) {
      expect((await site.browser().get(page)).status).toBe(302);
      expect((await site.browser().post(page, { do: "note" })).status).toBe(401);
      expect([page, (await reader!.get(page)).status]).toEqual([page, 403]);
    }
    for (const page of [
      "/bureau/dossiers",
      path(id),
      "/bureau/jurys",
      `/bureau/classement/${edition}`,
      `/bureau/evaluations/editions/${edition}`,
    ])
      expect([page, (await expert!.get(page)).status]).toEqual([page, 403]);
    expect((await finance!.get(path(id))).status).toBe(404);
    expect((await officer!.get(path("00000000-0000-0000-0000-000000000000"))).status).toBe(404);
    expect((await officer!.get(path("x"))).status).toBe(404);
  });
});

describe("who has declared an interest", () => {
  it("finds the file nowhere, by no address, in no export", async () => {
    const { id, number } = await submitted("in_assessment");
    const sent = await site.db.selectFrom("applicationFile").select(["id", "file"]).where("application", "=", id).execute();
    const expertId = (await actor("expert")).id;
    must(await assign(site.db, id, expertId, await actor("agent")));
    const addresses = [path(id), `${path(id)}/fichiers/${sent[0]!.id}`, `/bureau/fichiers/${sent[0]!.file}`];
    for (const address of addresses) expect([address, (await colleague!.get(address)).status]).toEqual([address, 200]);
    const lists = [
      "/bureau/dossiers",
      `/bureau/dossiers?q=${number}`,
      `/bureau/classement/${edition}`,
      `/bureau/classement/${edition}/export.csv`,
      "/bureau/jurys",
      "/bureau/courriers",
      "/bureau",
    ];
    await sql`INSERT INTO outgoing_mail (to_address, locale, template, subject, body_text, about_kind, about_id) VALUES ('a@b.fr', 'fr', 'x', ${number}, 'x', 'application', ${id})`.execute(
      site.db,
    );
    expect((await colleague!.get(`/bureau/classement/${edition}`)).text).toContain(number);
    const aside = await colleague!.post(path(id), { do: "interest", reason: "mandate", text: "" });
    expect([aside.status, aside.location]).toEqual([303, "/bureau/dossiers?fait=interest"]);
    for (const address of addresses) expect([address, (await colleague!.get(address)).status]).toEqual([address, 404]);
    expect((await colleague!.post(path(id), { do: "note", text: "x" })).status).toBe(404);
    for (const list of lists) {
      const { text } = await colleague!.get(list);
      // What was typed in the search comes back; nothing else says the number.
      const said = text.replaceAll(/<input[^>]*>|« [^»]* »|\?q=[^"]*/g, "");
      expect([list, said.includes(number), text.includes(id)]).toEqual([list, false, false]);
    }
    const mail = await site.db.selectFrom("outgoingMail").select("id").where("aboutId", "=", id).executeTakeFirstOrThrow();
    expect((await colleague!.get(`/bureau/courriers/${mail.id}`)).status).toBe(404);
    expect((await officer!.get(`/bureau/courriers/${mail.id}`)).status).toBe(200);
    expect((await officer!.get(path(id))).text).toContain("collegue");
    expect((await expert!.get(`/bureau/evaluations/${id}`)).status).toBe(200);
    expect((await expert!.post(`/bureau/evaluations/${id}`, { do: "interest", reason: "other", text: "" })).status).toBe(422);
    expect((await expert!.post(`/bureau/evaluations/${id}`, { do: "interest", reason: "other", text: "voisin" })).status).toBe(303);
    expect((await expert!.get(`/bureau/evaluations/${id}`)).status).toBe(404);
    expect((await expert!.get("/bureau/evaluations")).text).not.toContain(number);
    expect((await officer!.post(path(id), { do: `lift:${expertId}`, reason: "erreur" })).status).toBe(422);
    expect((await administrator!.post(path(id), { do: `lift:${expertId}`, reason: "erreur" })).status).toBe(303);
  });
});

describe("an officer", () => {
  it("signs, judges, asks, notes and decides on one page, and is told why what is blocked is blocked", async () => {
    const { id, number } = await submitted();
    const page = await officer!.get(path(id));
    expect(page.text).toContain("La liste de recevabilité n’est pas remplie");
    expect(page.text).toContain("FR76 •••• 0189");
    expect((await colleague!.get(path(id))).text).toContain("agent a ouvert ce dossier");
    const proposed = await officer!.get(`${path(id)}?avis=programme`);
    expect(valueIn(proposed.text, "verdict.age")).toBe("yes");
    expect(valueIn(page.text, "verdict.age")).toBe("");
    const items = Object.fromEntries(
      admissibilityItems.flatMap((item) => [
        [`verdict.${item}`, "yes"],
        [`note.${item}`, ""],
        [`seen.${item}`, ""],
      ]),
    );
    expect((await officer!.post(path(id), { do: "checks:admissibility", ...items })).status).toBe(303);
    const [file] = await site.db.selectFrom("applicationFile").select("id").where("application", "=", id).execute();
    const unsaid = await officer!.post(path(id), { do: `document:${file!.id}`, verdict: "refused", note: "" });
    expect([unsaid.status, unsaid.text.includes("Donnez un motif")]).toEqual([422, true]);
    expect((await officer!.post(path(id), { do: `document:${file!.id}`, verdict: "accepted", note: "" })).status).toBe(303);
    const typed = "Pourquoi <b>deux</b> devis ?";
    const wrong = await officer!.post(path(id), { do: "piece", requirement: "", question: typed, due: "hier" });
    expect([wrong.status, valueIn(wrong.text, "question"), valueIn(wrong.text, "due")]).toEqual([422, typed, "hier"]);
    expect(
      (await officer!.post(path(id), { do: "piece", requirement: "quotes", question: typed, due: "2099-01-15T12:00" })).location,
    ).toContain("#pieces");
    expect(await stateOf(id)).toBe("incomplete");
    expect((await officer!.post(path(id), { do: "note", text: "Appelée le 3." })).status).toBe(303);
    expect((await officer!.get(path(id))).text).toContain("Appelée le 3.");
    const [piece] = await site.db.selectFrom("pieceRequest").select("id").where("application", "=", id).execute();
    expect((await officer!.post(path(id), { do: `close-piece:${piece!.id}` })).status).toBe(303);
    const move = async (name: string, more: object = {}) =>
      officer!.post(path(id), { form: "move-application", do: name, version: await versionOf(id), ...more });
    expect((await move("complete")).status).toBe(303);
    expect((await officer!.post(path(id), { form: "move-application", do: "admit", version: "1" })).text).toContain("rechargez la page");
    expect((await move("admit")).status).toBe(303);
    expect((await officer!.post(path(id), { do: "create-organisation" })).status).toBe(303);
    expect((await move("assess")).status).toBe(303);
    expect(await stateOf(id)).toBe("in_assessment");
    const list = await officer!.get(`/bureau/dossiers?q=${number}&state=in_assessment`);
    expect(words(list.text)).toContain(number);
    expect((await officer!.post(path(id), { do: "nothing" })).status).toBe(400);
  });

  it("assigns the ticked files or the whole selection to two officers", async () => {
    const [a, b] = [await submitted(), await submitted()];
    const [one, two] = [await actor("agent"), await actor("collegue")];
    const ticked = await officer!.post(`/bureau/dossiers?edition=${edition}`, {
      do: "selected",
      id: [a.id, b.id],
      first: one.id,
      second: two.id,
    });
    expect(ticked.location).toBe(`/bureau/dossiers?edition=${edition}&fait=assigned&n=2`);
    expect((await officer!.get(ticked.location!)).text).toContain("2 dossiers confiés");
    const all = await officer!.post("/bureau/dossiers?q=zebulon&state=submitted", { do: "all", first: one.id, second: "" });
    expect(all.status).toBe(303);
    expect((await officer!.get("/bureau/dossiers?q=zebulon&mine=1")).text).toContain(b.number);
    expect((await officer!.post("/bureau/dossiers", { do: "selected", id: a.id, first: "nobody", second: "" })).status).toBe(422);
  });

  it("enters an emergency request in the name of a body, and gets back what was typed", async () => {
    const fast = await makeOpenEdition(site.db, { procedure: "fast_track", crisis: { fr: "Crue" } });
    const typed = {
      edition: fast,
      name: "Secours",
      legalForm: "association_1901",
      siret: "",
      rna: "",
      noIdentifier: "unknown",
      seat: "FR",
      title: "Abris",
      summary: "",
      country: "SN",
      place: "",
      startsOn: "",
      endsOn: "",
      "asked.water": "15 000",
      "asked.waste": "",
      totalCents: "abc",
      do: "enter",
    };
    const wrong = await officer!.post("/bureau/dossiers/saisie", typed);
    expect([wrong.status, valueIn(wrong.text, "name"), valueIn(wrong.text, "totalCents")]).toEqual([422, "Secours", "abc"]);
    const done = await officer!.post("/bureau/dossiers/saisie", { ...typed, totalCents: "30 000,50" });
    expect(done.status, words(done.text).slice(0, 3_000)).toBe(303);
    expect(words((await officer!.get(done.location!)).text).replaceAll(/\s/g, " ")).toContain("30 000,50 €");
  });
});

describe("an assessor", () => {
  it("reads the project and not the account nor the notes, and scores without scripts", async () => {
    const { id, number } = await submitted("in_assessment");
    must(await assign(site.db, id, (await actor("expert")).id, await actor("agent")));
    await officer!.post(path(id), { do: "note", text: "Secret de bureau." });
    await sql`DELETE FROM edition_declaration`.execute(site.db);
    expect((await expert!.get(`/bureau/evaluations/${id}`)).location).toBe(`/bureau/evaluations/interets/${edition}`);
    expect((await expert!.post(`/bureau/evaluations/interets/${edition}`, { statement: "Aucun" })).status).toBe(303);
    const page = await expert!.get(`/bureau/evaluations/${id}`);
    for (const hidden of ["Secret de bureau", "FR76", "0189", "Historique"])
      expect([hidden, page.text.includes(hidden)]).toEqual([hidden, false]);
    const [file] = await site.db.selectFrom("applicationFile").select("id").where("application", "=", id).execute();
    expect((await expert!.get(`/bureau/evaluations/${id}/fichiers/${file!.id}`)).status).toBe(200);
    const grid = (score: string, comment: string, what: string) => ({
      version: valueIn(page.text, "version")!,
      "score.relevance": score,
      "comment.relevance": comment,
      amount: "",
      comment: "",
      do: what,
    });
    const wrong = await expert!.post(`/bureau/evaluations/${id}`, grid("9", "", "give"));
    expect([wrong.status, valueIn(wrong.text, "score.relevance")]).toEqual([422, "9"]);
    expect(wrong.text).toContain("Une note entière de 0 à 5.");
    expect((await expert!.post(`/bureau/evaluations/${id}`, grid("4", "", "save"))).status).toBe(303);
    expect((await expert!.get(`/bureau/evaluations/${id}`)).text).toMatch(/<output data-total[^>]*>80</);
    expect((await expert!.post(`/bureau/evaluations/${id}`, grid("5", "Très bon.", "give"))).status).toBe(422);
    expect((await expert!.post(`/bureau/evaluations/${id}`, { ...grid("5", "Très bon.", "give"), version: "1" })).status).toBe(303);
    const csv = await officer!.get(`/bureau/classement/${edition}/export.csv`);
    expect(csv.headers.get("content-type")).toContain("text/csv");
    expect(csv.text.split("\r\n")[0]).toContain("expert");
    expect(csv.text.split("\r\n").find((line) => line.includes(number))).toContain(",100,");
    expect((await expert!.get(`/bureau/classement/${edition}/export.csv`)).status).toBe(403);
  });
  it("from outside is invited by mail, and is one as soon as the account exists", async () => {
    const page = `/bureau/evaluations/editions/${edition}`;
    expect((await officer!.post(page, { do: "invite", email: "pas une adresse", strand: "", language: "en" })).status).toBe(422);
    expect((await officer!.post(page, { do: "invite", email: "Dehors@Ailleurs.example", strand: "water", language: "en" })).status).toBe(
      303,
    );
    const mail = await site.db
      .selectFrom("outgoingMail")
      .selectAll()
      .where("toAddress", "=", "dehors@ailleurs.example")
      .executeTakeFirstOrThrow();
    expect(mail).toMatchObject({ template: "assessor_invitation", locale: "en", confidential: true });
    expect((await officer!.get(page)).text).toContain("dehors@ailleurs.example");
    await sql`INSERT INTO auth."user" (id, name, email, role) VALUES ('dehors', 'Dora Dehors', 'dehors@ailleurs.example', 'assessor')`.execute(
      site.db,
    );
    const after = await officer!.get(page);
    expect(after.text).toContain("Dora Dehors");
    expect(after.text).not.toContain("dehors@ailleurs.example");
    expect((await officer!.post(page, { do: "assign" })).status).toBe(303);
    expect((await officer!.post(page, { do: "remind" })).status).toBe(303);
    expect((await officer!.post(page, { do: "remove:dehors:water" })).status).toBe(303);
    expect((await officer!.get(page)).text).not.toContain("Dora Dehors</th>");
  });
});

describe("a jury", () => {
  it("decides line by line, is told what an envelope no longer holds, and ends with its minutes", async () => {
    await sql`UPDATE application SET state = 'withdrawn' WHERE state = 'in_assessment'`.execute(site.db);
    const [a, b] = [await submitted("in_assessment"), await submitted("in_assessment")];
    must(await setGauge(site.db, { year: 2027, source: "water", revenueCents: 100_000_000_000, revenueBasis: "forecast" }, finances));
    must(
      await openEnvelope(
        site.db,
        { year: 2027, programme: "solidae", source: "water", aeCents: 9_000_000, cpCents: 9_000_000, reason: "BP" },
        finances,
      ),
    );
    const jury = (await officer!.post("/bureau/jurys", { edition, heldOn: "2027-03-18", place: "Salle 4" })).location!;
    expect((await officer!.post("/bureau/jurys", { edition, heldOn: "", place: "" })).status).toBe(422);
    const first = await officer!.get(jury);
    expect(words(first.text).replaceAll(/\s+/g, " ")).toContain("90 000 €");
    const line = async (id: string, decision: string, amount: string, comment = "") => ({
      [`version.${id}`]: await versionOf(id),
      [`seen.${id}`]: "||",
      [`decision.${id}`]: decision,
      [`rank.${id}`]: "",
      [`amount.${id}.water`]: amount,
      [`comment.${id}`]: comment,
    });
    const both = await officer!.post(jury, {
      do: "decisions",
      line: [a.id, b.id],
      ...(await line(a.id, "proposed", "60 000")),
      ...(await line(b.id, "proposed", "40 000")),
    });
    expect(both.status).toBe(422);
    expect([await stateOf(a.id), await stateOf(b.id)].sort()).toEqual(["in_assessment", "proposed"]);
    expect(both.text).toContain("L’autorisation d’engagement de l’enveloppe ne suffit");
    const [kept, left] = (await stateOf(a.id)) === "proposed" ? [a, b] : [b, a];
    expect(valueIn(both.text, `amount.${left.id}.water`)).toBe(left === b ? "40 000" : "60 000");
    expect((await officer!.post(jury, { do: "close", version: "1" })).text).toContain("Des dossiers n’ont pas de décision");
    const rejected = await officer!.post(jury, { do: "decisions", line: left.id, ...(await line(left.id, "rejected", "", "")) });
    expect(rejected.text).toContain("Donnez un motif");
    expect(
      (await officer!.post(jury, { do: "decisions", line: left.id, ...(await line(left.id, "rejected", "", "Trop vague.")) })).status,
    ).toBe(303);
    const members = {
      heldOn: "2027-03-18",
      place: "Salle 4",
      remarks: "",
      "member.name": ["Claire Dubois", ""],
      "member.quality": ["Adjointe", ""],
      "member.present": ["1", "1"],
    };
    expect((await officer!.post(jury, { do: "meeting", version: "1", ...members })).status).toBe(303);
    expect((await officer!.post(jury, { do: "meeting", version: "1", ...members })).status).toBe(422);
    expect((await officer!.post(jury, { do: "aside", file: left.id, name: "Paul Nguyen", reason: "président" })).status).toBe(303);
    expect((await officer!.get(jury)).text).toContain("Paul Nguyen");
    const version = String(
      (
        await site.db
          .selectFrom("jury")
          .select("version")
          .where("state", "=", "planned")
          .where("place", "=", "Salle 4")
          .executeTakeFirstOrThrow()
      ).version,
    );
    expect((await officer!.post(jury, { do: "close", version })).status).toBe(303);
    const closed = await officer!.get(jury);
    expect(closed.text).toContain(`${jury}/proces-verbal`);
    const minutes = await officer!.get(`${jury}/proces-verbal`);
    expect([minutes.status, minutes.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    expect((await officer!.post(jury, { do: "decisions", line: kept.id, ...(await line(kept.id, "reserve", "")) })).text).toContain(
      "Ce jury est clos",
    );
    expect((await colleague!.post(path(left.id), { do: "interest", reason: "family", text: "" })).status).toBe(303);
    const seen = await colleague!.get(jury);
    expect([seen.text.includes(left.number), seen.text.includes("Paul Nguyen"), seen.text.includes("proces-verbal")]).toEqual([
      false,
      false,
      false,
    ]);
    expect((await colleague!.get(`${jury}/proces-verbal`)).status).toBe(404);
    const kept2 = await site.db.selectFrom("jury").select("minutes").where("state", "=", "closed").executeTakeFirstOrThrow();
    expect((await colleague!.get(`/bureau/fichiers/${kept2.minutes}`)).status).toBe(404);
    expect((await officer!.get(`/bureau/fichiers/${kept2.minutes}`)).status).toBe(200);
  });
});
