import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import { type Actor, roles } from "../platform/accounts/rights.ts";
import type { Database } from "../platform/database/connect.ts";
import { pdfOf } from "../platform/intake/testing.ts";
import { look } from "./acts.ts";
import { endConsent, recordConsent } from "./consent/actions.ts";
import { monthsLater } from "./fields.ts";
import { openFile, readFile, readPaper } from "./file.ts";
import { addPaper } from "./paper/actions.ts";
import { createPerson, editPerson, eraseFile } from "./person/actions.ts";
import { listPersons } from "./person/store.ts";
import { moveResidency } from "./residency/actions.ts";
import { residencyMoves } from "./residency/states.ts";
import { publishTestimony, saveTestimony, unpublishTestimony } from "./testimony/actions.ts";
import { hostedYears } from "./testimony/public-store.ts";
import { aConsent, aPerson, asGuardian, aTestimony, guardian, makeFiles, must, putGuardians, shown, today } from "./testing.ts";
import { upkeep } from "./upkeep.ts";
import { makeVault, type Vault } from "./vault/vault.ts";

let db: Database;
let end: () => Promise<void>;
let vault: Vault;
let make: ReturnType<typeof makeFiles>;
const other: Actor = { id: "gaston", name: "Gaston", role: "guardian" };

beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
  vault = makeVault([{ id: "k1", bytes: randomBytes(32) }]);
  make = makeFiles(db, vault);
  await putGuardians(db, guardian, other);
  await sql`INSERT INTO country (code, name, continent) VALUES ('IR', '{"fr": "Iran", "en": "Iran"}', 'asia') ON CONFLICT DO NOTHING`.execute(
    db,
  );
});
afterAll(() => end());

const readings = async (person: string) =>
  (await asGuardian(db, sql<{ n: number }>`SELECT count(*)::int AS n FROM protected.reading WHERE person = ${person}`)).rows[0]!.n;

describe("a file", () => {
  it("is for guardians alone: neither the administrator nor the program opens or makes one", async () => {
    const id = await make.person();
    await make.read(id);
    for (const role of [...roles.filter((one) => one !== "guardian"), "system"] as const) {
      const by: Actor = { ...guardian, role };
      expect(await createPerson(db, vault, aPerson, by)).toMatchObject({ ok: false, reason: "forbidden" });
      expect(await openFile(db, vault, id, { reason: "follow_up" }, by)).toMatchObject({ ok: false, reason: "forbidden" });
      expect(await readFile(db, vault, id, "file", by)).toMatchObject({ ok: false, reason: "forbidden" });
      expect(await endConsent(db, vault, id, id, by)).toMatchObject({ ok: false, reason: "forbidden" });
    }
  });

  it("opens for a reason, to who said it, and each reading is written down", async () => {
    const id = await make.person();
    expect(await readFile(db, vault, id, "file", guardian)).toMatchObject({ ok: false, reason: "closed" });
    expect(await openFile(db, vault, id, { reason: "other" }, guardian)).toMatchObject({ ok: false, reason: "invalid" });
    expect(await readings(id)).toBe(0);
    await must(openFile(db, vault, id, { reason: "other", words: "Appel de nuit" }, guardian));
    const { file } = await must(readFile(db, vault, id, "file", guardian));
    expect(file.person.document).toMatchObject({ name: "Nom Secret", persecution: "Faits secrets" });
    expect(file.readings.map(({ what, words }) => [what, words])).toEqual([
      ["file", null],
      ["open", "Appel de nuit"],
    ]);
    expect(await readFile(db, vault, id, "file", other)).toMatchObject({ ok: false, reason: "closed" });
    await sql`ALTER TABLE protected.reading NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER reading_append_only`.execute(db);
    await sql`UPDATE protected.reading SET at = at - interval '16 minutes' WHERE person = ${id}`.execute(db);
    await sql`ALTER TABLE protected.reading FORCE ROW LEVEL SECURITY, ENABLE TRIGGER reading_append_only`.execute(db);
    expect(await readFile(db, vault, id, "file", guardian)).toMatchObject({ ok: false, reason: "closed" });
  });

  it("gives no contents when the reading cannot be written", async () => {
    const id = await make.person();
    await make.read(id);
    await sql`ALTER TABLE protected.reading ADD CONSTRAINT no_export CHECK (what <> 'export') NOT VALID`.execute(db);
    await expect(readFile(db, vault, id, "export", guardian)).rejects.toThrow(/^in the protected compartment: error 23514$/);
    await sql`ALTER TABLE protected.reading DROP CONSTRAINT no_export`.execute(db);
  });

  it("keeps its logs as they are", async () => {
    await make.read(await make.person());
    for (const table of ["reading", "change", "role_change"])
      for (const statement of [
        `UPDATE protected.${table} SET at = now()`,
        `DELETE FROM protected.${table}`,
        `TRUNCATE protected.${table} CASCADE`,
      ])
        await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only/);
  });

  it("has a pseudonym that is its own and nothing of the name", async () => {
    await Promise.all(Array.from({ length: 60 }, () => make.person({ name: "Cèdre" })));
    const rows = await look(db, guardian, (trx) => listPersons(trx, { erased: false }));
    expect(new Set(rows.map(({ pseudonym }) => pseudonym)).size).toBe(rows.length);
  });

  it("is not written over by who read an older version", async () => {
    const id = await make.person();
    await must(editPerson(db, vault, id, 1, { name: "Autre" }, guardian));
    expect(await editPerson(db, vault, id, 1, { name: "Vieux" }, other)).toMatchObject({ ok: false, reason: "saved_since" });
  });

  it("says when its key is not there, and that what was moved or changed is not what was kept", async () => {
    const [a, b] = [await make.person(), await make.person({ name: "B" })];
    expect(await openFile(db, makeVault([{ id: "k2", bytes: randomBytes(32) }]), a, { reason: "follow_up" }, guardian)).toMatchObject({
      reason: "protected_key",
    });
    await must(openFile(db, vault, a, { reason: "follow_up" }, guardian));
    await asGuardian(db, sql`UPDATE protected.person SET content = (SELECT content FROM protected.person WHERE id = ${b}) WHERE id = ${a}`);
    await expect(readFile(db, vault, a, "file", guardian)).rejects.toThrow(/^in the protected compartment: Error$/);
  });

  it("keeps papers sealed, by what they are", async () => {
    const id = await make.person();
    const bytes = pdfOf();
    const { id: paper } = await must(addPaper(db, vault, id, { name: "Récépissé Nom Secret.pdf", bytes }, guardian));
    expect(await addPaper(db, vault, id, { name: "x.pdf", bytes: new TextEncoder().encode("<script>") }, guardian)).toMatchObject({
      reason: "invalid",
    });
    await make.read(id);
    const read = await must(readPaper(db, vault, id, paper, guardian));
    expect([read.name, Buffer.compare(read.bytes, bytes)]).toEqual(["Récépissé Nom Secret.pdf", 0]);
  });
});

