import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { projectRoot } from "../../platform/project-root.ts";
import { readGrants, repair } from "./grants.ts";
import { sentenceOf } from "./problems.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the grants with one file changed. */
function changed(name: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), "grants-"));
  folders.push(folder);
  cpSync(join(projectRoot, "data/paris/grants"), folder, { recursive: true });
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), "utf8")));
  return folder;
}

test("repairs lost apostrophes and doubled spaces", () => {
  expect(repair("au coeur d¿un écosystème  tourné vers l¿Europe")).toBe("au coeur d’un écosystème tourné vers l’Europe");
});

test("two establishments of one body are one organisation", async () => {
  const { items } = await readGrants(join(projectRoot, "data/paris/grants"));
  const awards = items.filter(({ kind, input }) => kind === "award" && input.organisation === "entrepreneurs-du-monde");
  expect(awards.map(({ id }) => id).filter((id) => id.endsWith("00061"))).toHaveLength(2);
  expect(awards).toHaveLength(5);
});

test("a folder without a list has no grants", async () => {
  expect(await readGrants(tmpdir())).toEqual({ items: [], problems: [] });
});

test("a beneficiary, a purpose or a grant that is not known is told with its place", async () => {
  const beneficiary = await readGrants(
    changed("organisations.yaml", (text) => text.replace('siret: "39894554300021"', 'siret: "39894554300013"')),
  );
  expect(beneficiary.problems.map(({ code, line }) => [code, line])).toEqual([3, 33, 66, 101, 140].map((line) => ["no_beneficiary", line]));
  const purpose = await readGrants(changed("purposes.yaml", (text) => text.replace("- fr: Radio Begum\n", "- fr: Radio Begoum\n")));
  expect(purpose.problems).toMatchObject([{ code: "no_translation", id: "dgri-2022-48250408100043", line: 91 }]);
  const grant = await readGrants(changed("projects.yaml", (text) => text.replace("2022/48250408100043", "2021/48250408100043")));
  expect(grant.problems).toMatchObject([{ code: "no_grant", id: "radio-begum" }]);
  expect(sentenceOf(grant.problems[0]!)).toMatch(
    /projects\.yaml:\d+, radio-begum, grants: the list has no grant 2021\/48250408100043: correct the year or the SIRET$/,
  );
});
