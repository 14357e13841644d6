import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setTimeZone } from "../../platform/time-zone.ts";
import { openPortal, type TestPortal } from "../register/testing.tsx";
import { countdown, goodUntil } from "./countdown.ts";

const edition = (call: string, code: string, opensAt: string, closesAt: string) => ({
  name: { fr: `Édition ${code}`, en: `Edition ${code}` },
  call,
  code,
  fiscalYear: 2027,
  opensAt,
  closesAt,
  countryRule: "oda",
  exclusions: [{ country: "ML", since: "2024-04-15", reference: "Instruction du 15 avril 2024" }],
  strands: [{ code: "water", name: { fr: "Eau" }, budgetSource: "water", maxCents: 20_000_000 }],
  citySharePercent: 50,
});

let portal: TestPortal;
let id = "";
beforeAll(async () => {
  setTimeZone("Europe/Paris", { fr: "heure de Paris", en: "Paris time" });
  // Only the clock of the pages: connections keep their own timers.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-30T12:00:00Z") });
  portal = await openPortal({ paris: true });
});
afterAll(async () => {
  vi.useRealTimers();
  setTimeZone("UTC");
  await portal?.drop();
});
const at = (now: string) => vi.setSystemTime(new Date(now));
const words = async (path: string) => (await portal.text(path)).replace(/[\u00a0\u202f]/g, " ");

describe("the list of calls", () => {
  it("says that none is open, and what each call is, before there is any edition", async () => {
    const html = await words("/fr/appels");
    expect(html).toContain("Aucun appel n’est ouvert en ce moment.");
    expect(html).toContain("La date du prochain n’est pas encore connue.");
    expect(html).toContain('id="solidae"');
    expect(html).not.toContain("modèle d’édition");
  });

  it("says when the next one opens, then how long it is open, then that it is closed", async () => {
    id = await portal.make("edition", edition("solidae", "SOLIDAE-2027", "2026-12-01T08:00:00Z", "2026-12-18T11:00:00Z"));
    expect(await words("/fr/appels")).toMatch(
      /Le prochain ouvre le <time [^>]*>mardi 1er décembre 2026 à 09:00:00 \(heure de Paris, UTC\+1\)/,
    );
    expect(await words("/fr/appels")).toContain("Ouverture dans 20 heures");
    at("2026-12-06T10:59:59Z");
    const html = await words("/fr/appels");
    expect(html).toContain("Clôture dans 12 jours");
    expect(html).toContain("vendredi 18 décembre 2026 à 12:00:00 (heure de Paris, UTC+1)");
    expect(html).toContain("jusqu’à 200 000 € · au plus 50 % du coût total");
    expect(html).toContain(`href="/espace/eligibilite/${id}"`);
    expect(await words("/en/calls")).toContain("Closes in 12 days");
    at("2026-12-18T11:00:00.001Z");
    expect(await words("/fr/appels")).toContain("Aucun appel n’est ouvert en ce moment.");
    at("2026-12-06T11:00:00Z");
  });

  it("narrows to a programme, and to the countries in which an edition pays", async () => {
    expect(await words("/fr/appels?programme=solidae")).toContain("Édition SOLIDAE-2027");
    expect(await words("/fr/appels?programme=solidev")).not.toContain("Édition SOLIDAE-2027");
    expect(await words("/fr/appels?country=SN")).toContain("Édition SOLIDAE-2027");
    for (const country of ["FR", "ML", "XX"]) expect(await words(`/fr/appels?country=${country}`)).not.toContain("Édition SOLIDAE-2027");
  });
});

