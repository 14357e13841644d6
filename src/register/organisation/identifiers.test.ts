import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf } from "../kinds.ts";
import { parseDocument } from "../record/parse.ts";
import { compactNumber, isRna, isSiren, isSiret } from "./identifiers.ts";

describe("SIRET and SIREN", () => {
  it.each(["21750001600019", "23350001600040", "38047555800058", "35600000000048"])("accepts %s", (siret) =>
    expect(isSiret(siret)).toBe(true),
  );
  it("accepts an establishment of La Poste by the sum of its digits", () => expect(isSiret("35600000049837")).toBe(true));
  it("refuses a La Poste number that passes neither check", () => expect(isSiret("35600000043111")).toBe(false));
  it("refuses the number of the official example, whose check digit is wrong", () => expect(isSiret("67895644300011")).toBe(false));

  it("notices any single wrong digit", () => {
    fc.assert(
      fc.property(fc.nat(13), fc.integer({ min: 1, max: 9 }), (position, shift) => {
        const digits = [..."21750001600019"];
        digits[position] = String((Number(digits[position]) + shift) % 10);
        expect(isSiret(digits.join(""))).toBe(false);
      }),
    );
  });

  it("reads through the spaces, dots and dashes that people type", () => {
    expect(compactNumber("217 500 016 00019")).toBe("21750001600019");
    expect(compactNumber("217.500\u00a0016-00019")).toBe("21750001600019");
    expect(isSiren("217500016")).toBe(true);
    expect(isRna("W751234567")).toBe(true);
    expect(isRna("W75123456")).toBe(false);
  });
});

describe("an organisation's identifiers", () => {
  const organisation = kindOf("organisation");
  const input = { name: { fr: "Association" }, type: "22" };

  it("are optional, with a reason", () => {
    expect(parseDocument(organisation, input)).toMatchObject({
      ok: false,
      problems: [{ path: "noIdentifier", code: "identifier_or_reason" }],
    });
    expect(parseDocument(organisation, { ...input, noIdentifier: "alsace_moselle" }).ok).toBe(true);
  });

  it("are an error when typed and a warning when imported", () => {
    const wrong = { ...input, siret: "678 956 443 00011" };
    expect(parseDocument(organisation, wrong)).toMatchObject({ ok: false, problems: [{ path: "siret", code: "siret_check_digit" }] });
    expect(parseDocument(organisation, wrong, true)).toMatchObject({
      ok: true,
      document: { siret: "67895644300011" },
      warnings: [{ path: "siret" }],
    });
  });
});
