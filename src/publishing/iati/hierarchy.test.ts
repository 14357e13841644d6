import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PublicGrant } from "../../funding/public/rules.ts";
import { checkExport, exportFile } from "../commands.ts";
import { openRegister, type Register } from "../testing.ts";
import { projectActivity } from "./activity.ts";
import { activityRows } from "./activity-store.ts";
import { readContext } from "./context.ts";
import { activitiesDocument } from "./files.ts";
import { activityXml, split } from "./reported.ts";
import { validateIati } from "./validate.ts";

let register: Register;
let association: string;
beforeAll(async () => {
  register = await openRegister();
  const { make, db } = register;
  for (const [vocabulary, code] of [
    ["collaboration-type", "2"],
    ["aid-type", "B03"],
    ["channel", "22000"],
  ] as const)
    await db
      .insertInto("term")
      .values({ vocabulary, code, name: JSON.stringify({ fr: code }) as never })
      .execute();
  association = await make("organisation", { name: { fr: "Association" }, type: "22", siren: "389515180" });
  const solidarity = await make("programme", {
    name: { fr: "Solidarité" },
    type: "plan",
    startedOn: "2020",
    partners: [{ organisation: association, role: "lead" }],
  });
  const water = await make("programme", { name: { fr: "Eau" }, type: "scheme", parent: solidarity, goals: ["6"], themes: ["water"] });
  const common = { programme: water, plannedStart: "2021", description: { fr: "Un projet" } };
  await make("project", {
    ...common,
    name: { fr: "Forages" },
    countries: [{ country: "SN" }],
    sectors: [{ sector: "14031" }],
  });
  await make("project", {
    ...common,
    name: { fr: "Latrines" },
    countries: [{ country: "SN" }, { country: "ML" }],
    sectors: [{ sector: "14032" }],
    collaboration: "2",
    aidType: "B03",
    channel: "22000",
    partners: [{ organisation: association, role: "implementer" }],
    sites: [{ name: { fr: "École" }, latitude: 14.5, longitude: -17.25 }],
  });
  await make("project", { name: { fr: "Seul" }, plannedStart: "2021" });
  await make("project", { ...common, name: { fr: "D’un partenaire" }, reportedBy: association });
  const award = (input: Record<string, unknown>) => make("award", { organisation: association, ...input });
  await award({ name: { fr: "Du programme" }, programme: water, awardedOn: "2022-05-04", amountCents: 100 });
  await award({ name: { fr: "Du projet" }, programme: water, project: "forages", awardedOn: "2022-05-05", amountCents: 20 });
  await award({ name: { fr: "Du projet d’un partenaire" }, project: "d-un-partenaire", awardedOn: "2022-05-06", amountCents: 3 });
  await award({ name: { fr: "De personne" }, awardedOn: "2022-05-07", amountCents: 4_000 });
});
afterAll(() => register.drop());

async function exported(): Promise<string> {
  const out = new PassThrough();
  const [xml] = await Promise.all([text(out), exportFile({ ...register, baseUrl: "https://monde.example.org" }, "iati", out)]);
  return xml;
}
const id = (own: string) => `FR-RCS-217500016-${own}`;
const activity = (xml: string, own: string) => xml.split("\n").find((line) => line.includes(`<iati-identifier>${id(own)}<`))!;
const elements = (xml: string, name: string) => split(xml).children.flatMap((one) => (one.name === name ? [one.xml] : []));

/** A grant of which nothing has happened yet. */
const quiet = {
  state: "to_agree",
  agreedCents: 0,
  tranches: [],
  conventions: [],
  payments: [],
  recoveries: [],
  reports: [],
} as unknown as PublicGrant;

