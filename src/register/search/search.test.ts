import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { type Database, published } from "../../platform/database/connect.ts";
import { createRecord, moveRecord } from "../record/actions.ts";
import { type Found, HITS_PER_KIND, HITS_PER_PAGE, type SearchedKind, search } from "./store.ts";

const by = { id: "olga", name: "Olga", role: "officer" } as const;
let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase({ paris: true }));
});
afterAll(() => end?.());

const find = (q: string, options: { kind?: SearchedKind; page?: number } = {}, locale: "fr" | "en" = "fr") =>
  search(published(db), q, { page: 1, ...options }, locale);
const ids = (found: Found) => found.hits.map(({ kind, id }) => `${kind} ${id}`);
const text = (pieces: { text: string }[]) => pieces.map((piece) => piece.text).join("");

describe("the search forgives", () => {
  it.each([
    ["accents", "Erythree", "programme ville-refuge"],
    ["case", "BARCELONE", "partner barcelone"],
    ["word endings", "bibliothèque", "figure bibliotheques-francophonie"],
    ["the spelling of the source", "Tblissi", "partner tbilissi"],
    ["a spelling by ear", "Daesh", "project elisecare-irak-2017"],
    ["the same the other way", "Daech", "project elisecare-irak-2017"],
    ["a doubled letter", "Tbillisi", "partner tbilissi"],
    ["a letter too few", "assainisement", "programme solidarite-eau"],
    ["a letter too many", "barccelonne", "partner barcelone"],
    ["two letters swapped", "Amstredam", "partner amsterdam"],
    ["an elided article", "l’assainissement", "programme solidarite-eau"],
    ["half a word", "assaini", "programme solidarite-eau"],
    ["the name in its own language", "თბილისი", "partner tbilissi"],
  ])("%s", async (_, q, expected) => {
    const found = await find(q);
    const kind = expected.split(" ")[0] as SearchedKind;
    const all = [...ids(found), ...ids(await find(q, { kind }))];
    if (expected.startsWith("figure")) expect(all.some((one) => one.startsWith("figure bibliotheques"))).toBe(true);
    else if (expected === "programme solidarite-eau")
      expect(all.some((one) => /^programme .*eau/.test(one) || /^programme sol/.test(one))).toBe(true);
    else expect(all).toContain(expected);
  });

  it("says what it looked for instead", async () => {
    expect((await find("Amstredam")).corrected).toBe("amsterdam");
    expect((await find("Amsterdam")).corrected).toBeUndefined();
    expect((await find("Daesh")).corrected).toBeUndefined();
  });

  it("gives what holds some of the words when nothing holds them all", async () => {
    const found = await find("Amsterdam pandas");
    expect(found.partial).toBe(true);
    expect(ids(found)).toContain("partner amsterdam");
    expect((await find("Amsterdam accord")).partial).toBeUndefined();
  });

  it("but not everything", async () => {
    for (const q of ["xyzzyqq", "", " ", "%", "'", "\\", "&|!", "(((", "💧"]) expect([q, (await find(q)).total]).toEqual([q, 0]);
  });
});

