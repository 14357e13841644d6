import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { readCity } from "../../platform/city.ts";
import { connect, type Database } from "../../platform/database/connect.ts";
import { filesOnDisk } from "../../platform/files.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { must } from "../acts.ts";
import { openEnvelope, setGauge } from "../envelope/actions.ts";
import { findFile } from "../instruction/file-store.ts";
import { readFileFilter } from "../instruction/filter.ts";
import { fileChoices, idsOfFiles, listFiles } from "../instruction/list-store.ts";
import { relatedFiles } from "../instruction/related-store.ts";
import { makeActor, makeCallEdition, makeFiles } from "../instruction/testing.ts";
import { assignByStrand, assignedTo, filesToAssess } from "./assessor-store.ts";
import { addAssessor, assign, remindAssessors, unassign } from "./assessors.ts";
import { editionsWithFiles } from "./edition-store.ts";
import { declareForEdition, declareInterest, liftInterest } from "./interests.ts";
import { decide, planJury, saveMeeting } from "./jury.ts";
import { findJury, gaugesOf, stepAsidesOf } from "./jury-store.ts";
import { closeJury } from "./minutes.ts";
import { spreadOf } from "./opinion-store.ts";
import { saveOpinion } from "./opinions.ts";
import { expertTotals, rankingOf, wholeRanking } from "./ranking-store.ts";
import { hasInterestIn, mayReadFile, maySee } from "./visible-store.ts";

