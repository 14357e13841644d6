import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setTimeZone } from "../../platform/time-zone.ts";
import { createRecord, moveRecord } from "../../register/record/actions.ts";
import { publishWithReferences } from "../../register/record/publish.ts";
import { officer, openPortal, type TestPortal } from "../register/testing.tsx";

let portal: TestPortal;
let [partner, programme, month] = ["", "", ""];
beforeAll(async () => {
  setTimeZone("Europe/Paris", { fr: "heure de Paris", en: "Paris time" });
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-24T12:00:00Z") });
  portal = await openPortal({ paris: true });
  partner = await portal.make("partner", { name: { fr: "Lointaine" }, type: "city", country: "IS", place: "amsterdam" });
  programme = await portal.make("programme", { name: { fr: "Lanternes" }, type: "cultural", recursOn: "--10" });
  month = await portal.make("occasion", {
    name: { fr: "Mois des lanternes" },
    type: "celebration",
    startsOn: "2027-05-03",
    endsOn: "2027-05-29",
    programme,
  });
  await portal.make("occasion", {
    name: { fr: "Soirée des lanternes" },
    type: "cultural",
    state: "confirmed",
    startsOn: "2027-05-14",
    startsAt: "2027-05-14T17:00:00Z",
    endsAt: "2027-05-14T20:30:00Z",
    parent: month,
    programme,
    places: [{ place: "rome", venue: { fr: "Place haute" } }],
    actors: [{ partner, role: "host" }],
    protocol: "motsecret un",
    notes: "motsecret deux",
    followUps: [{ task: "motsecret trois" }],
  });
  await portal.make("occasion", { name: { fr: "Visite annulée" }, type: "delegation", state: "cancelled", startsOn: "2027-05-20" });
  await portal.make("occasion", { name: { fr: "Sans jour" }, type: "summit", startsOn: "2027-05" });
});
afterAll(async () => {
  vi.useRealTimers();
  setTimeZone("UTC");
  await portal?.drop();
});
const words = async (path: string) => (await portal.text(path)).replace(/[\u00a0\u202f]/g, " ");

