import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardFormula } from "./csv.ts";

describe("a text in a cell", () => {
  it.each(["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "- une liste", "'=déjà"])(
    "gets an apostrophe when a spreadsheet would run it: %j",
    (text) => expect(guardFormula(text)).toBe(`'${text}`),
  );
  it.each(["-12", "+33", "-1.5", "-1,5", "", "a=1", "'quoted'", "l’eau", " =1", "2-1"])("stays as it is otherwise: %j", (text) =>
    expect(guardFormula(text)).toBe(text),
  );
  it("can always be told apart again", () => {
    const back = (text: string) => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
    fc.assert(
      fc.property(fc.stringMatching(/^'{0,3}[=+\-@\t\ra1]?.{0,8}$/), (text) => {
        expect(back(guardFormula(text))).toBe(text);
      }),
    );
  });
});