describe("programmes and projects", () => {
  it("are activities one below the other, linked both ways", async () => {
    const xml = await exported();
    expect(validateIati(xml, new Date())).toEqual([]);
    expect(elements(activity(xml, "PROGRAMME-solidarite"), "related-activity")).toEqual([
      `<related-activity ref="${id("PROGRAMME-eau")}" type="2"/>`,
    ]);
    expect(elements(activity(xml, "PROGRAMME-eau"), "related-activity")).toEqual([
      `<related-activity ref="${id("PROGRAMME-solidarite")}" type="1"/>`,
      `<related-activity ref="${id("forages")}" type="2"/>`,
      `<related-activity ref="${id("latrines")}" type="2"/>`,
    ]);
    expect(elements(activity(xml, "forages"), "related-activity")).toEqual([`<related-activity ref="${id("PROGRAMME-eau")}" type="1"/>`]);
    expect(
      ["PROGRAMME-solidarite", "PROGRAMME-eau", "forages", "seul"].map((own) => /hierarchy="(\d)"/.exec(activity(xml, own))?.[1]),
    ).toEqual(["1", "2", "3", undefined]);
    expect(xml).not.toContain("D’un partenaire");
  });

  it("have the countries and sectors of their projects, in the mean", async () => {
    for (const own of ["PROGRAMME-eau", "PROGRAMME-solidarite"]) {
      const programme = activity(await exported(), own);
      expect(elements(programme, "recipient-country")).toEqual([
        '<recipient-country code="SN" percentage="75"/>',
        '<recipient-country code="ML" percentage="25"/>',
      ]);
      expect(elements(programme, "sector")).toEqual([
        '<sector vocabulary="1" code="14031" percentage="50"/>',
        '<sector vocabulary="1" code="14032" percentage="50"/>',
      ]);
    }
  });

  it("tell every euro once, and say which one nobody tells", async () => {
    const xml = await exported();
    const values = (own: string) => elements(activity(xml, own), "transaction").map((one) => /">([\d.]+)<\/value>/.exec(one)![1]);
    expect(values("PROGRAMME-eau")).toEqual(["1.00", "0.03"]);
    expect(values("forages")).toEqual(["0.20"]);
    expect(values("PROGRAMME-solidarite")).toEqual([]);
    const { faults, byOthers } = await checkExport({ ...register, baseUrl: "https://monde.example.org" });
    expect(faults.filter(({ kind }) => kind === "award")).toEqual([{ kind: "award", record: "de-personne", code: "no_activity" }]);
    expect(byOthers).toBe(1);
  });

  it("say how the money goes, and where", async () => {
    const xml = activity(await exported(), "latrines");
    expect(xml).toContain('<collaboration-type code="2"/>');
    expect(xml).toContain('<default-aid-type vocabulary="1" code="B03"/>');
    expect(xml).toContain('<participating-org ref="FR-RCS-389515180" type="22" role="4" crs-channel-code="22000">');
    expect(elements(xml, "location")[0]).toContain('<pos>14.5 -17.25</pos></point><exactness code="1"/>');
    expect(elements(xml, "contact-info")[0]).toContain("<email>sg-relationsinternationales@paris.fr</email>");
  });

  it("name the crisis that a call answers, as an emergency", async () => {
    const db = register.services.published;
    const [row] = await activityRows(db, ["forages"]);
    const context = await readContext({ db, city: register.city, baseUrl: "https://monde.example.org" });
    const edition = { id: "seisme-2023", name: { fr: "Appel" }, crisis: { fr: "Séisme" } };
    const awards = row!.awards.map((award) => ({ ...award, grant: { ...quiet, edition } }));
    const xml = activityXml(projectActivity({ ...row!, awards }, id("forages"), context).written);
    expect(xml).toContain('humanitarian="1"');
    expect(xml).toContain(
      '<humanitarian-scope type="1" vocabulary="99" vocabulary-uri="https://monde.example.org/fr/appels/seisme-2023" code="seisme-2023"><narrative xml:lang="fr">Séisme</narrative></humanitarian-scope>',
    );
    expect(validateIati(activitiesDocument([xml]), new Date())).toEqual([]);
  });

  it("are dated by their last change and that of their grants", async () => {
    const dated = async (own: string) => /last-updated-datetime="([^"]*)"/.exec(activity(await exported(), own))![1]!;
    const before = await dated("forages");
    await sql`UPDATE award SET updated_at = '2031-01-02 03:04:05.678Z' WHERE id = 'du-projet'`.execute(register.db);
    expect(before < (await dated("forages"))).toBe(true);
    expect(await dated("forages")).toBe("2031-01-02T03:04:05.678Z");
    expect(await exported()).toContain('generated-datetime="2031-01-02T03:04:05.678Z"');
    expect(await exported()).toBe(await exported());
  });
});
