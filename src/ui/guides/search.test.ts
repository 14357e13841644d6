import { describe, expect, it } from "vitest";
import { guideIn, guideNames } from "./read.ts";
import { searchGuides } from "./search.ts";

const french = guideNames.map((name) => guideIn(name, "fr"));

describe("a search in the guides", () => {
  it("finds a goal by its words, without case or accents, its title first", () => {
    const [first] = searchGuides(french, "DELIBERATION executoire");
    expect([first!.guide.name, first!.section.title]).toEqual(["council", "Enregistrer le vote"]);
    expect(first!.excerpt.filter(({ marked }) => marked).map(({ text }) => text)).toContain("délibération");
    expect(searchGuides(french, "signer convention")[0]!.section.title).toBe("Signer la convention");
  });
  it("shows the text as it stands around what it marks", () => {
    for (const { section, excerpt } of searchGuides(french, "le")) {
      const shown = excerpt.map(({ text }) => text).join("");
      expect(section.text).toContain(shown.replace(/^… | …$/g, ""));
    }
  });
  it("finds nothing for nothing, and nothing that lacks a word", () => {
    expect(searchGuides(french, " . ")).toEqual([]);
    expect(searchGuides(french, "convention zzz")).toEqual([]);
  });
});
