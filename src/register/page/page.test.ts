import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import { kindOf } from "../kinds.ts";
import { createRecord, moveRecord } from "../record/actions.ts";
import { parseDocument } from "../record/parse.ts";
import { pagesAbout } from "./about-store.ts";
import { blockTypes, blockVariants, queryOf } from "./blocks.ts";
import { plainMarkdown } from "./markdown.ts";
import { staleNext, staleOn } from "./stale.ts";
import { listPages, loadPage, readPageFilter } from "./store.ts";
import { rowsOf } from "./table.ts";

const alice = { id: "alice", name: "Alice", role: "officer" } as const;
let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
});
afterAll(() => end());

const page = (blocks: object[], more = {}) => ({ name: { fr: "Essai" }, section: "world", blocks, ...more });
const problemsOf = (blocks: object[], more = {}) => {
  const parsed = parseDocument(kindOf("page"), page(blocks, more));
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
};

describe("a block", () => {
  it("takes what its type shows and nothing else", () => {
    expect(problemsOf([{ type: "text", text: { fr: "Bonjour" } }])).toEqual([]);
    expect(problemsOf([{ type: "text", text: { fr: "Bonjour" }, figure: "x" }])).toEqual(["blocks.0.figure not_of_this_block"]);
    expect(problemsOf([{ type: "quote", text: { fr: "Mot" } }])).toEqual(["blocks.0.who required"]);
  });

  it("that lists records names them or the address of a list, not both", () => {
    const list = { type: "records", title: { fr: "Villes" }, kind: "partner" };
    expect(problemsOf([{ ...list, ids: ["rome"] }])).toEqual([]);
    expect(problemsOf([{ ...list, query: "https://ville.example/fr/partenaires?country=IT" }])).toEqual([]);
    expect(problemsOf([list])).toEqual(["blocks.0.ids ids_or_query"]);
    expect(problemsOf([{ ...list, ids: ["rome"], query: "?country=IT" }])).toEqual(["blocks.0.ids ids_or_query"]);
    expect(problemsOf([{ ...list, query: "Italie" }])).toEqual(["blocks.0.query page_query"]);
  });

  it("that is a table has rows as wide as its headings", () => {
    const table = (fr: string) => problemsOf([{ type: "table", title: { fr: "T" }, text: { fr } }]);
    expect(table("Ville | Pays\n--- | ---\nRome | Italie")).toEqual([]);
    expect(table("Ville | Pays")).toEqual(["blocks.0.text table_rows"]);
    expect(table("Ville | Pays\nRome")).toEqual(["blocks.0.text table_cells"]);
  });

  it("of any type is refused every field that another type alone has", () => {
    fc.assert(
      fc.property(fc.constantFrom(...blockTypes), fc.constantFrom("media", "figure", "document", "source"), (type, field) => {
        const problems = problemsOf([{ type, [field]: "one" }]);
        const own = (blockVariants[type] as readonly string[]).includes(field);
        expect(problems.includes(`blocks.0.${field} not_of_this_block`)).toBe(!own);
      }),
    );
  });

  it("reads back every table that it is given cell by cell", () => {
    const cell = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => /^[^\s|\\\-:][^|\\\n\r]*$/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }), (rows) => {
        expect(rowsOf(rows.map((row) => row.join(" | ")).join("\n"))).toEqual(rows.map((row) => row.map((one) => one.trim())));
      }),
    );
  });

  it("reads the filters of an address wherever it was copied from", () => {
    for (const address of [
      "https://ville.example/fr/accords?type=pact&type=twinning#x",
      "/fr/accords?type=pact&type=twinning",
      "type=pact&type=twinning",
    ])
      expect(queryOf(address)).toEqual({ type: ["pact", "twinning"] });
    expect(queryOf("/fr/accords")).toBeUndefined();
  });
});

describe("a text in Markdown", () => {
  it("is read without its marks and addresses by the search, and never loses a word", () => {
    expect(plainMarkdown("Des *mots* **forts**, un [lien](https://x.example) et <b>du HTML</b>.\n\n- un\n- deux")).toBe(
      "Des mots forts, un lien et <b>du HTML</b>.\nun\ndeux",
    );
    expect(plainMarkdown("# Titre\n\n```\ncode\n```\n\n![image](x.png)")).toContain("# Titre");
    const word = fc.stringMatching(/^[a-zé]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, fc.constantFrom(" ", "\n\n", " **", "** ", "\n- ", " [", "](/x) ", " <i>")), { maxLength: 30 }),
        (parts) => {
          const read = plainMarkdown(parts.flat().join(""));
          for (const [one] of parts) expect(read).toContain(one);
        },
      ),
    );
  });
});

