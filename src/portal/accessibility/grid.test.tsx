import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accessibilityGrid, complianceOf, criteriaOf, declaredBy, rateOf } from "../../platform/accessibility/grid.ts";
import { readCity } from "../../platform/city.ts";
import { contrast } from "../../platform/contrast.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { gridCsv } from "./grid-page.tsx";

const grid = accessibilityGrid();
const criteria = criteriaOf(grid);

describe("the grid of RGAA", () => {
  it("says of each of the 106 criteria how it was looked at, or why nobody did", () => {
    expect(criteria).toHaveLength(106);
    expect(grid.topics).toHaveLength(13);
    for (const one of criteria) {
      expect(one.title, one.id).not.toBe("");
      // What is met needs a way in which it was seen; all else needs words.
      if (one.state === "met") expect(one.by.length, one.id).toBeGreaterThan(0);
      else expect(one.fr && one.en, one.id).toBeTruthy();
      expect(!one.fr, one.id).toBe(!one.en);
      if (one.state === "met" && one.by.every((way) => way === "code" || way === "look"))
        expect(one.fr ?? one.tests[0], one.id).toBeTruthy();
    }
  });

  it("names tests that exist, and uses each that it names", () => {
    const used = new Set(criteria.flatMap(({ tests }) => tests));
    expect([...used].sort()).toEqual(Object.keys(grid.tests).sort());
    for (const [name, { file, title }] of Object.entries(grid.tests)) {
      // bounded: the tests of this program.
      const there = new RegExp(`(test|it|\\))\\(\\s*["\`]${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
      expect(readFileSync(join(projectRoot, file), "utf8"), `${name}: ${file}`).toMatch(there);
    }
  });

  it("declares what the law allows: nothing but “not compliant” without an audit", () => {
    const [met, failed, none, unverified] = (["met", "failed", "none", "unverified"] as const).map((state) => ({ state }));
    expect(rateOf([met!, none!, none!])).toBe(100);
    expect(rateOf([met!, met!, unverified!])).toBe(66);
    expect(complianceOf([met!, none!])).toBe("full");
    expect(complianceOf([met!, failed!])).toBe("partial");
    expect(complianceOf([met!, failed!, unverified!])).toBe("none");
    expect(declaredBy({ ...grid, audit: null })).toBe("none");
    expect(declaredBy({ ...grid, audit: { by: "Un cabinet", on: "2027-01-15" } })).toBe(complianceOf(criteria));
  });

  it.each(languages)("goes out as a table (%s)", (locale) => {
    const csv = gridCsv(translator(locale));
    expect(csv.startsWith("topic,criterion,title,state,by,found,tests\r\n")).toBe(true);
    for (const { id } of criteria) expect(csv).toContain(`,${id},`);
    expect(csv).not.toContain("accessibility.");
  });
});

const palettes = Object.entries((await readCity(join(projectRoot, "data/paris"))).colours);

it.each(palettes)(
  "the colours of a city keep the contrasts of text, and of what one acts on (%s)",
  (_scheme, { paper, ink, accent, muted }) => {
    for (const text of [ink, accent, muted]) expect(contrast(text, paper)).toBeGreaterThanOrEqual(4.5);
    // Marks of a map that touch, and what has the focus.
    expect(contrast(accent, paper)).toBeGreaterThanOrEqual(3);
  },
);