let db: Database;
let drop: () => Promise<void>;
let folder: string;
let edition: string;
let [officer, finance]: [Actor, Actor] = [undefined as never, undefined as never];
beforeAll(async () => {
  const database = await testDatabase({ paris: true });
  const { db: handle, close } = connect(database.url, { max: 20 });
  db = handle;
  folder = await mkdtemp(join(tmpdir(), "ville-monde-jury-"));
  drop = async () => {
    await close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  [officer, finance] = [await makeActor(db, "officer"), await makeActor(db, "finance")];
  edition = await makeCallEdition(db, "JURY-2027");
});
afterAll(() => drop());

const opinion = (score: number, change: object = {}) => ({
  scores: Object.fromEntries(["relevance", "technique", "tariff"].map((code) => [code, { score, comment: "Parce que." }])),
  comment: "",
  amountCents: null,
  given: true,
  version: 0,
  ...change,
});
/** What the ranking is ordered by, kept with the file, is what its opinions say. */
async function expectKeptScores(id: string): Promise<void> {
  const kept = await db.selectFrom("application").select(["meanScore", "lowestScore"]).where("id", "=", id).executeTakeFirstOrThrow();
  const { mean, min } = await spreadOf(db, id);
  expect(kept).toEqual({ meanScore: mean, lowestScore: min });
}
const declared = async (who: Actor, on = edition) => must(await declareForEdition(db, on, { statement: "", files: [] }, who));

describe("who has declared an interest", () => {
  it("sees the file in no list, ranking, export, search or count, whatever their role; everyone else does", async () => {
    const home = await makeCallEdition(db, "VISIBLE-2027");
    const files = await makeFiles(db, home, 12, { state: "in_assessment", name: "Zanzibar" });
    const proposed = await makeFiles(db, home, 4, { state: "proposed", name: "Zanzibar", from: 20 });
    const people = [
      await makeActor(db, "officer"),
      await makeActor(db, "administrator"),
      await makeActor(db, "assessor"),
      await makeActor(db, "council"),
      await makeActor(db, "finance"),
    ];
    const assessor = people[2]!;
    for (const id of files) must(await assign(db, id, assessor.id, officer));
    const hidden = new Map<string, Set<string>>(people.map(({ id }) => [id, new Set()]));
    await fc.assert(
      fc.asyncProperty(fc.nat(people.length - 1), fc.nat(files.length + proposed.length - 1), async (p, f) => {
        const [who, id] = [people[p]!, [...files, ...proposed][f]!];
        const sees = await maySee(db, who, id);
        const outcome = await declareInterest(db, id, "member", "", who);
        expect(outcome.ok).toBe(sees);
        if (outcome.ok) hidden.get(who.id)!.add(id);
        for (const one of people) {
          const expected = [
            ...(one.role === "council" || one.role === "finance" ? [] : files),
            ...(one.role === "assessor" ? [] : proposed),
          ]
            .filter((file) => !hidden.get(one.id)!.has(file))
            .sort();
          const filter = readFileFilter({ edition: home });
          const list = await listFiles(db, one, filter);
          const seen = {
            list: list.rows.map((row) => row.id).sort(),
            search: (await listFiles(db, one, readFileFilter({ q: "zanzibar" }))).rows.map((row) => row.id).sort(),
            all: await idsOfFiles(db, one, filter, 1_000),
            ranking: (await rankingOf(db, one, home)).rows.map((row) => row.id).sort(),
            export: (await wholeRanking(db, one, home)).map((row) => row.id).sort(),
          };
          expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, expected])));
          expect(list.total).toBe(expected.length);
          expect((await fileChoices(db, one, home)).editions.find((row) => row.id === home)?.files ?? 0).toBe(expected.length);
          expect((await editionsWithFiles(db, one)).find((row) => row.id === home)?.files ?? 0).toBe(expected.length);
          for (const file of hidden.get(one.id)!) {
            expect(await findFile(db, one, file)).toBeUndefined();
            expect((await expertTotals(db, one, home)).some((row) => row.application === file)).toBe(false);
            expect((await filesToAssess(db, one)).some((row) => row.id === file)).toBe(false);
          }
        }
      }),
      { numRuns: 25 },
    );
    const body = {
      id: proposed[0]!,
      applicant: "00000000-0000-0000-0000-000000000000",
      applicantName: "Zanzibar 3",
      siret: null,
      rna: null,
      organisation: null,
    };
    for (const one of people.slice(0, 2))
      for (const row of await relatedFiles(db, one, body)) expect(hidden.get(one.id)!.has(row.id)).toBe(false);
  });

  it("is taken off the file at once, their opinion with them; the database lets nobody put them back", async () => {
    const [id] = await makeFiles(db, edition, 1, { state: "in_assessment", from: 100 });
    const assessor = await makeActor(db, "assessor");
    must(await assign(db, id!, assessor.id, officer));
    await declared(assessor);
    must(await saveOpinion(db, id!, opinion(4), assessor));
    expect((await spreadOf(db, id!)).given).toBe(1);
    must(await declareInterest(db, id!, "mandate", "", assessor));
    expect(await spreadOf(db, id!)).toMatchObject({ given: 0, asked: 0, mean: null });
    expect(await assignedTo(db, id!)).toEqual([]);
    expect(await assign(db, id!, assessor.id, officer)).toMatchObject({ ok: false, reason: "assignment_interest" });
    expect(await saveOpinion(db, id!, opinion(5), assessor)).toMatchObject({ ok: false, reason: "not_found" });
    await expect(
      sql`INSERT INTO opinion (application, user_id, user_name) VALUES (${id}, ${assessor.id}, 'x')`.execute(db),
    ).rejects.toThrow();
    await expect(
      sql`INSERT INTO application_officer (application, position, user_id) VALUES (${id}, 1, ${assessor.id})`.execute(db),
    ).rejects.toThrow(/interest/);
    await db.insertInto("editionAssessor").values({ edition, userId: assessor.id, strand: "" }).execute();
    expect(await assignByStrand(db, { application: id! }, officer)).toBe(0);
  });

  it("cannot undo it; another administrator can, with a reason that the log keeps", async () => {
    const [id] = await makeFiles(db, edition, 1, { state: "in_assessment", from: 110 });
    const [admin, other] = [await makeActor(db, "administrator"), await makeActor(db, "administrator")];
    must(await declareInterest(db, id!, "family", "", admin));
    expect(await liftInterest(db, id!, admin.id, "erreur", admin)).toMatchObject({ ok: false, reason: "forbidden" });
    expect(await liftInterest(db, id!, admin.id, "", other)).toMatchObject({ ok: false, reason: "reason_required" });
    expect(await liftInterest(db, id!, admin.id, "erreur", officer)).toMatchObject({ ok: false, reason: "forbidden" });
    must(await liftInterest(db, id!, admin.id, "erreur", other));
    expect(await maySee(db, admin, id!)).toBe(true);
  });

  it("reads neither the files nor the minutes by their digest", async () => {
    const [id] = await makeFiles(db, edition, 1, { state: "in_assessment", from: 120 });
    const [sha256, one] = ["d".repeat(64), await makeActor(db, "officer")];
    await db.insertInto("file").values({ sha256, name: "x.pdf", mediaType: "application/pdf", bytes: 1 }).execute();
    await db
      .insertInto("applicationFile")
      .values({ application: id!, requirement: "statutes", file: sha256, name: "x.pdf", sentBy: "x" })
      .execute();
    expect(await mayReadFile(db, one, sha256)).toBe(true);
    must(await declareInterest(db, id!, "other", "un ami", one));
    expect(await mayReadFile(db, one, sha256)).toBe(false);
    expect(await mayReadFile(db, await makeActor(db, "reader"), sha256)).toBe(false);
    expect(await mayReadFile(db, one, "e".repeat(64))).toBe(true);
  });
});

