import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, foldedNames } from "../record/names.ts";
import { BodyIndex, isAnother, type KnownBody, numberKeys } from "./body-index.ts";

const body = (id: string, more: Partial<KnownBody> = {}): KnownBody => ({
  ...{ id, name: { fr: id }, aliases: [], status: "published" },
  ...{ siret: null, siren: null, rna: null, foreignScheme: null, foreignId: null },
  ...more,
});
const puits = body("puits", { name: { fr: "Puits & Cie", en: "Wells" }, aliases: ["P.C."], siret: "35600000000048" });

describe("a body", () => {
  it("is found by any of its numbers, and by any of its names however it is written", () => {
    const index = new BodyIndex();
    index.add(puits);
    for (const key of ["siret 35600000000048", "siren 356000000"]) expect(index.numbered(key)).toEqual([puits]);
    for (const name of ["PUITS ET CIE", "puits cie", "wells", "pc"])
      expect(index.named(fold(name)).length).toBe(name.includes("ET") ? 0 : 1);
    index.know(puits, ["xm-dac 1"], [fold("Puits et Cie")]);
    expect([...index.numbered("xm-dac 1"), ...index.named("puitsetcie")]).toEqual([puits, puits]);
  });

  it("is another when a number of the same register differs, never for a number that it has not", () => {
    expect(isAnother(puits, { siren: "356000000" })).toBe(false);
    expect(isAnother(puits, { siren: "217500016" })).toBe(true);
    expect(isAnother(puits, { siret: "35600000000055" })).toBe(true);
    expect(isAnother(puits, { rna: "W751000000" })).toBe(false);
    const abroad = body("unicef", { foreignScheme: "XM-DAC", foreignId: "41122" });
    expect(isAnother(abroad, { foreignScheme: "XM-DAC", foreignId: "41121" })).toBe(true);
    expect(isAnother(abroad, { foreignScheme: "US-EIN", foreignId: "41121" })).toBe(false);
  });

  const digits = (length: number) => fc.option(fc.stringMatching(new RegExp(`^[12]{${length}}$`)));
  const some = fc.record({ siret: digits(14), rna: digits(1), foreignScheme: fc.constantFrom(null, "A"), foreignId: digits(1) });
  it("never differs from itself, and differs from another both ways or neither", () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(isAnother(a, a)).toBe(false);
        expect(isAnother(a, b)).toBe(isAnother(b, a));
        if (numberKeys(a).length === 0) expect(isAnother(a, b)).toBe(false);
      }),
    );
  });

  it("has no name where nothing can be compared", () => {
    expect(foldedNames({ fr: "…", en: "É" }, ["e"])).toEqual(["e"]);
  });
});
