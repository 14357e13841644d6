import jsonld from "jsonld";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPortal, type TestPortal } from "../register/testing.tsx";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openPortal({ paris: true });
});
afterAll(() => portal.drop());

const block = (html: string) => [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
async function graphOf(path: string): Promise<any[]> {
  const html = await portal.text(path);
  const blocks = block(html);
  expect(blocks, path).toHaveLength(1);
  return JSON.parse(blocks[0]!)["@graph"];
}
const firstOf = async (kind: string) =>
  (
    (await portal.db
      .selectFrom(kind as "award")
      .select("id")
      .where("status", "=", "published")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst()) as { id: string }
  ).id;

describe("the data block of a page", () => {
  it.each([
    ["project", "projets", "Project"],
    ["partner", "partenaires", /City|AdministrativeArea|Organization/],
    ["organisation", "organismes", /Organization|NGO|Corporation/],
    ["agreement", "accords", "CreativeWork"],
    ["programme", "programmes", "FundingScheme"],
    ["award", "subventions", "MonetaryGrant"],
    ["figure", "chiffres", "Observation"],
  ])("says of a %s what it is, where it stands, and is JSON-LD", async (kind, page, type) => {
    const id = await firstOf(kind);
    const [about, trail] = await graphOf(`/fr/${page}/${id}`);
    expect(about["@type"]).toMatch(type);
    expect(about.url).toBe(`https://monde.example.org/fr/${page}/${id}`);
    expect(trail["@type"]).toBe("BreadcrumbList");
    expect(trail.itemListElement.map((one: any) => one.position)).toEqual([1, 2, 3]);
    expect(JSON.stringify(about)).not.toMatch(/:(null|""|\[\])/);
    // Every property and class is one of schema.org: none is dropped for want of a meaning.
    const expanded = (await jsonld.expand({
      "@context": { "@vocab": "https://schema.org/" },
      "@graph": [about, trail],
    } as never)) as object[];
    expect(expanded).toHaveLength(2);
  });

  it("shows the figures that the page shows", async () => {
    const award = await portal.db
      .selectFrom("award")
      .selectAll()
      .where("status", "=", "published")
      .orderBy("id")
      .limit(1)
      .executeTakeFirstOrThrow();
    const [grant] = await graphOf(`/en/grants/${award.id}`);
    expect(Math.round(grant.amount.value * 100)).toBe(award.amountCents);
    expect(grant.amount.currency).toBe(award.currency);
    const figure = await portal.db
      .selectFrom("figure")
      .selectAll()
      .where("status", "=", "published")
      .orderBy("id")
      .limit(1)
      .executeTakeFirstOrThrow();
    const [observation] = await graphOf(`/en/figures/${figure.id}`);
    expect(observation.value).toBe(Number(figure.value));
    expect(observation.observationDate).toBe(figure.asOf);
  });

  it("is ended by no name, and names no draft", async () => {
    const id = await portal.make("organisation", {
      name: { fr: "</script><script>alert(1)</script>" },
      type: "22",
      noIdentifier: "unknown",
    });
    const html = await portal.text(`/fr/organismes/${id}`);
    expect(JSON.parse(block(html)[0]!)["@graph"][0].name).toBe("</script><script>alert(1)</script>");
    expect(html).not.toContain("<script>alert");
    const draft = await portal.make("organisation", { name: { fr: "En préparation" }, type: "22", noIdentifier: "unknown" }, []);
    expect(block(await portal.text(`/preview/organisation/${draft}`))).toEqual([]);
  });
});