describe("an assessor", () => {
  it("declares their interests first, gives each score with its comment, and changes it while the file is in assessment", async () => {
    const [id] = await makeFiles(db, edition, 1, { state: "in_assessment", from: 200 });
    const assessor = await makeActor(db, "assessor");
    expect(await saveOpinion(db, id!, opinion(3), assessor)).toMatchObject({ reason: "not_found" });
    must(await assign(db, id!, assessor.id, officer));
    expect(await saveOpinion(db, id!, opinion(3), assessor)).toMatchObject({ reason: "declaration_missing" });
    await declared(assessor);
    const draft = opinion(3, { given: false, scores: { relevance: { score: 4, comment: "" } } });
    expect(await saveOpinion(db, id!, draft, assessor)).toEqual({ ok: true, total: null });
    expect((await spreadOf(db, id!)).given).toBe(0);
    expect(await saveOpinion(db, id!, { ...draft, given: true, version: 1 }, assessor)).toMatchObject({ reason: "invalid" });
    // 2 × 3/5 + 1 × 3/5 + 1 × 3/10 of 4.
    expect(await saveOpinion(db, id!, opinion(3, { version: 1 }), assessor)).toEqual({ ok: true, total: 52.5 });
    expect(await saveOpinion(db, id!, opinion(5, { version: 2, amountCents: 5_000_001 }), assessor)).toMatchObject({ reason: "invalid" });
    expect(await saveOpinion(db, id!, opinion(5, { version: 2, given: false }), assessor)).toMatchObject({ ok: true });
    expect((await spreadOf(db, id!)).given).toBe(1);
    await sql`UPDATE application SET state = 'reserve' WHERE id = ${id}`.execute(db);
    expect(await saveOpinion(db, id!, opinion(1, { version: 3 }), assessor)).toMatchObject({ reason: "opinion_state" });
    expect(await unassign(db, id!, assessor.id, officer)).toMatchObject({ reason: "opinion_given" });
  });

  it("gets every file of their strands that is in assessment, when it enters or when they do, and is told", async () => {
    const home = await makeCallEdition(db, "STRANDS-2027");
    const water = await makeFiles(db, home, 3, { state: "in_assessment" });
    await makeFiles(db, home, 2, { state: "in_assessment", from: 10, strands: { waste: "waste" } });
    const [one, all] = [await makeActor(db, "assessor"), await makeActor(db, "assessor")];
    expect(must(await addAssessor(db, "http://x", home, one.id, "water", officer)).assigned).toBe(3);
    expect(must(await addAssessor(db, "http://x", home, all.id, "", officer)).assigned).toBe(5);
    expect((await filesToAssess(db, one)).map(({ id }) => id).sort()).toEqual([...water].sort());
    expect(must(await remindAssessors(db, "http://x", home, officer)).reminded).toBe(2);
    const mails = await db
      .selectFrom("outgoingMail")
      .select("template")
      .where("toAddress", "=", `${one.id}@ville.example`)
      .orderBy("id")
      .execute();
    expect(mails.map(({ template }) => template)).toEqual(["assessor_added", "assessor_reminder"]);
    expect(await addAssessor(db, "http://x", home, one.id, "air", officer)).toMatchObject({ reason: "not_found" });
    expect(await addAssessor(db, "http://x", home, one.id, "", one)).toMatchObject({ reason: "forbidden" });
  });

  it("saves beside the others, and never over what another window saved", async () => {
    const [id] = await makeFiles(db, edition, 1, { state: "in_assessment", from: 210 });
    const several = await Promise.all(Array.from({ length: 8 }, () => makeActor(db, "assessor")));
    for (const one of several) {
      must(await assign(db, id!, one.id, officer));
      await declared(one);
    }
    const results = await Promise.all(
      several.flatMap((one, i) => [saveOpinion(db, id!, opinion(i % 6), one), saveOpinion(db, id!, opinion((i + 1) % 6), one)]),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(8);
    expect(results.filter((one) => !one.ok).every((one) => !one.ok && one.reason === "conflict")).toBe(true);
    expect((await spreadOf(db, id!)).given).toBe(8);
    await expectKeptScores(id!);
  });
});

describe("the spread of a file", () => {
  it("is the least, mean, most and deviation of the opinions given by those who have not stepped aside", async () => {
    const several = await Promise.all(Array.from({ length: 5 }, () => makeActor(db, "assessor")));
    let from = 300;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ total: fc.integer({ min: 0, max: 10_000 }), state: fc.constantFrom("given", "draft", "aside") }), {
          minLength: 5,
          maxLength: 5,
        }),
        async (opinions) => {
          const [id] = await makeFiles(db, edition, 1, { state: "in_assessment", from: from++ });
          for (const [i, { total, state }] of opinions.entries()) {
            const who = several[i]!;
            await sql`INSERT INTO assignment (application, user_id, assigned_by) VALUES (${id}, ${who.id}, 'x')`.execute(db);
            await sql`INSERT INTO opinion (application, user_id, user_name, total, state, given_at)
              VALUES (${id}, ${who.id}, 'x', ${total / 100}, ${state === "draft" ? "draft" : "given"}, now())`.execute(db);
            if (state === "aside") must(await declareInterest(db, id!, "financial", "", who));
          }
          const counted = opinions.filter(({ state }) => state === "given").map(({ total }) => total / 100);
          const spread = await spreadOf(db, id!);
          await expectKeptScores(id!);
          expect(spread.given).toBe(counted.length);
          expect(spread.asked).toBe(opinions.filter(({ state }) => state !== "aside").length);
          if (counted.length === 0) {
            expect(spread).toMatchObject({ mean: null, min: null, max: null });
            return;
          }
          const mean = counted.reduce((sum, one) => sum + one, 0) / counted.length;
          const deviation = Math.sqrt(counted.reduce((sum, one) => sum + (one - mean) ** 2, 0) / counted.length);
          expect([spread.min, spread.max]).toEqual([Math.min(...counted), Math.max(...counted)]);
          expect(Math.abs(spread.mean! - mean)).toBeLessThan(0.005_1);
          expect(Math.abs(spread.deviation! - deviation)).toBeLessThan(0.005_1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("orders the ranking: mean, then the lowest score, then who was first", async () => {
    const home = await makeCallEdition(db, "ORDER-2027");
    const files = await makeFiles(db, home, 4, { state: "in_assessment" });
    const two = [await makeActor(db, "assessor"), await makeActor(db, "assessor")];
    const totals = [
      [50, 50],
      [40, 60],
      [50, 50],
      [90, 30],
    ];
    for (const [f, pair] of totals.entries())
      for (const [i, total] of pair.entries()) {
        await sql`INSERT INTO assignment (application, user_id, assigned_by) VALUES (${files[f]}, ${two[i]!.id}, 'x')`.execute(db);
        await sql`INSERT INTO opinion (application, user_id, user_name, total, state, given_at) VALUES (${files[f]}, ${two[i]!.id}, 'x', ${total}, 'given', now())`.execute(
          db,
        );
      }
    // 60 (30–90), then three of 50: the two whose lowest is 50, the first sent of them first.
    const { rows } = await rankingOf(db, officer, home);
    expect(rows.map(({ id }) => files.indexOf(id))).toEqual([3, 0, 2, 1]);
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
  });
});

describe("a jury", () => {
  const line = async (application: string, change: object = {}) => {
    const { version } = await db.selectFrom("application").select("version").where("id", "=", application).executeTakeFirstOrThrow();
    return { application, version, rank: null, decision: "proposed" as const, comment: "", amounts: { water: 1_000_000 }, ...change };
  };
  const world = async (code: string, year: number, aeCents: number) => {
    const home = await makeCallEdition(db, code, { fiscalYear: year });
    must(await setGauge(db, { year, source: "water", revenueCents: 100_000_000_000, revenueBasis: "forecast" }, finance));
    must(await openEnvelope(db, { year, programme: "solidae", source: "water", aeCents, cpCents: aeCents, reason: "BP" }, finance));
    const jury = must(await planJury(db, { edition: home, heldOn: "2027-03-01", place: "Hôtel de Ville" }, officer)).id;
    return { home, jury };
  };
  const free = async (home: string) => (await gaugesOf(db, home)).find(({ source }) => source === "water")!;

  it("holds what it proposes against the envelope, changes it, and gives it back", async () => {
    const { home, jury } = await world("HOLD-2028", 2028, 3_000_000);
    const [a, b] = (await makeFiles(db, home, 2, { state: "in_assessment" })) as [string, string];
    expect(must(await decide(db, jury, await line(a, { amounts: { water: 2_000_000 } }), officer)).to).toBe("proposed");
    expect(await free(home)).toMatchObject({ freeCents: 1_000_000, proposedCents: 2_000_000 });
    expect(await decide(db, jury, await line(b, { amounts: { water: 1_000_001 } }), officer)).toMatchObject({
      reason: "envelope_authorised",
    });
    expect(await decide(db, jury, await line(b, { amounts: { waste: 1 } }), officer)).toMatchObject({ reason: "source_not_asked" });
    expect(await decide(db, jury, await line(b, { amounts: {} }), officer)).toMatchObject({ reason: "no_amount" });
    must(await decide(db, jury, await line(a, { amounts: { water: 500_000 } }), officer));
    expect((await free(home)).freeCents).toBe(2_500_000);
    expect(await decide(db, jury, await line(a, { amounts: { water: 5_000_001 } }), officer)).toMatchObject({ ok: false });
    must(await decide(db, jury, await line(a, { decision: "reserve", amounts: {} }), officer));
    expect((await free(home)).freeCents).toBe(3_000_000);
    expect(await decide(db, jury, await line(a, { decision: "rejected" }), officer)).toMatchObject({ reason: "reason_required" });
    must(await decide(db, jury, await line(a, { decision: "rejected", comment: "Hors sujet." }), officer));
    expect(must(await decide(db, jury, await line(a), officer)).to).toBe("proposed");
    expect(await decide(db, jury, { ...(await line(a)), version: 1 }, officer)).toMatchObject({ reason: "conflict" });
  });

  it("never proposes more than the envelope holds, however many propose at once", async () => {
    const { home, jury } = await world("RUSH-2029", 2029, 5_000_000);
    const files = await makeFiles(db, home, 20, { state: "in_assessment" });
    const lines = await Promise.all(files.map((id) => line(id)));
    const results = await Promise.all(lines.map((one) => decide(db, jury, one, officer)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(5);
    expect(results.flatMap((one) => (one.ok ? [] : [one.reason]))).toEqual(Array.from({ length: 15 }, () => "envelope_authorised"));
    expect(await free(home)).toMatchObject({ freeCents: 0, proposedCents: 5_000_000 });
  });

  it("of two officers on one file, takes the first and tells the second", async () => {
    const { home, jury } = await world("TWO-2030", 2030, 5_000_000);
    const [id] = await makeFiles(db, home, 1, { state: "in_assessment" });
    const one = await line(id!);
    const results = await Promise.all([
      decide(db, jury, one, officer),
      decide(db, jury, { ...one, decision: "reserve" as const }, await makeActor(db, "officer")),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ reason: "conflict" });
  });

  it("ends with minutes once every file has its decision; from then on its decisions stand, and nobody outside was told", async () => {
    const { home, jury } = await world("CLOSE-2031", 2031, 5_000_000);
    const [a, b] = (await makeFiles(db, home, 2, { state: "in_assessment" })) as [string, string];
    const services = { db, files: filesOnDisk(folder), city: await readCity(join(projectRoot, "data/paris")) };
    const version = async () => (await findJury(db, jury))!.version;
    must(await decide(db, jury, await line(a, { rank: 1 }), officer));
    expect(await closeJury(services, jury, await version(), officer)).toMatchObject({ reason: "files_undecided", values: { count: 1 } });
    must(await decide(db, jury, await line(b, { decision: "rejected", comment: "Budget trop vague." }), officer));
    expect(await closeJury(services, jury, await version(), officer)).toMatchObject({ reason: "nobody_present" });
    const members = [
      { name: "Awa Diallo", quality: "Adjointe", present: true },
      { name: "", quality: "", present: true },
    ];
    must(
      await saveMeeting(
        db,
        jury,
        { version: await version(), heldOn: "2027-03-01", place: "", remarks: "Rien à signaler.", members },
        officer,
      ),
    );
    const aside = await makeActor(db, "officer");
    must(await declareInterest(db, b, "member", "", aside));
    const { minutes } = must(await closeJury(services, jury, await version(), officer));
    expect(new TextDecoder().decode((await services.files.get(minutes))!.subarray(0, 5))).toBe("%PDF-");
    expect(await mayReadFile(db, officer, minutes)).toBe(true);
    expect(await mayReadFile(db, aside, minutes)).toBe(false);
    expect(await hasInterestIn(db, aside, home)).toBe(true);
    expect(await stepAsidesOf(db, aside, jury)).toEqual([]);
    expect(await decide(db, jury, await line(a, { decision: "reserve" }), officer)).toMatchObject({ reason: "jury_open" });
    await expect(sql`UPDATE jury_decision SET rank = 9 WHERE application = ${a}`.execute(db)).rejects.toThrow(/closed/);
    const mails = await db.selectFrom("outgoingMail").select("id").where("aboutId", "in", [a, b]).execute();
    expect(mails).toEqual([]);
  });
});
