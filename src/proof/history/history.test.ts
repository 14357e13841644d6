import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { Block } from "../../platform/pdf/document.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { createRecord, editRecord } from "../../register/record/actions.ts";
import { recordHistory, tellAct } from "./actions.ts";
import { coveringOf, historyDocument, type ToldEntry } from "./document.ts";
import { type Covering, entriesOfRecord, type Told } from "./store.ts";

const paper = { city: "V", service: "S", colours: { ink: "#000000", accent: "#111111", line: "#222222", muted: "#333333" } };
const at = new Date("2026-12-18T10:59:58Z");
const officer: Actor = { id: "o", name: "Odette", role: "officer" };
const finance: Actor = { id: "f", name: "Farid", role: "finance" };
const entry = (id: number, more: Partial<Told> = {}): Told => ({
  ...{ id, at: new Date(at.getTime() + id * 60_000), actor: "u", actorName: "Zoé Nguyễn", actorRole: "officer", action: "admit" },
  ...{
    kind: "application",
    record: "x",
    version: id,
    document: { from: "submitted", to: "admissible", reason: `Motif ${id}` },
    hash: "ab".repeat(32),
  },
  ...more,
});
const anchors: Covering[] = [10, 20, 400].map((head, i) => ({ number: i + 1, head, madeAt: at, sha256: "cd".repeat(32) }));
const story = (n: number): ToldEntry[] => Array.from({ length: n }, (_, i) => tellAct(entry(i + 1), officer, "EUR", translator("fr")));
const data = (entries: ToldEntry[]) => ({
  ...{ title: "SOL-2026-0042", subtitle: "Une école", facts: [["État", "Close"]] as [string, string][], entries, anchors },
  ...{
    papers: [{ name: "statuts.pdf", at, sha256: "ef".repeat(32), origin: "sent" as const }],
    site: "https://monde.example.org",
    at,
    reader: "Odette",
  },
});

/** The objects of a PDF, with what its object streams hold. */
function textOf(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf);
  let text = bytes.toString("latin1");
  for (const match of text.matchAll(/stream\r?\n/g)) {
    try {
      text += inflateSync(bytes.subarray(match.index + match[0].length)).toString("latin1");
    } catch {
      // Not compressed, or a font.
    }
  }
  return text;
}
const headings = (blocks: Block[]) => blocks.flatMap((block) => (block.type === "heading" && block.level === 2 ? [block.text] : []));

describe("a history", () => {
  it.each(["fr", "en"] as const)("is a tagged document in %s, with each entry, its digest and its anchor", async (locale) => {
    const t = translator(locale);
    const document = historyDocument(data(story(12)), t);
    const said = JSON.stringify(document.blocks);
    expect(said).not.toMatch(/"(pdf|proof|entry|detail)\.|undefined|\{\w+\}/);
    expect(headings(document.blocks)).toHaveLength(12);
    expect(said).toContain("abababababababab abababababababab");
    expect(said).toContain("efefefefefefefef");
    expect(said).toContain("https://monde.example.org/data/audit-anchors");
    const pdf = await documentPdf(document, paper, { locale, at });
    const raw = textOf(pdf);
    expect(raw).toContain("/StructTreeRoot");
    expect(raw).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/);
    expect(raw).toMatch(new RegExp(`/Lang\\s*\\(${locale}\\)`));
    expect(Buffer.from(await documentPdf(document, paper, { locale, at }))).toEqual(Buffer.from(pdf));
  });
  it("of 500 entries holds them all, and of none says so", async () => {
    const t = translator("fr");
    const long = historyDocument(data(story(500)), t);
    expect(headings(long.blocks)).toHaveLength(500);
    expect((await documentPdf(long, paper, { locale: "fr", at })).length).toBeGreaterThan(100_000);
    const empty = historyDocument(data([]), t);
    expect(JSON.stringify(empty.blocks)).toContain(t("pdf.history.none"));
    expect((await documentPdf(empty, paper, { locale: "fr", at })).length).toBeGreaterThan(5_000);
  });
  it("names the first anchor that covers an entry", () => {
    expect([1, 10, 11, 20, 21, 400, 401].map((id) => coveringOf(anchors, id)?.number)).toEqual([1, 1, 2, 2, 3, 3, undefined]);
    expect(coveringOf([], 1)).toBeUndefined();
  });
});

describe("what is told of an act", () => {
  const t = translator("fr");
  it("is in words: states, amounts, days, digests; identifiers of the machine are not", () => {
    const act = entry(1, {
      kind: "grant",
      action: "amended",
      document: {
        from: "voted",
        to: "signed",
        amountCents: 1_500_000,
        endsOn: "2027-05-01",
        applicant: "0b0e1c1e-0000-4000-8000-000000000000",
        user: "someone",
      },
    });
    const told = tellAct(act, officer, "EUR", t);
    expect(told.who).toBe(`Zoé Nguyễn, ${t.dynamic("role.officer")}`);
    const words = JSON.stringify(told.changes).replace(/[\u202f\u00a0]/g, " ");
    expect(words).toContain(`${t.dynamic("state.grant.voted")} → ${t.dynamic("state.grant.signed")}`);
    expect(words).toContain("15 000");
    expect(words).toContain("1 mai 2027");
    expect(words).not.toMatch(/0b0e1c1e|someone/);
  });
  it("hides who assessed and who declared an interest, and what was asked in the file, from who may not see it", () => {
    const interest = entry(2, { kind: "assessment", action: "interest_declared", actorName: "Irène", document: { reason: "family" } });
    expect(JSON.stringify(tellAct(interest, officer, "EUR", t))).toContain("Irène");
    const hidden = tellAct(interest, finance, "EUR", t);
    expect(hidden.who).toBe(t("proof.assessor"));
    expect(JSON.stringify(hidden.changes)).not.toMatch(/family|famil/);
    const inFile = tellAct(entry(3), finance, "EUR", t);
    expect(JSON.stringify([inFile.who, inFile.changes])).not.toMatch(/Motif|Zoé/);
  });
});

describe("of a record", () => {
  let db: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ db, end } = await openTestDatabase());
  });
  afterAll(() => end());
  it("says what stood before and what stands now, and that it was taken away is an entry", async () => {
    const made = await createRecord(db, "source", { name: { fr: "Avant" }, publisher: "Ville" }, officer);
    const t = translator("fr");
    if (!made.ok) throw new Error(JSON.stringify(made));
    const services = {
      db,
      city: { name: { fr: "V" }, service: { fr: "S" }, colours: { light: paper.colours } } as never,
      baseUrl: "https://x.example",
    };
    const saved = await editRecord(db, "source", made.id, 1, { name: { fr: "Après" }, publisher: "Ville" }, officer);
    expect(saved).toMatchObject({ ok: true });
    const history = await recordHistory(services, { kind: "source", id: made.id }, officer, t);
    expect(history!.name).toBe("historique-Après.pdf");
    expect(await recordHistory(services, { kind: "source", id: "none" }, officer, t)).toBeUndefined();
    expect(await recordHistory(services, { kind: "source", id: made.id }, { ...officer, role: "applicant" }, t)).toBeUndefined();
    expect(await entriesOfRecord(db, "export", `source/${made.id}`)).toMatchObject([
      { action: "history_made", actorName: "Odette", document: { entries: 2 } },
    ]);
    await logEvent(db, { kind: "source", id: "other", document: {} }, "created", officer);
    expect(await entriesOfRecord(db, "source", made.id)).toHaveLength(2);
  });
});
