import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecord } from "../../src/register/record/actions.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

let site: OfficeSite;
let officer: Browser;
const by = { id: "test", name: "Test", role: "system" } as const;

const make = async (kind: "expert" | "mission" | "advice", document: Record<string, unknown>): Promise<string> => {
  const made = await createRecord(site.db, kind, document, by);
  if (!made.ok) throw new Error(JSON.stringify(made));
  return made.id;
};
const expert = (name: string, change: Record<string, unknown> = {}) =>
  make("expert", { name: { fr: name }, skills: ["water"], languages: [{ language: "pt", level: "fluent" }], yearlyDays: 20, ...change });
const mission = (name: string, change: Record<string, unknown> = {}) =>
  make("mission", { name: { fr: name }, type: "expertise", startsOn: "2027-03-01", endsOn: "2027-03-05", skills: ["water"], ...change });

beforeAll(async () => {
  site = await openOffice({ paris: true });
  officer = await site.as("officer");
});
afterAll(() => site.drop());

const FINDER = "/bureau/experts-disponibles";

describe("the finder of experts", () => {
  it("tells who is free on the dates, and why the others are not", async () => {
    const free = await expert("Libre Dupont");
    const away = await expert("Absente Martin", { absences: [{ startsOn: "2027-03-03", endsOn: "2027-03-03" }] });
    const busy = await expert("Partie Durand");
    await expert("Sans Portugais", { languages: [{ language: "pt", level: "basic" }] });
    await expert("Sans Eau", { skills: ["housing"] });
    await mission("Ailleurs", { startsOn: "2027-03-04", endsOn: "2027-03-10", experts: [{ expert: busy, days: 5 }] });
    await mission("Annulée", { state: "cancelled", experts: [{ expert: free }] });
    const page = await officer.get(`${FINDER}?skill=water&language=pt&level=working&from=2027-03-01&to=2027-03-05`);
    expect(page.text).toContain("1 personne libre du 1er mars 2027 au 5 mars 2027, sur 3 personnes");
    for (const id of [free, away, busy]) expect(page.text).toContain(`/bureau/experts/${id}`);
    expect(page.text).not.toContain("Sans Portugais");
    expect(page.text).not.toContain("Sans Eau");
    expect(page.text).toContain("Absence : 3 mars 2027");
    expect(page.text).toContain("Ailleurs");
    expect(page.text).toContain("5 sur 20");
  });
  it("asks what a mission needs, leaves that mission out, and answers nonsense", async () => {
    const id = await expert("Choisie Petit");
    const wanted = await mission("À pourvoir", { startsOn: "2028-06-05", endsOn: "2028-06-09", experts: [{ expert: id }] });
    const page = await officer.get(`${FINDER}?mission=${wanted}`);
    expect(page.text).toContain('value="2028-06-05"');
    expect(page.text).toMatch(/4 personnes libres|\d+ personnes libres/);
    expect((await officer.get(`${FINDER}?from=x&to=2020-13-01&level=zz&language=%0A&skill=${"x".repeat(300)}`)).status).toBe(200);
    expect((await officer.get(`${FINDER}?from=2027-03-05&to=2027-03-01`)).text).toContain("La date de fin est avant celle de début");
  });
});

describe("a mission", () => {
  it("tells on its page who cannot go", async () => {
    const id = await expert("Double Moreau");
    const first = await mission("Première", { startsOn: "2029-01-08", endsOn: "2029-01-12", experts: [{ expert: id }] });
    const second = await mission("Seconde", { startsOn: "2029-01-12", endsOn: "2029-01-19", experts: [{ expert: id }] });
    for (const [one, other] of [
      [first, "Seconde"],
      [second, "Première"],
    ]) {
      const page = await officer.get(`/bureau/missions/${one}`);
      expect(page.text).toContain("Une personne de cette mission n’est pas libre à ses dates");
      expect(page.text).toContain(other);
    }
  });
  it("has no order while the place is unchecked or forbidden, and says what to do", async () => {
    const unchecked = await officer.get(`/bureau/missions/${await mission("Non vérifiée")}/ordre.pdf`);
    expect([unchecked.status, unchecked.text.includes("Le conseil aux voyageurs n’est pas vérifié")]).toEqual([409, true]);
    const id = await mission("Interdite", { safety: "forbidden", safetyOn: "2027-01-01" });
    expect((await officer.get(`/bureau/missions/${id}/ordre.pdf`)).text).toContain("formellement déconseillé");
    const refused = await createRecord(
      site.db,
      "mission",
      { name: { fr: "X" }, type: "training", state: "ordered", startsOn: "2027", orderedOn: "2026", safety: "forbidden", safetyOn: "2026" },
      by,
    );
    expect(refused).toMatchObject({ ok: false, problems: [{ path: "safety", code: "safety_forbidden" }] });
  });
  it("has an order and a report that no cache keeps, for the office alone", async () => {
    const someone = await expert("Partante Leroy");
    const id = await mission("Prête", {
      safety: "normal",
      safetyOn: "2027-01-04",
      state: "ordered",
      orderedOn: "2027-01-11",
      experts: [{ expert: someone }],
    });
    for (const name of ["ordre.pdf", "compte-rendu.pdf"]) {
      const paper = await officer.get(`/bureau/missions/${id}/${name}`);
      expect([paper.status, paper.headers.get("content-type"), paper.headers.get("cache-control")]).toEqual([
        200,
        "application/pdf",
        "no-store",
      ]);
      expect(paper.text.startsWith("%PDF")).toBe(true);
    }
    const stranger = site.browser();
    expect((await stranger.get(`/bureau/missions/${id}/ordre.pdf`)).text).not.toContain("%PDF");
    expect((await officer.get("/bureau/missions/rien/ordre.pdf")).status).toBe(404);
  });
});

describe("advice", () => {
  it("that waits stands by its next date, on its page and on the first page; a year has its statistics", async () => {
    const late = await make("advice", {
      name: { fr: "En retard" },
      type: "call",
      state: "waiting",
      askedOn: "2025-01-06",
      nextOn: "2025-02-01",
    });
    await make("advice", {
      name: { fr: "Close" },
      type: "legal",
      state: "closed",
      askedOn: "2025-01-06",
      answeredOn: "2025-01-10",
      minutes: 90,
    });
    const page = await officer.get("/bureau/suivi-conseils?annee=2025");
    expect(page.text).toContain(`/bureau/conseils/${late}`);
    expect(page.text).toContain("En retard");
    expect(page.text).toContain("Demandes reçues en 2025");
    expect((await officer.get("/bureau")).text).toContain(`/bureau/conseils/${late}`);
    const csv = await officer.get("/bureau/suivi-conseils/statistiques.csv?annee=2025");
    expect(csv.text.split("\n")).toContain("2025,legal,1,1,4,90");
    expect(csv.text.split("\n")).toContain("2025,all,2,1,4,90");
    expect((await officer.get("/bureau/suivi-conseils?annee=abc")).status).toBe(200);
  });
});
