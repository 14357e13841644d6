import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeVotableFiles, makeWorld } from "../../funding/money-testing.ts";
import { adopt, commitGrant, pay, recover, signGrant, tableFiles } from "../../funding/public/testing.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";

const schemaOf = (name: string) => {
  const schema = JSON.parse(readFileSync(join(projectRoot, "test/fixtures/360giving", name), "utf8"));
  // The draft is named with http, where Ajv knows it with https.
  return { ...schema, $schema: schema.$schema.replace("http:", "https:") };
};

/** Faults by the official schemas; none when the package is valid. */
function faultsOf(data: unknown): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (one: Ajv2020) => void)(ajv);
  const item = schemaOf("360-giving-schema.json");
  ajv.addSchema(item);
  // The package of 1.4.3 still refers to the grant of 1.4.2.
  ajv.addSchema({ ...item, $id: item.$id.replace("1.4.3", "1.4.2") });
  const validate = ajv.compile(schemaOf("360-giving-package-schema.json"));
  return validate(data) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

let register: Register;
beforeAll(async () => {
  register = await openRegister({ paris: true });
});
afterAll(() => register.drop());

const read = async () => JSON.parse(await (await register.get("/data/360giving.json")).text());

describe("/data/360giving.json", () => {
  it("is valid by the official schema, and holds every published award once", async () => {
    await register.make(
      "award",
      { name: { fr: "Brouillon secret" }, organisation: await anOrganisation(), amountCents: 1, awardedOn: "2020" },
      "draft",
    );
    const data = await read();
    expect(faultsOf(data)).toEqual([]);
    const { rows } = await sql<{ id: string }>`SELECT id FROM published.award ORDER BY id`.execute(register.db);
    expect(data.grants.map((grant: any) => grant.id)).toEqual(rows.map(({ id }) => `FR-RCS-217500016-${id}`));
    expect(JSON.stringify(data)).not.toContain("Brouillon secret");
    // Neither an empty text nor a null stands for what is not known.
    expect(JSON.stringify(data.grants)).not.toMatch(/:(null|""|\[\])/);
  });

  it("finds each kind of fault, so that its silence says something", async () => {
    const data = await read();
    const [grant] = data.grants;
    for (const [change, fault] of [
      [{ awardDate: "2020" }, "oneOf"],
      [{ currency: "EURO" }, "allowed values"],
      [{ amountAwarded: "12" }, "number"],
      [{ title: undefined }, "required"],
      [{ beneficiaryLocation: [{ countryCode: "XK" }] }, "allowed values"],
      [{ url: "no address" }, "format"],
    ] as const)
      expect(faultsOf(JSON.parse(JSON.stringify({ grants: [{ ...grant, ...change }] }))).join()).toMatch(
        new RegExp(`${fault}|must match exactly one`),
      );
  });

  it("says whose identifiers it uses, and changes them with the prefix of the city", async () => {
    expect((await read()).description).toContain("FR-RCS-217500016");
    register.city.threeSixtyPrefix = "360G-VilleTest";
    await register.make("source", { name: { fr: "Autre état" }, publisher: "x" });
    const data = await read();
    expect(data.grants[0].id).toMatch(/^360G-VilleTest-/);
    expect(data.description).not.toContain("FR-RCS");
    register.city.threeSixtyPrefix = null;
  });

  it("tells of awkward awards what is known and no more", async () => {
    const bare = await openRegister();
    try {
      await makeAwkwardRows(bare);
      const data = JSON.parse(await (await bare.get("/data/360giving.json")).text());
      expect(faultsOf(data)).toEqual([]);
      const of = (title: RegExp) => data.grants.find((grant: any) => title.test(grant.title));
      expect(of(/^Subvention datée/)).toMatchObject({
        awardDate: "2021-07-06",
        amountAwarded: 10_000,
        plannedDates: [{ startDate: "2021", endDate: "2023-06" }],
        actualDates: [{ startDate: "2021-03-15" }],
        recipientOrganization: [{ id: "FR-RCS-389515180", name: "Solidarités <i>&</i> Cie" }],
        grantProgramme: [{ title: "Solidarité & eau" }],
      });
      expect(of(/^Subvention datée/).beneficiaryLocation.map((one: any) => one.countryCode)).toEqual(["SN", "FJ", "ML"]);
      expect(of(/^Subvention datée/).classifications.map((one: any) => one.code)).toEqual(expect.arrayContaining(["water", "14031", "6"]));
      expect(of(/^Subvention de l’année/)).toMatchObject({ awardDate: "2022-01-01", amountAwarded: 2_500.5 });
      expect(of(/^Subvention de l’année/).description).toContain("2022.");
      expect(of(/^@Total/).description).toContain("Total de 3 subventions");
      expect(of(/sans SIREN/).recipientOrganization[0].id).toBe("FR-RCS-217500016-ORG-association-sans-siren");
      const iati = await (await bare.get("/data/iati.xml")).text();
      for (const grant of data.grants) for (const one of grant.relatedActivity ?? []) expect(iati).toContain(`>${one}<`);
    } finally {
      await bare.drop();
    }
  });

  it("follows a grant of the platform from the request to the money that came back", async () => {
    const { db } = register;
    const world = await makeWorld(
      db,
      2026,
      { aeCents: 60_000_000, cpCents: 60_000_000, revenueCents: 9_000_000_000 },
      { tranches: [{ percentage: 100, condition: "agreement", yearOffset: 0 }] },
    );
    const files = await makeVotableFiles(db, world, 1, 12_000_000);
    const deliberation = await tableFiles(db, world, files, [10_000_033], { reference: "2026 DGRI 99", on: "2026-10-12" });
    const [grant] = (await adopt(db, deliberation, "2026-10-12")) as [string];
    const { rows } = await sql<{ award: string }>`SELECT award FROM "grant" WHERE id = ${grant}`.execute(db);
    const find = async () => (await read()).grants.find((one: any) => one.id === `FR-RCS-217500016-${rows[0]!.award}`);
    expect(await find()).toMatchObject({
      amountAppliedFor: 120_000,
      amountAwarded: 100_000.33,
      amountDisbursed: 0,
      awardDate: "2026-10-12",
    });
    await signGrant(db, grant, "2026-10-20");
    await commitGrant(db, grant, "2026-10-21");
    await pay(db, grant, 0, 10_000_033, "2026-11-02");
    await recover(db, grant, 500_003, "2026-11-20").catch(() => {});
    const paid = await find();
    expect(paid.commitmentTransaction).toMatchObject([{ transactionDate: "2026-10-20", value: 100_000.33 }]);
    const sum = paid.disbursementTransaction.reduce((cents: number, one: any) => cents + Math.round(one.value * 100), 0);
    expect(Math.round(paid.amountDisbursed * 100)).toBe(sum);
    expect(faultsOf(await read())).toEqual([]);
  });
});

async function anOrganisation(): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM published.organisation ORDER BY id LIMIT 1`.execute(register.db);
  return rows[0]!.id;
}
