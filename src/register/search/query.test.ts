import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closest, editDistance, FOUND_END, FOUND_START, inOwnPunctuation, printedApostrophes, readPieces, readSearch } from "./query.ts";

describe("a search as it is typed", () => {
  it("is words, phrases, and what must not be there", () => {
    expect(readSearch('eau potable "aide d’urgence" -déchets -"Daech en Irak"')).toEqual({
      words: ["eau", "potable"],
      phrases: ["aide d urgence"],
      without: ["déchets", "Daech en Irak"],
    });
    expect(readSearch("l’eau «  Ville refuge »")).toEqual({ words: ["l", "eau"], phrases: ["Ville refuge"], without: [] });
  });
  it("is nothing when it has no letter", () => {
    for (const text of ["", "  ", "%", "'", "-", '""', "!!! ???"])
      expect(readSearch(text)).toEqual({ words: [], phrases: [], without: [] });
  });
  it("is never more than a few words, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        const { words, phrases, without } = readSearch(text);
        expect(words.length).toBeLessThanOrEqual(12);
        for (const part of [...words, ...phrases, ...without]) expect(part).toMatch(/^[\p{L}\p{N} ]+$/u);
      }),
    );
  });
});

describe("the nearest word", () => {
  const of = (...words: string[]) => words.map((word) => ({ word, entries: 1 }));
  it("forgives one letter in four", () => {
    expect(closest("assainisement", of("assainissement", "assainir"))).toBe("assainissement");
    expect(closest("tblissi", of("tbilissi", "tiflis"))).toBe("tbilissi");
    expect(closest("daesh", of("daech", "dakar"))).toBe("daech");
    expect(closest("vih", of("vie"))).toBeUndefined();
    expect(closest("eau", of("eaux"))).toBeUndefined();
    expect(closest("tokyo", of("kyoto"))).toBeUndefined();
  });
  it("prefers what most entries hold among equals", () => {
    expect(
      closest("ville", [
        { word: "villa", entries: 1 },
        { word: "villes", entries: 9 },
      ]),
    ).toBe("villes");
  });
  it("is as far one way as the other", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
    expect(editDistance("ab", "ba")).toBe(1);
  });
});

describe("what is found", () => {
  it("keeps the punctuation of its title", () => {
    const marked = `"Aide d'${FOUND_START}urgence${FOUND_END}"...`;
    expect(inOwnPunctuation(marked, `${"« Aide d’urgence »".replaceAll(" ", "").replace("Aide", "Aide ")}...`)).toBe(
      `«Aide d’${FOUND_START}urgence${FOUND_END}»...`,
    );
    expect(inOwnPunctuation("autre chose", "trop court")).toBe("autre chose");
    expect(printedApostrophes(`l'${FOUND_START}eau${FOUND_END} d'ici, '70`)).toBe(`l’${FOUND_START}eau${FOUND_END} d’ici, '70`);
  });

  it("is marked piece by piece, never as markup", () => {
    expect(readPieces(`<b>${FOUND_START}eau${FOUND_END} potable`)).toEqual([
      { text: "<b>", found: false },
      { text: "eau", found: true },
      { text: " potable", found: false },
    ]);
    expect(readPieces("")).toEqual([]);
  });
});
