import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { type Role, roles } from "../../src/platform/accounts/rights.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { inLanguage } from "../../src/ui/paths.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

/** docs/coverage.md: a row for each thing of the inventory, its addresses between backticks. */
interface Row {
  id: string;
  pages: string[];
  office: { path: string; as: Role }[];
  data: string[];
  words: string;
}

const inventory = { P: 11, A: 6, R: 18, S: 22, C: 10, K: 6, E: 15 };
const rows = readRows(readFileSync(join(projectRoot, "docs/coverage.md"), "utf8"));

let site: OfficeSite;
const people = new Map<Role, Browser>();
beforeAll(async () => {
  site = await openOffice({ paris: true });
  for (const role of new Set(rows.flatMap(({ office }) => office.map((one) => one.as)))) people.set(role, await site.as(role));
});
afterAll(() => site?.drop());

it("has the 89 rows, each once and each shown somewhere", () => {
  const wanted = Object.entries(inventory).flatMap(([letter, count]) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`));
  expect(rows.map(({ id }) => id).sort()).toEqual([...wanted, "5.8"].sort());
  for (const row of rows) expect([row.id, row.pages.length > 0, row.words !== ""]).toEqual([row.id, true, true]);
});

describe.each(rows)("$id", ({ pages, office, data, words }) => {
  it("is on its public pages, in both languages", async () => {
    const visitor = site.browser();
    for (const [i, page] of pages.entries()) {
      const answer = await visitor.get(page);
      expect([page, answer.status]).toEqual([page, 200]);
      if (i === 0) expect(textOf(answer.text), page).toContain(words);
      const [path = "", search = ""] = page.split("?");
      const twin = inLanguage(path, search && `?${search}`, "en");
      expect([page, twin && (await visitor.get(twin)).status]).toEqual([page, 200]);
    }
  });

  it.runIf(office.length > 0)("is kept in the office", async () => {
    for (const { path, as } of office) expect([path, (await people.get(as)!.get(path)).status]).toEqual([path, 200]);
  });

  it.runIf(data.length > 0)("goes out, or comes in", async () => {
    for (const one of data) {
      if (one.startsWith("/")) expect([one, (await site.browser().get(one)).status]).toEqual([one, 200]);
      else expect(Object.keys(commands)).toContain(one.split(" ")[0]);
    }
  });
});

function readRows(text: string): Row[] {
  const lines = text.split("\n").filter((line) => /^\| [A-Z0-9.]+ \|/.test(line));
  return lines.map((line) => {
    const [id = "", , pages = "", office = "", data = "", words = ""] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, one]) => one!);
    return {
      id,
      pages: quoted(pages),
      office: [...office.matchAll(/`([^`]+)`(?: \((\w+)\))?/g)].map(([, path = "", role = ""]) => ({
        path,
        as: roles.find((one) => one === role) ?? "administrator",
      })),
      data: quoted(data),
      words,
    };
  });
}

/** What a reader reads: no tags, and spaces that do not break as plain ones. */
function textOf(html: string): string {
  return html
    .replace(/<(script|style)\b.*?<\/\1>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
}