describe("a residency", () => {
  it("goes by the arrows that the database holds too", async () => {
    const { rows } = await sql<{
      arrow: string;
    }>`SELECT from_state || ' ' || to_state AS arrow FROM protected.residency_move ORDER BY 1`.execute(db);
    const arrows = Object.entries(residencyMoves).flatMap(([from, moves]) => Object.values(moves).map((to) => `${from} ${to}`));
    expect(rows.map(({ arrow }) => arrow)).toEqual(arrows.sort());
    const person = await make.person();
    const id = await make.residency(person);
    await expect(asGuardian(db, sql`UPDATE protected.residency SET state = 'arrived', first_year = 2024 WHERE id = ${id}`)).rejects.toThrow(
      /cannot go/,
    );
    expect(await moveResidency(db, vault, person, id, "arrive", { on: today }, guardian)).toMatchObject({ reason: "wrong_state" });
    expect(await moveResidency(db, vault, person, id, "screen", { on: "2999-01-01" }, guardian)).toMatchObject({ reason: "invalid" });
  });

  it("is counted by year from five on, years that are over, and no fictional one", async () => {
    const stay: [never, string][] = (["screen", "invite", "arrive"] as const).map((move, i) => [move as never, `2019-0${i + 1}-01`]);
    for (let i = 0; i < 4; i++) await make.residency(await make.person(), [...stay, ["end" as never, i < 2 ? "2020-06-30" : "2019-12-31"]]);
    const { id: fictional } = await must(createPerson(db, vault, aPerson, guardian, { demo: true }));
    await make.residency(fictional, stay);
    expect(await hostedYears(db)).toEqual([
      { year: 2020, hosted: null },
      { year: 2019, hosted: null },
    ]);
    await make.residency(await make.person(), [...stay, ["end" as never, "2019-12-31"]]);
    expect(await hostedYears(db)).toEqual([
      { year: 2020, hosted: null },
      { year: 2019, hosted: 5 },
    ]);
  });

  it("ends: what is said of the person goes two years later, the counts stay", async () => {
    const person = await make.person();
    await make.testimony(person);
    await make.residency(person, [
      ["screen", "2021-01-01"],
      ["invite", "2021-02-01"],
      ["arrive", "2021-03-01"],
      ["end", "2023-03-31"],
    ]);
    const before = await hostedYears(db);
    await upkeep(db, "http://localhost", "2025-03-30");
    await make.read(person);
    expect(await eraseOn(person)).toBe("2025-03-31");
    await upkeep(db, "http://localhost", "2025-03-31");
    expect(await openFile(db, vault, person, { reason: "follow_up" }, guardian)).toMatchObject({ reason: "erased" });
    const { rows } = await asGuardian(
      db,
      sql<{ left: string }>`SELECT concat(p.pseudonym, p.data_key::text, p.content::text, r.content::text,
      (SELECT count(*) FROM protected.testimony t WHERE t.person = p.id)) AS left FROM protected.person p JOIN protected.residency r ON r.person = p.id WHERE p.id = ${person}`,
    );
    expect(rows[0]!.left).toBe("0");
    expect(await hostedYears(db)).toEqual(before);
  });
  const eraseOn = async (id: string) =>
    (await asGuardian(db, sql<{ on: string | null }>`SELECT erase_on AS "on" FROM protected.person WHERE id = ${id}`)).rows[0]!.on;
});

