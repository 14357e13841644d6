import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedDemo } from "../../register/seed/seed.ts";
import { openPortal, type TestPortal } from "../register/testing.tsx";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openPortal({ paris: true });
  await seedDemo(portal.db);
});
afterAll(() => portal.drop());

describe("honours", () => {
  it("are listed in three parts, in two queries, with what was withdrawn and why", async () => {
    const html = await portal.text("/fr/distinctions");
    expect(portal.queries()).toBe(2);
    for (const words of ["Oleg Sentsov", "Votée le 24 septembre 2018", "Remise le 30 novembre 2019", "Retirée le 18 novembre 2019"])
      expect(html).toContain(words);
    expect(html).toContain("des prises de position inventées");
    expect(html).toMatch(/id="received"[\s\S]*gay friendly[\s\S]*non nommé[\s\S]*id="claims"[\s\S]*Première collectivité en matière/);
    expect(html).not.toContain("Personne exposée");
  });

  it("keep at the office whoever they would put at risk", async () => {
    for (const path of ["/fr/distinctions/demo-honneur-expose", "/en/honours/demo-honneur-expose"])
      expect((await portal.get(path)).status).toBe(404);
    expect(await portal.text("/fr/recherche?q=expos%C3%A9e")).not.toContain("demo-honneur-expose");
  });

  it("say a withdrawal first, and of a claim that it is no measure", async () => {
    expect(await portal.text("/en/honours/demo-honneur-retire")).toMatch(
      /Honour withdrawn\.<\/strong> Withdrawn on 18 November 2019[\s\S]*History of the honour/,
    );
    expect(await portal.text("/fr/distinctions/affirmation-premiere-collectivite-aide")).toContain(
      "Cette phrase est une affirmation de la Ville",
    );
  });

  it("are narrowed by the address, in either language", async () => {
    const html = await portal.text("/en/honours?recipient=city&country=UA");
    expect(html).toContain("City of Kyiv");
    expect(html).not.toContain("Mahsa Amini");
    expect(await portal.text("/fr/distinctions?year=1901")).toContain("Aucune distinction ne correspond");
  });
});

describe("prizes", () => {
  it("show who gives them, the city’s part, their laureates by year and their ceremonies", async () => {
    expect(await portal.text("/fr/prix")).toMatch(/Lucas Dolega[\s\S]*La Ville en est partenaire/);
    const html = await portal.text("/fr/prix/prix-lucas-dolega");
    for (const words of ["Narciso Contreras", "Mexique", "17 janvier 2018", "Association Lucas Dolega"]) expect(html).toContain(words);
    expect(await portal.text("/fr/prix/prix-lux")).toContain("Aucune source lue ne donne encore la liste");
    expect(await portal.text("/fr/prix?year=2021")).not.toContain("Lucas Dolega");
  });
});

describe("networks", () => {
  it("show mandates over time, contributions apart from grants with their total, and where their members are", async () => {
    const aimf = await portal.text("/fr/reseaux/aimf");
    expect(portal.queries()).toBe(1);
    expect(aimf).toMatch(/Présidence[\s\S]*Anne Hidalgo[\s\S]*Bertrand Delanoë[\s\S]*Jean Tiberi[\s\S]*Jacques Chirac/);
    expect(aimf).toMatch(/2020 DGRI 4[\s\S]*Total de 9 années connues[\s\S]*15\s297\s240/);
    const own = await portal.text("/en/networks/demo-reseau-des-rives");
    expect(own).toMatch(/Map of \[Demonstration\] Network of Cities of the Shores: 2 member cities/);
    expect(own).toContain("no longer a member");
    expect(own).toContain("€12,500");
    expect(await portal.text("/fr/reseaux/c40")).toMatch(/Reinventing Cities[\s\S]*Data City|Data City[\s\S]*Reinventing Cities/);
  });
});