describe("the calendar", () => {
  it("tells what is to come, what comes back each year and what is over, as precisely as it is known", async () => {
    const html = await words("/fr/agenda");
    const [upcoming, rest] = html.split('id="yearly"') as [string, string];
    expect(upcoming).toContain("Soirée des lanternes");
    expect(upcoming).toContain("3–29 mai 2027");
    expect(upcoming).not.toContain("Première Nuit Blanche");
    expect(rest).toContain("chaque année le 26 septembre");
    expect(rest).toMatch(/id="year-2015"[\s\S]*Sommet des élus locaux/);
    expect(await words("/fr/agenda?when=past")).not.toContain("Soirée des lanternes");
    vi.setSystemTime(new Date("2027-06-02T12:00:00Z"));
    expect((await words("/fr/agenda")).split('id="yearly"')[0]).not.toContain("Soirée des lanternes");
    vi.setSystemTime(new Date("2026-11-24T12:00:00Z"));
  });

  it("narrows by type, theme, country of the place or of a partner, partner, programme, year and words", async () => {
    for (const query of [
      "country=IT",
      "country=IS",
      `partner=${partner}`,
      `programme=${programme}`,
      "year=2027",
      "q=soirée",
      "type=cultural",
    ])
      expect([query, (await words(`/fr/agenda?${query}`)).includes("Soirée des lanternes")]).toEqual([query, true]);
    for (const query of ["country=JP", "partner=rome", "year=2026", "q=caravane", "type=sport", "theme=water"])
      expect([query, (await words(`/fr/agenda?${query}`)).includes("Soirée des lanternes")]).toEqual([query, false]);
  });

  it("is a month too: bars over their days, what has no day beneath, ways to the months where something is", async () => {
    const html = await words(`/fr/agenda?vue=mois&mois=2027-05&programme=${programme}`);
    expect(html.match(/colspan="7" class="month-bar/g)).toHaveLength(3);
    expect(html).toContain("19:00 ");
    expect(html).toContain(`href="/fr/agenda?programme=${programme}&amp;vue=mois&amp;mois=2027-06"`);
    expect(html).toContain('<input type="hidden" name="vue" value="mois"');
    const all = await words("/fr/agenda?vue=mois&mois=2027-05");
    expect(all).toMatch(/Sans jour précis[\s\S]*Sans jour</);
    expect(all).toContain("Annulé");
    const empty = await words("/fr/agenda?vue=mois&mois=2027-06");
    expect(empty).toContain("Rien n’a lieu ce mois-ci");
    expect(empty).toContain("mois=2027-05");
    expect((await words("/fr/agenda?vue=mois&mois=2027-13")).includes("novembre 2026")).toBe(true);
  });

  it("is a map with its table, and says what is on none", async () => {
    const html = await words("/fr/agenda?vue=carte&year=2027");
    expect(html).toContain('id="place-rome"');
    expect(html).toContain("3 événements n’ont pas de lieu connu");
  });
});

describe("an event", () => {
  it("says when in full, where, who, what it is a part of, and never what stays in the office", async () => {
    const html = await words("/fr/agenda/soiree-des-lanternes");
    expect(html).toContain("vendredi 14 mai 2027, de 19:00 à 22:30 (heure de Paris, UTC+2)");
    expect(html).toContain("Place haute, Rome");
    expect(html).toContain(`href="/fr/agenda/${month}"`);
    expect(html).toContain('"@type":"Festival"');
    for (const page of ["/fr/agenda", "/fr/agenda/soiree-des-lanternes", "/fr/agenda/soiree-des-lanternes.ics"])
      expect([page, (await portal.text(page)).includes("motsecret")]).toEqual([page, false]);
    expect(await words("/fr/recherche?q=lanternes")).toContain("/fr/agenda/soiree-des-lanternes");
    expect(await words("/fr/recherche?q=motsecret")).not.toContain("/fr/agenda/soiree-des-lanternes");
  });

  it("stands on the pages of what it names, and names them", async () => {
    expect(await words(`/fr/partenaires/${partner}`)).toContain("Soirée des lanternes");
    expect(await words(`/fr/programmes/${programme}`)).toContain("chaque année en octobre");
    for (const page of ["/fr/subventions/elisecare-2017-09", "/fr/projets/elisecare-irak-2017"])
      expect(await words(page)).toContain("/fr/agenda/reception-aji-bachar-2017");
    expect(await words("/fr/agenda/reception-aji-bachar-2017")).toContain("/fr/subventions/elisecare-2017-09");
    expect(await words("/fr/programmes/nuit-blanche")).toMatch(/Toronto[\s\S]*nuit-blanche-toronto-2006/);
  });

  it("has a calendar when its day is known, and none otherwise", async () => {
    const text = await (await portal.get("/fr/agenda/soiree-des-lanternes.ics")).text();
    expect(text).toContain("DTSTART:20270514T170000Z");
    expect((await portal.get("/fr/agenda/sans-jour.ics")).status).toBe(404);
    expect((await portal.get("/fr/agenda/nulle-part.ics")).status).toBe(404);
  });

  it("that is sensitive is never public, alone or with what refers to it; nobody is a part of themselves", async () => {
    const made = await createRecord(
      portal.db,
      "occasion",
      { name: { fr: "Accueil" }, type: "reception", startsOn: "2027", sensitive: true },
      officer,
    );
    if (!made.ok) throw new Error("not made");
    const refused = { ok: false, reason: "invalid", problems: [{ path: "sensitive", code: "sensitive_occasion_is_not_public" }] };
    expect(await moveRecord(portal.db, "occasion", made.id, "publish", officer)).toMatchObject(refused);
    expect(await publishWithReferences(portal.db, "occasion", made.id, officer)).toMatchObject(refused);
    await expect(
      portal.db.updateTable("occasion").set({ parent: "soiree-des-lanternes" }).where("id", "=", month).execute(),
    ).rejects.toThrow("a part of itself");
  });

  it("has an hour of its own day", async () => {
    const input = { name: { fr: "Essai" }, type: "summit", startsOn: "2027-05-14", startsAt: "2027-05-14T22:30:00Z" };
    expect(await createRecord(portal.db, "occasion", input, officer)).toMatchObject({
      problems: [{ path: "startsAt", code: "hour_of_another_day" }],
    });
    expect(await createRecord(portal.db, "occasion", { ...input, startsOn: "2027" }, officer)).toMatchObject({
      problems: [{ path: "startsOn", code: "hour_without_day" }],
    });
    expect(await createRecord(portal.db, "occasion", { ...input, direction: "abroad" }, officer)).toMatchObject({ ok: true });
  });
});