describe("months", () => {
  it("end where a short one does", () => {
    expect(monthsLater("2026-08-31", 6)).toBe("2027-02-28");
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }),
        fc.integer({ min: 0, max: 60 }),
        (date, months) => {
          const day = date.toISOString().slice(0, 10);
          const later = monthsLater(day, months);
          const apart = (Number(later.slice(0, 4)) - Number(day.slice(0, 4))) * 12 + Number(later.slice(5, 7)) - Number(day.slice(5, 7));
          expect([apart, later.slice(8) <= day.slice(8)]).toEqual([months, true]);
        },
      ),
    );
  });
});

describe("a testimony", () => {
  it("is published by a consent of the same person, in force, for the text: nothing else, whoever asks the database", async () => {
    const [person, someone] = [await make.person(), await make.person()];
    const id = await make.testimony(person);
    const publish = (consent: string) => publishTestimony(db, vault, person, id, consent, guardian);
    expect(await publish(await make.consent(someone))).toMatchObject({ reason: "consent_missing" });
    expect(await publish(await make.consent(person, { text: false, press: true }))).toMatchObject({ reason: "consent_scope" });
    expect(await publish(await make.consent(person, { givenOn: "2020-01-01", validUntil: "2021-01-01" }))).toMatchObject({
      reason: "consent_in_force",
    });
    const consent = await make.consent(person);
    const force = (set: string) =>
      asGuardian(
        db,
        sql`UPDATE protected.testimony SET state = 'published', body = '{"fr": "x"}', language = 'fr', published_on = current_date, consent = ${consent},
        signature = (SELECT pseudonym FROM protected.person WHERE id = ${person}) ${sql.raw(set)} WHERE id = ${id}`,
      );
    await expect(force(", country = 'IR'")).rejects.toMatchObject({ constraint: "consent_scope_country" });
    await expect(
      asGuardian(
        db,
        sql`UPDATE protected.testimony SET state = 'published', body = '{"fr": "x"}', language = 'fr', published_on = current_date, consent = ${consent}, signature = 'Nom Secret' WHERE id = ${id}`,
      ),
    ).rejects.toMatchObject({ constraint: "consent_scope_name" });
    await must(publish(consent));
    const { rows } = await asGuardian(
      db,
      sql<{
        signature: string;
        country: string | null;
        alias: string;
      }>`SELECT t.signature, t.country, p.pseudonym AS alias FROM protected.testimony t JOIN protected.person p ON p.id = t.person WHERE t.id = ${id}`,
    );
    expect(rows[0]).toMatchObject({ signature: rows[0]!.alias, country: null });
    expect(await saveTestimony(db, vault, person, aTestimony, guardian, { id, version: 1 })).toMatchObject({ reason: "wrong_state" });
    await must(unpublishTestimony(db, vault, person, id, guardian));
    const named = await make.consent(person, { name: true, country: true });
    await must(publish(named));
    expect(await shown(db)).toContain("Nom Secret");
  });

  it("is gone when its consent is withdrawn, with every word that stood in clear; a consent is never given back", async () => {
    const person = await make.person();
    const [id, consent] = [await make.testimony(person, { signature: "Signature Retirée" }), await make.consent(person, { name: true })];
    await must(publishTestimony(db, vault, person, id, consent, guardian));
    expect(await shown(db)).toContain("Signature Retirée");
    await must(endConsent(db, vault, person, consent, guardian));
    expect(await shown(db)).not.toContain("Signature Retirée");
    const { rows } = await asGuardian(db, sql<{ row: string }>`SELECT t::text AS row FROM protected.testimony t WHERE id = ${id}`);
    expect(rows[0]!.row).not.toMatch(/Signature|Mes mots/);
    expect(await endConsent(db, vault, person, consent, guardian)).toMatchObject({ reason: "consent_is_final" });
    await expect(asGuardian(db, sql`UPDATE protected.consent SET withdrawn_at = NULL WHERE id = ${consent}`)).rejects.toMatchObject({
      constraint: "consent_is_final",
    });
    await expect(asGuardian(db, sql`UPDATE protected.consent SET scopes = '{text,name}' WHERE person = ${person}`)).rejects.toMatchObject({
      constraint: "consent_is_final",
    });
  });

  it("is not shown after the last day of its consent, though nobody did anything", async () => {
    const person = await make.person();
    const [id, consent] = [await make.testimony(person, { signature: "Signature Passée" }), await make.consent(person, { name: true })];
    await must(publishTestimony(db, vault, person, id, consent, guardian));
    await sql`ALTER TABLE protected.consent DISABLE TRIGGER USER`.execute(db);
    await asGuardian(
      db,
      sql`UPDATE protected.consent SET given_on = current_date - 30, valid_until = current_date - 1 WHERE id = ${consent}`,
    );
    await sql`ALTER TABLE protected.consent ENABLE TRIGGER USER`.execute(db);
    expect(await shown(db)).not.toContain("Signature Passée");
  });

  it("never stays when its consent is withdrawn at the same instant, whichever comes first", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 25; round++) {
      const person = await make.person();
      const [id, consent] = [await make.testimony(person, { signature: `Course ${round}` }), await make.consent(person, { name: true })];
      await Promise.all([
        publishTestimony(db, vault, person, id, consent, guardian),
        endConsent(db, vault, person, consent, other),
        // Beside the acts, without their lock: the database holds it alone.
        asGuardian(
          db,
          sql`UPDATE protected.testimony SET state = 'published', body = '{"fr": "x"}', language = 'fr', published_on = current_date, consent = ${consent},
          signature = ${`Course ${round}`} WHERE id = ${id} AND state = 'draft'`,
        ).catch(() => undefined),
      ]);
      const { rows } = await asGuardian(db, sql`SELECT 1 FROM protected.testimony WHERE person = ${person} AND state = 'published'`);
      expect(rows).toEqual([]);
    }
    expect((await shown(db)).filter((one) => one.startsWith("Course"))).toEqual([]);
  });
});

