import ICAL from "ical.js";
import { XmlDocument } from "libxml2-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setTimeZone } from "../../platform/time-zone.ts";
import type { EditionBrief } from "../../register/edition/page-store.ts";
import { openRegister, type Register } from "../testing.ts";
import { atomFeed } from "./atom.ts";

const AWKWARD = "Eau ; sel, \\ & <b>sable</b>\nl’été — 💧 ".repeat(4).trim();
const edition = (call: string, code: string) => ({
  name: { fr: `${code} ${AWKWARD}`, en: code },
  call,
  code,
  fiscalYear: 2027,
  opensAt: "2026-10-01T07:00:00Z",
  closesAt: "2026-12-18T11:00:00Z",
  informationAt: "2026-10-15T13:00:00Z",
  juryOn: "2027-01-20",
  resultsOn: "2027-03",
  countryRule: "oda",
});

let register: Register;
let [open, cancelled] = ["", ""];
beforeAll(async () => {
  setTimeZone("Europe/Paris", { fr: "heure de Paris", en: "Paris time" });
  register = await openRegister();
  const programme = await register.make("programme", { name: { fr: "Eau" }, type: "call" });
  const call = await register.make("call", { name: { fr: "Eau" }, programme, summary: { fr: AWKWARD } });
  open = await register.make("edition", edition(call, "EAU-1"));
  cancelled = await register.make("edition", { ...edition(call, "EAU-2"), cancelledOn: "2026-11-01", cancelReason: { fr: "Budget" } });
  await register.make("edition", { ...edition(call, "EAU-3"), name: { fr: "brouillon" } }, "draft");
});
afterAll(async () => {
  setTimeZone("UTC");
  await register.drop();
});

describe("/data/calls.ics", () => {
  it("is read by a program of calendars: instants in UTC, stable identifiers, reminders of the deadline", async () => {
    const response = await register.get("/data/calls.ics");
    expect(response.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = await response.text();
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replace(/\r\n/g, "")).not.toMatch(/[\r\n]/);
    expect(text).not.toContain("brouillon");
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
    expect(events).toHaveLength(8);
    const of = (id: string, step: string) => events.find(({ uid }) => uid === `edition-${id}-${step}@monde.example.org`)!;
    const closes = of(open, "closes");
    expect(closes.startDate.toJSDate().toISOString()).toBe("2026-12-18T11:00:00.000Z");
    expect(closes.summary).toBe(`Clôture : EAU-1 ${AWKWARD}`);
    expect(closes.description).toContain("vendredi 18 décembre 2026 à 12:00:00 (heure de Paris, UTC+1)");
    expect(closes.component.getAllSubcomponents("valarm").map((alarm) => String(alarm.getFirstPropertyValue("trigger")))).toEqual([
      "-P7D",
      "-P1D",
    ]);
    expect(closes.component.getFirstPropertyValue("status")).toBe("CONFIRMED");
    expect([of(open, "jury").startDate.isDate, of(open, "results")]).toEqual([true, undefined]);
    expect(of(cancelled, "closes").component.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(of(cancelled, "closes").component.getAllSubcomponents("valarm")).toEqual([]);
  });

  it("says so when nothing has changed, and speaks both languages", async () => {
    const etag = (await register.get("/data/calls.ics")).headers.get("etag")!;
    expect((await register.get("/data/calls.ics", { "If-None-Match": etag })).status).toBe(304);
    const english = await (await register.get("/data/calls.ics?lang=en")).text();
    expect(english).toContain("SUMMARY;LANGUAGE=en:Deadline: EAU-1");
    expect(english).toContain("Paris time");
  });
});

describe("/data/calls.atom", () => {
  const ns = { a: "http://www.w3.org/2005/Atom" };
  it("is a feed that a reader takes: an entry an edition, its identifier for ever", async () => {
    const response = await register.get("/data/calls.atom?lang=fr");
    expect(response.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    const feed = XmlDocument.fromString(await response.text());
    const all = (path: string) => feed.find(path, ns).map((node) => node.content);
    expect(all("/a:feed/a:entry/a:id").sort()).toEqual([cancelled, open].map((id) => `tag:monde.example.org,2000:edition/${id}`).sort());
    for (const path of ["id", "title", "updated", "author/a:name", "link[@rel='self']/@href"])
      expect(all(`/a:feed/a:${path}`)).toHaveLength(1);
    for (const path of ["title", "updated", "published", "summary", "link/@href"]) expect(all(`/a:feed/a:entry/a:${path}`)).toHaveLength(2);
    expect(all("/a:feed/a:entry/a:title")).toContain(`EAU-1 ${AWKWARD}`);
    feed.dispose();
  });

  it("has news when an edition opens and when it closes, without anyone touching it", () => {
    const brief = {
      id: "eau",
      name: { fr: "Eau" },
      summary: {},
      opensAt: "2026-10-01T07:00:00Z",
      closesAt: "2026-12-18T11:00:00Z",
      cancelledOn: null,
      updatedAt: new Date("2026-09-01T00:00:00Z"),
      publishedAt: new Date("2026-09-01T00:00:00Z"),
    } as unknown as EditionBrief;
    const at = (now: string) => {
      const feed = atomFeed([brief], { locale: "fr", baseUrl: "https://monde.example.org", city: { fr: "Paris" }, now: new Date(now) });
      return [/<updated>([^<]*)/.exec(feed)![1], /<category term="(\w+)"/.exec(feed)![1]];
    };
    expect(at("2026-09-15T00:00:00Z")).toEqual(["2026-09-01T00:00:00.000Z", "announced"]);
    expect(at("2026-10-01T07:00:00Z")).toEqual(["2026-10-01T07:00:00.000Z", "open"]);
    expect(at("2027-01-01T00:00:00Z")).toEqual(["2026-12-18T11:00:00.000Z", "closed"]);
  });
});