describe("the page of an edition", () => {
  it("leads to the form while it is open, and only then", async () => {
    const page = `/fr/appels/${id}`;
    at("2026-11-30T12:00:00Z");
    expect(await words(page)).not.toContain("/espace/candidater/");
    at("2026-12-18T11:00:00Z");
    expect(await words(page)).toContain(`href="/espace/candidater/${id}"`);
    at("2026-12-18T11:00:00.001Z");
    const html = await words(page);
    expect(html).not.toContain("/espace/");
    expect(html).toContain("Clos depuis");
    at("2026-12-06T11:00:00Z");
  });

  it("names the countries, the list that counts, and those excluded with the text that does", async () => {
    const html = await words(`/fr/appels/${id}`);
    expect(html).toContain("Liste du CAD");
    expect(html).toContain("<li>Sénégal</li>");
    expect(html).not.toContain("<li>Mali</li>");
    expect(html).toContain("Instruction du 15 avril 2024");
  });

  it("says why it was cancelled", async () => {
    const cancelled = await portal.make("edition", {
      ...edition("solidae", "SOLIDAE-2028", "2027-12-01T08:00:00Z", "2027-12-18T11:00:00Z"),
      cancelledOn: "2026-11-05",
      cancelReason: { fr: "Le budget n’est pas voté." },
    });
    expect(await words(`/fr/appels/${cancelled}`)).toMatch(/annulée le 5 novembre 2026[\s\S]*Le budget n’est pas voté/);
  });

  it("has its calendar; what is not public has none", async () => {
    const calendar = await portal.get(`/fr/appels/${id}.ics`);
    expect([calendar.status, calendar.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    expect(await calendar.text()).toContain("DTSTART:20261218T110000Z");
    for (const name of ["solidae-modele", "nulle-part", "..%2fx"]) expect((await portal.get(`/fr/appels/${name}.ics`)).status).toBe(404);
  });

  it("is told on the page of its programme and found by the search", async () => {
    expect(await words("/fr/programmes/solidae")).toContain(`href="/fr/appels/${id}"`);
    expect(await words("/fr/recherche?q=SOLIDAE-2027")).toContain(`href="/fr/appels/${id}"`);
    expect(await words("/fr/recherche?q=lutte+contre+le+sida")).toContain('href="/fr/appels#vih-sida"');
  });
});

describe("a page kept in memory", () => {
  it("is made anew at the deadline, whoever has it in a cache", async () => {
    portal.services.content.fresh = true;
    const page = `/fr/appels/${id}`;
    at("2026-12-18T10:59:30Z");
    expect(await words(page)).toContain("Clôture dans 1 minute");
    await words(page);
    expect(portal.queries()).toBe(0);
    at("2026-12-18T11:00:00Z");
    expect(await words(page)).toContain("/espace/candidater/");
    at("2026-12-18T11:00:00.001Z");
    expect(await words(page)).not.toContain("/espace/candidater/");
    await words(page);
    expect(portal.queries()).toBe(0);
    portal.services.content.fresh = false;
  });
});

describe("the time left", () => {
  const target = Date.parse("2026-12-18T11:00:00Z");
  it.each([
    ["2026-12-06T11:00:00Z", "days", 12],
    ["2026-12-06T11:00:00.001Z", "days", 11],
    ["2026-12-16T11:00:00Z", "days", 2],
    ["2026-12-16T11:00:01Z", "hours", 47],
    ["2026-12-18T09:00:01Z", "minutes", 120],
    ["2026-12-18T10:59:59Z", "minutes", 1],
    ["2026-12-18T11:00:00Z", "minutes", 0],
  ])("at %s is counted in %s: %i", (now, unit, n) => expect(countdown(new Date(target), new Date(now))).toMatchObject({ unit, n }));

  it("stays right as long as it says, and never longer than an hour on a page", () => {
    const left = fc.integer({ min: 1, max: 40 * 86_400_000 });
    fc.assert(
      fc.property(left, fc.double({ min: 0, max: 0.999, noNaN: true }), (before, part) => {
        const now = new Date(target - before);
        const { unit, n, changesAt } = countdown(new Date(target), now);
        expect(changesAt.getTime()).toBeGreaterThan(now.getTime());
        const later = new Date(Math.floor(now.getTime() + (changesAt.getTime() - now.getTime()) * part));
        expect(countdown(new Date(target), later)).toMatchObject({ unit, n });
        const until = goodUntil([{ opensAt: "2026-01-01T00:00:00Z", closesAt: "2026-12-18T11:00:00Z", cancelledOn: null }], now).getTime();
        expect(until).toBeGreaterThan(now.getTime());
        expect(until).toBeLessThanOrEqual(Math.min(now.getTime() + 3_600_000, target + 1));
      }),
    );
  });
});