describe("a consent", () => {
  it("of a minor is their guardian’s; it is for something, and for five years at most", async () => {
    const child = await make.person({ minor: true });
    const codes = async (input: Record<string, unknown>) => {
      const done = await recordConsent(db, vault, child, { ...aConsent, ...input }, guardian);
      return done.ok ? [] : (done.problems ?? []).map(({ path, code }) => `${path} ${code}`);
    };
    expect(await codes({})).toEqual(["givenBy consent_of_minor"]);
    expect(await codes({ givenBy: "legal_guardian" })).toEqual(["guardianName required"]);
    expect(await codes({ givenBy: "legal_guardian", guardianName: "Mère" })).toEqual([]);
    expect(await codes({ text: false })).toContain("text consent_for_nothing");
    expect(await codes({ validUntil: monthsLater(today, 61) })).toContain("validUntil consent_too_long");
    expect(await codes({ givenOn: monthsLater(today, 1), validUntil: monthsLater(today, 3) })).toEqual(["givenOn in_the_future"]);
  });
});

describe("erasing at the person’s wish", () => {
  it("takes what was published too, and cannot be undone", async () => {
    const person = await make.person();
    const [id, consent] = [await make.testimony(person, { signature: "Signature Effacée" }), await make.consent(person, { name: true })];
    await must(publishTestimony(db, vault, person, id, consent, guardian));
    await must(eraseFile(db, vault, person, guardian));
    expect(await shown(db)).not.toContain("Signature Effacée");
    expect(await readFile(db, vault, person, "file", guardian)).toMatchObject({ ok: false });
  });
});