describe("the search answers", () => {
  it("in the words of each language", async () => {
    expect(ids(await find("Warsaw", {}, "en"))).toContain("partner varsovie");
    expect(text((await find("Warsaw", { kind: "partner" }, "en")).hits[0]!.title)).toBe("Warsaw");
    expect(text((await find("Varsovie", { kind: "partner" })).hits[0]!.title)).toBe("Varsovie");
  });

  it("by kind, with counts that stay whatever the kind shown", async () => {
    const all = await find("eau");
    expect(all.total).toBe(all.kinds.reduce((sum, { count }) => sum + count, 0));
    for (const { kind, count } of all.kinds) {
      const one = await find("eau", { kind });
      expect(one.kinds).toEqual(all.kinds);
      expect(one.hits.every((hit) => hit.kind === kind)).toBe(true);
      expect(one.hits.length).toBe(Math.min(count, HITS_PER_PAGE));
      expect(all.hits.filter((hit) => hit.kind === kind).length).toBe(Math.min(count, HITS_PER_KIND));
    }
  });

  it("page by page, each entry once", async () => {
    const { kinds } = await find("Paris");
    const { kind, count } = kinds.reduce((most, one) => (one.count > most.count ? one : most));
    expect(count).toBeGreaterThan(HITS_PER_PAGE);
    const seen: string[] = [];
    for (let page = 1; page <= Math.ceil(count / HITS_PER_PAGE); page++) seen.push(...ids(await find("Paris", { kind, page })));
    expect(new Set(seen).size).toBe(count);
    expect((await find("Paris", { kind, page: 1_000 })).hits).toEqual([]);
  });

  it("with phrases, and without what is not wanted", async () => {
    const phrase = await find('"aide d’urgence"', { kind: "programme" });
    expect(ids(phrase)).toContain("programme aide-urgence");
    const [eau, without] = [await find("eau"), await find("eau -déchets")];
    expect(without.total).toBeGreaterThan(0);
    expect(without.total).toBeLessThan(eau.total);
  });

  it("in the punctuation of the register, whatever the cluster takes for a letter", async () => {
    const { hits } = await find("urgence", { kind: "programme" });
    expect(hits.find(({ id }) => id === "aide-urgence")!.title).toEqual([
      { text: "Aide d’", found: false },
      { text: "urgence", found: true },
    ]);
    for (const q of ["Solidarité eau", "« Solidarité eau »", "l’assainissement", "l'assainissement"])
      expect([q, (await find(q, { kind: "programme" })).total > 0]).toEqual([q, true]);
  });

  it("the record so called before those that name it", async () => {
    expect(ids(await find("Rome"))[0]).toBe("partner rome");
    expect(ids(await find("aide d'urgence", { kind: "programme" }))[0]).toBe("programme aide-urgence");
  });

  it("with the words found marked, in a text that is no markup and does not repeat the name", async () => {
    const made = await createRecord(
      db,
      "partner",
      {
        name: { fr: "Ville (test) [a-z]+ \\1 <i>", en: "Test <i>" },
        description: { fr: "Zanzibarquatorze <script>alert(1)</script> & ailleurs" },
        type: "city",
        country: "IT",
      },
      by,
    );
    if (!made.ok) throw new Error("not made");
    await moveRecord(db, "partner", made.id, "publish", by);
    const [hit] = (await find("zanzibarquatorze")).hits;
    expect(text(hit!.title)).toBe("Ville (test) [a-z]+ \\1 <i>");
    expect(hit!.excerpt.filter((piece) => piece.found)).toEqual([{ text: "Zanzibarquatorze", found: true }]);
    // PostgreSQL leaves tags out of an excerpt; the title keeps all its letters.
    expect(text(hit!.excerpt)).toContain("alert(1)");
    expect(text(hit!.excerpt)).not.toContain("Ville (test)");
  });

  it("nothing of a draft, not even as a word to try instead", async () => {
    const made = await createRecord(db, "partner", { name: { fr: "Quetzalcoatlville" }, type: "city", country: "IT" }, by);
    if (!made.ok) throw new Error("not made");
    for (const q of ["Quetzalcoatlville", "Quetzalcoatlvile", "Quetzalcoatl"]) expect(await find(q)).toMatchObject({ total: 0, hits: [] });
    await moveRecord(db, "partner", made.id, "publish", by);
    expect((await find("Quetzalcoatlvile")).total).toBe(1);
    await moveRecord(db, "partner", made.id, "archive", by);
    for (const q of ["Quetzalcoatlville", "Quetzalcoatlvile"]) expect(JSON.stringify(await find(q)).toLowerCase()).not.toContain("quetzal");
  });
});

describe("at ten thousand entries", () => {
  it("reads the index of words, and of trigrams for the words mistyped", async () => {
    await sql`INSERT INTO search_entry (kind, record, locale, status, title, body, words)
      SELECT 'project', 'p-' || n, 'fr', 'published', 'Projet ' || n, 'mot' || (n % 5000) || ' rue ' || chr(97 + n % 26) || chr(97 + n / 26 % 26) || chr(97 + n / 676 % 26) || 'ville ' || repeat('texte de la fiche du projet ', 30), '' FROM generate_series(1, 12000) n`.execute(
      db,
    );
    await sql`INSERT INTO search_word (word) SELECT substr(md5(n::text), 1, 12) FROM generate_series(1, 60000) n ON CONFLICT DO NOTHING`.execute(
      db,
    );
    await sql`ANALYZE search_entry`.execute(db);
    await sql`ANALYZE search_word`.execute(db);
    const plan = async (query: ReturnType<typeof sql>) => JSON.stringify((await sql`EXPLAIN (FORMAT JSON) ${query}`.execute(db)).rows);
    const asked = sql`SELECT kind, record FROM published.search_entry WHERE locale = 'fr' AND words @@ (SELECT plainto_tsquery('french_folded', 'mot42'))`;
    expect(await plan(asked)).toContain("search_entry_words");
    expect(await plan(sql`SELECT word FROM published.search_word WHERE word % 'assainisement'`)).toContain("search_word_trigrams");
    expect(await plan(sql`SELECT record FROM published.search_entry WHERE 'amstredam' <% folded`)).toContain("search_entry_folded");
    expect((await find("mot42")).total).toBeGreaterThan(0);
    await find("mot421 motquatre");
  });
});
