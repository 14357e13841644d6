import fc from "fast-check";
import ICAL from "ical.js";
import { XmlDocument } from "libxml2-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OccasionInFeed } from "../../register/occasion/calendar-store.ts";
import { icalendar } from "../calls/icalendar.ts";
import { openRegister, type Register } from "../testing.ts";
import { eventOf } from "./events.ts";

let register: Register;
let [night, days, cancelled] = ["", "", ""];
beforeAll(async () => {
  register = await openRegister();
  const make = (document: object) => register.make("occasion", { type: "cultural", ...document });
  night = await make({
    name: { fr: "Nuit ; des, \\ lanternes\n& <b>sel</b>".repeat(4) },
    state: "confirmed",
    startsOn: "2027-06-05",
    startsAt: "2027-06-05T17:00:00Z",
    endsAt: "2027-06-06T03:00:00Z",
    protocol: "motsecret",
  });
  days = await make({ name: { fr: "Semaine" }, startsOn: "2027-05-30", endsOn: "2027-06-02" });
  cancelled = await make({ name: { fr: "Fête" }, state: "cancelled", startsOn: "2027-05-09" });
  await make({ name: { fr: "Au mois près" }, startsOn: "2027-05" });
  await register.make("occasion", { name: { fr: "brouillon" }, type: "summit", startsOn: "2027-05-01" }, "draft");
});
afterAll(() => register.drop());

describe("/data/occasions.ics", () => {
  it("is read by a program of calendars: instants in UTC, whole days with their end out, what is cancelled, no month as a day", async () => {
    const response = await register.get("/data/occasions.ics");
    expect(response.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = await response.text();
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toMatch(/brouillon|motsecret|Au mois/);
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
    expect(events).toHaveLength(3);
    const of = (id: string) => events.find(({ uid }) => uid === `occasion-${id}@monde.example.org`)!;
    expect(of(night).endDate.toJSDate().toISOString()).toBe("2027-06-06T03:00:00.000Z");
    expect([of(days).startDate.toString(), of(days).endDate.toString(), of(days).startDate.isDate]).toEqual([
      "2027-05-30",
      "2027-06-03",
      true,
    ]);
    const status = (id: string) => of(id).component.getFirstPropertyValue("status");
    expect([status(night), status(days), status(cancelled)]).toEqual(["CONFIRMED", "TENTATIVE", "CANCELLED"]);
    const sequence = of(days).sequence;
    await register.db
      .updateTable("occasion")
      .set({ version: sequence + 1 })
      .where("id", "=", days)
      .execute();
    expect(await (await register.get("/data/occasions.ics")).text()).toContain(`SEQUENCE:${sequence + 1}`);
  });

  it("is narrowed like the page, and says when nothing has changed", async () => {
    expect(await (await register.get("/data/occasions.ics?q=semaine&lang=en")).text()).not.toContain("Nuit");
    const etag = (await register.get("/data/occasions.ics?type=sport")).headers.get("etag")!;
    expect((await register.get("/data/occasions.ics?type=sport", { "If-None-Match": etag })).status).toBe(304);
  });

  it("holds for any dates and any words: read back, they are the same", () => {
    const date = fc
      .date({ min: new Date("1900-01-01"), max: new Date("2199-12-01"), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, fc.nat({ max: 400 }), fc.string({ unit: "grapheme", maxLength: 120 }), (startsOn, length, name) => {
        const endsOn = new Date(Date.parse(startsOn) + length * 86_400_000).toISOString().slice(0, 10);
        const one = {
          ...{ id: "un", name: { fr: name || "x" }, description: {}, purpose: {}, state: "held", places: [], version: 1 },
          ...{ startsOn, endsOn, startsAt: null, endsAt: null, updatedAt: new Date(0) },
        } as unknown as OccasionInFeed;
        const text = icalendar({ name: "essai", url: "https://x.org", language: "fr" }, eventOf(one, "fr", "https://x.org"));
        const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent")!);
        expect(event.startDate.toString()).toBe(startsOn);
        expect(Date.parse(event.endDate.toString()) - Date.parse(endsOn)).toBe(86_400_000);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the other ways out", () => {
  it("is a feed with one entry an event, identifiers for ever", async () => {
    const ns = { a: "http://www.w3.org/2005/Atom" };
    const feed = XmlDocument.fromString(await (await register.get("/data/occasions.atom?type=cultural")).text());
    const all = (path: string) => feed.find(path, ns).map((node) => node.content);
    expect(all("/a:feed/a:entry/a:id")).toContain(`tag:monde.example.org,2000:occasion/${night}`);
    expect(all("/a:feed/a:entry")).toHaveLength(4);
    expect(all("/a:feed/a:link[@rel='self']/@href")).toEqual(["https://monde.example.org/data/occasions.atom?type=cultural&lang=fr"]);
    feed.dispose();
  });

  it("is a table, and a list of the API with the filters of the page", async () => {
    const csv = await (await register.get("/data/occasions.csv")).text();
    expect(csv.split("\n")[0]).toContain("starts_on");
    expect(csv).toContain("2027-05-30");
    expect(csv).not.toContain("motsecret");
    const ids = async (query: string) =>
      ((await (await register.get(`/api/v1/occasions?${query}`)).json()) as { data: { id: string }[] }).data.map(({ id }) => id);
    expect(await ids("state=cancelled")).toEqual([cancelled]);
    expect(await ids("from=2027-06-01&to=2027-06-04&type=cultural")).toEqual([days]);
    expect((await ids("from=2027-05&to=2027-05&sort=date")).length).toBe(3);
    expect(JSON.stringify(await (await register.get("/api/v1/occasions")).json())).not.toContain("motsecret");
  });
});