describe("a page that ages", () => {
  const fresh = { reviewedOn: "2022-09-19", reviewMonths: 12, expiries: [{ expiresOn: "2024", reason: { fr: "Passé" } }] };

  it("is out of date the day after its months, and the day after what it names", () => {
    expect(staleOn(fresh, "2023-09-19")).toEqual([]);
    expect(staleOn(fresh, "2023-09-20").map(({ because }) => because)).toEqual(["review"]);
    expect(staleOn(fresh, "2024-12-31").map(({ because }) => because)).toEqual(["review"]);
    expect(staleOn(fresh, "2025-01-01").map(({ because }) => because)).toEqual(["review", "expiry"]);
    expect(staleOn({ ...fresh, reviewedOn: "2024-01-31", reviewMonths: 1, expiries: [] }, "2024-03-01")).toHaveLength(1);
    expect(staleOn({ ...fresh, reviewedOn: "2024-01-31", reviewMonths: 1, expiries: [] }, "2024-02-29")).toEqual([]);
  });

  it("says nothing else until the day that it names as the next", () => {
    const day = fc
      .date({ min: new Date("2020-01-01"), max: new Date("2027-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 60 }), day, (reviewedOn, expiresOn, reviewMonths, today) => {
        const one = { reviewedOn, reviewMonths, expiries: [{ expiresOn, reason: {} }] };
        const next = staleNext(one, today);
        const now = staleOn(one, today).length;
        if (next === undefined) expect(now).toBe(2);
        else {
          expect(next > today).toBe(true);
          expect(staleOn(one, next).length).toBeGreaterThan(now);
          const eve = new Date(new Date(`${next}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);
          expect(staleOn(one, eve).length).toBe(now);
        }
      }),
    );
  });
});

const aboutC40 = async () => {
  const network = await published(db)
    .selectFrom("network")
    .select((eb) => pagesAbout(eb, "network").as("pages"))
    .where("network.id", "=", "c40")
    .executeTakeFirstOrThrow();
  return network.pages.map(({ id }) => id);
};

describe("the pages of the city", () => {
  it("show figures of the register, series whole, records and their lists, in French and in English", async () => {
    const europe = (await loadPage(published(db), "paris-et-l-europe", "fr"))!;
    const agreements = europe.blocks.find(({ kind, query }) => kind === "agreement" && query)!;
    expect(agreements.records).toHaveLength(23);
    expect(agreements.records[0]!.total).toBe(23);
    const series = europe.blocks.find(({ series }) => series === "label-europe-laureats")!;
    expect(series.figures.map(({ asOf }) => asOf)).toEqual([...series.figures.map(({ asOf }) => asOf)].sort().reverse());
    expect(series.figures.length).toBeGreaterThan(1);
    const networks = europe.blocks.find(({ ids }) => ids.includes("ficep"))!;
    expect(networks.records.map(({ id }) => id)).toEqual(networks.ids);
  });

  it("name nothing that the register does not hold", async () => {
    for (const { id } of await listPages(published(db), readPageFilter({}), "fr")) {
      const { blocks } = (await loadPage(published(db), id, "fr"))!;
      for (const block of blocks) {
        if (block.type === "records")
          expect(block.records.length, `${id}: ${JSON.stringify(block.title)}`).toBeGreaterThanOrEqual(block.ids.length || 1);
        if (block.type === "series") expect(block.figures.length, `${id}: ${block.series}`).toBeGreaterThan(0);
      }
    }
  });

  it("are found from what they are related to, and a draft from nowhere", async () => {
    const about = await aboutC40();
    expect(about).toContain("ville-engagee-pour-le-climat");
    const made = await createRecord(
      db,
      "page",
      page([{ type: "text", text: { fr: "Un secret" } }], { links: [{ network: "c40" }] }),
      alice,
    );
    if (!made.ok) throw new Error(JSON.stringify(made));
    expect(await aboutC40()).toEqual(about);
    expect(await loadPage(published(db), made.id, "fr")).toBeUndefined();
    expect((await moveRecord(db, "page", made.id, "publish", alice)).ok).toBe(true);
    expect((await listPages(published(db), readPageFilter({ q: ["secret"] }), "fr")).map(({ id }) => id)).toEqual([made.id]);
  });
});
