import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setTimeZone } from "../../src/platform/time-zone.ts";
import { currentEdition } from "../../src/register/edition/store.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

let site: OfficeSite;
let officer: Browser;
let reader: Browser;
beforeAll(async () => {
  setTimeZone("Europe/Paris", { fr: "heure de Paris", en: "Paris time" });
  site = await openOffice({ paris: true });
  [officer, reader] = [await site.as("officer"), await site.as("reader")];
});
afterAll(async () => {
  setTimeZone("UTC");
  await site.drop();
});

const filled = (change: Record<string, string> = {}) => ({
  "name.fr": "SOLIDAE 2027",
  call: "solidae",
  code: "SOLIDAE-2027",
  procedure: "call",
  fiscalYear: "2027",
  currency: "EUR",
  countryRule: "oda",
  opensAt: "2026-10-01T09:00",
  closesAt: "2026-12-18T12:00:00",
  do: "save",
  ...change,
});
const NEW = "/bureau/editions/nouveau";

describe("the hours of an edition, without a script", () => {
  it("are typed by the clocks of the city, which the form names", async () => {
    const form = await officer.get(NEW);
    expect(form.text).toMatch(/<input type="datetime-local" step="1" id="f-closesAt" name="closesAt"/);
    expect(form.text).toContain("heure de Paris");
    const made = await officer.post(NEW, filled());
    expect(made.status).toBe(303);
    const id = new URL(made.location!, "http://x").pathname.split("/").at(-1)!;
    expect((await currentEdition(site.db, id))!.document).toMatchObject({
      opensAt: "2026-10-01T07:00:00Z",
      closesAt: "2026-12-18T11:00:00Z",
    });
    const page = await officer.get(`/bureau/editions/${id}`);
    expect(valueIn(page.text, "closesAt")).toBe("2026-12-18T12:00:00");
    await officer.post(`/bureau/editions/${id}`, { ...filled({ closesAt: "2026-12-19T12:00" }), version: "1" });
    expect((await officer.get(`/bureau/editions/${id}/historique`)).text).toContain(
      "samedi 19 décembre 2026 à 12:00:00 (heure de Paris, UTC+1)",
    );
  });

  it("that spring skips are refused with what to do", async () => {
    const answer = await officer.post(NEW, filled({ code: "A-1", opensAt: "2026-03-29T02:30" }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Cette heure n’existe pas ce jour-là");
    expect(valueIn(answer.text, "opensAt")).toBe("2026-03-29T02:30");
  });

  it("that autumn strikes twice are settled by a choice, or by typing the offset", async () => {
    const twice = filled({ code: "A-2", opensAt: "2026-10-25T02:30" });
    const asked = await officer.post(NEW, twice);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain("+02:00");
    expect(asked.text).toMatch(/<select id="f-opensAt-offset" name="opensAt.offset">/);
    expect(asked.text).toContain("la seconde, UTC+1");
    const chosen = await officer.post(NEW, { ...twice, "opensAt.offset": "+01:00" });
    expect(chosen.status).toBe(303);
    const typed = await officer.post(NEW, filled({ code: "A-3", opensAt: "2026-10-25T02:30+02:00" }));
    expect(typed.status).toBe(303);
    const opens = await Promise.all(
      [chosen, typed].map(
        async ({ location }) =>
          (await currentEdition(site.db, new URL(location!, "http://x").pathname.split("/").at(-1)!))!.document.opensAt,
      ),
    );
    expect(opens).toEqual(["2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"]);
    // The choice stays when the form comes back.
    const again = await officer.get(new URL(chosen.location!, "http://x").pathname);
    expect(valueIn(again.text, "opensAt.offset")).toBe("+01:00");
  });
});

describe("the copy of an edition", () => {
  it("is a draft with every rule, its own code and year", async () => {
    expect((await officer.get("/bureau/editions/solidae-modele")).text).toContain('href="/bureau/editions/solidae-modele/copier"');
    const ask = await officer.get("/bureau/editions/solidae-modele/copier");
    expect([valueIn(ask.text, "code"), valueIn(ask.text, "fiscalYear")]).toEqual(["SOLIDAE-2029", "2029"]);
    const refused = await officer.post("/bureau/editions/solidae-modele/copier", { code: "petit", fiscalYear: "2029" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("La forme n’est pas la bonne.");
    const made = await officer.post("/bureau/editions/solidae-modele/copier", { code: "SOLIDAE-2029", fiscalYear: "2029" });
    expect(made.status).toBe(303);
    const page = await officer.get(new URL(made.location!, "http://x").pathname);
    expect(valueIn(page.text, "closesAt")).toBe("2028-12-10T12:00:00");
  });

  it("is not made by who only reads, nor of what is no edition", async () => {
    expect((await reader.post("/bureau/editions/solidae-modele/copier", { code: "X-1", fiscalYear: "2029" })).status).toBe(403);
    expect((await officer.get("/bureau/programmes/solidae/copier")).status).toBe(404);
    expect((await officer.get("/bureau/editions/nulle-part/copier")).status).toBe(404);
  });
});
