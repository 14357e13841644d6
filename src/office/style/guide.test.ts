import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contrast } from "../../platform/contrast.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { elsewhere, pieces } from "./page.tsx";
import { scales } from "./tokens.ts";

/** Every component that src/ui exports, after its file. */
function components(): string[] {
  const files = readdirSync(join(projectRoot, "src/ui"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"))
    .map((name) => `src/ui/${name}`);
  return files.flatMap((file) =>
    [...readFileSync(join(projectRoot, file), "utf8").matchAll(/^export (?:const|function) ([A-Z][a-z]\w*)/gm)].map(
      ([, name]) => `${file} ${name}`,
    ),
  );
}

describe("the style guide", () => {
  it("shows every component, or says where it is seen", () => {
    expect([...pieces, ...elsewhere].map(({ name, from }) => `${from} ${name}`).sort()).toEqual(components().sort());
  });

  it("says of each when to use it, in every language", () => {
    for (const t of [translator("fr"), translator("en")]) {
      expect(pieces.filter(({ name }) => !t.has(`style.use.${name}`)).map(({ name }) => name)).toEqual([]);
      expect(elsewhere.filter(({ where }) => !t.has(`style.where.${where}`)).map(({ name }) => name)).toEqual([]);
    }
  });

  it("gives the scales as they are", () => {
    const css = readFileSync(join(projectRoot, "src/ui/styles/tokens.css"), "utf8");
    const own = Object.fromEntries(
      [...css.matchAll(/--((?:gap|step|measure|page)[\w-]*): (.*);/g)].map(([, name, value]) => [name, value]),
    );
    expect({ ...scales.spaces, ...scales.sizes, ...scales.measures }).toEqual(own);
  });

  it("reckons contrasts as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });
});
