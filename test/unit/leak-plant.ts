import { sql } from "kysely";
import type { Actor } from "../../src/platform/accounts/rights.ts";
import type { Database } from "../../src/platform/database/connect.ts";
import type { Files } from "../../src/platform/files.ts";
import { pdfOf } from "../../src/platform/intake/testing.ts";
import { sampleOf } from "../../src/portal/register/sample.ts";
import { endConsent, recordConsent } from "../../src/protected/consent/actions.ts";
import { consentForm } from "../../src/protected/consent/rules.ts";
import { openFile } from "../../src/protected/file.ts";
import { addPaper } from "../../src/protected/paper/actions.ts";
import { createPerson } from "../../src/protected/person/actions.ts";
import { newPersonForm } from "../../src/protected/person/rules.ts";
import { createResidency, moveResidency } from "../../src/protected/residency/actions.ts";
import { newResidencyForm } from "../../src/protected/residency/rules.ts";
import { publishTestimony, saveTestimony } from "../../src/protected/testimony/actions.ts";
import { testimonyForm } from "../../src/protected/testimony/rules.ts";
import { aConsent, must, today } from "../../src/protected/testing.ts";
import type { Vault } from "../../src/protected/vault/vault.ts";
import { type KindName, kindNames, kindOf } from "../../src/register/kinds.ts";
import { createRecord, moveRecord } from "../../src/register/record/actions.ts";
import type { Fields } from "../../src/register/record/fields.ts";

/** Words that stand in one place each. p: protected; i: an internal field of a public record; o: a record that stays in the office. */
export type Class = "p" | "i" | "o";
export const markersOf = (kind: Class) => new RegExp(`zqx${kind}\\d+z`, "gi");
const counters: Record<Class, number> = { p: 0, i: 0, o: 0 };
export const planted: Record<Class, string[]> = { p: [], i: [], o: [] };
export function marker(kind: Class): string {
  const word = `zqx${kind}${++counters[kind]}z`;
  planted[kind].push(word);
  return word;
}

/** A value for every field in which a person may write, each with a marker of its own; dates, choices and references as they are in `base`. */
export function marked(kind: Class, fields: Fields, base: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { widget }]) => {
      const own = base[name];
      // A rule across fields wants it empty.
      if (own === null) return [name, null];
      if (widget.type === "text") {
        if (widget.localised) return [name, { fr: marker(kind), en: marker(kind) }];
        if (widget.max < 12 || /language|currency|wikidata|sire[nt]|rna|code|slug|hour|phone/i.test(name))
          return [name, own ?? (name === "language" ? "fr" : null)];
        return [name, name === "email" ? `${marker(kind)}@example.org` : marker(kind)];
      }
      if (widget.type === "texts") return [name, [marker(kind), marker(kind)]];
      if (widget.type === "url") return [name, `https://example.org/${marker(kind)}`];
      if (widget.type === "choice") return [name, own ?? widget.options[0]];
      if (widget.type === "date") return [name, own ?? "2020-02-03"];
      if (widget.type === "list") {
        const line = ((own ?? []) as Record<string, unknown>[])[0];
        return [
          name,
          Array.from({ length: base === nothing || line === undefined ? 3 : 1 }, () => marked(kind, widget.fields, line ?? nothing)),
        ];
      }
      return [name, own ?? (widget.type === "flag" ? false : null)];
    }),
  );
}
const nothing: Record<string, unknown> = {};

/** The compartment: files with a marker in every field, in papers, in the reasons of readings, in a testimony that was published and withdrawn. */
export async function plantProtected(
  db: Database,
  vault: Vault,
  by: Actor,
): Promise<{ persons: string[]; consents: string[]; shown: string }> {
  const [persons, consents]: [string[], string[]] = [[], []];
  for (let i = 0; i < 4; i++) {
    const { id } = await must(createPerson(db, vault, { ...marked("p", newPersonForm.fields), kind: "writer" }, by));
    persons.push(id);
    const residency = { ...marked("p", newResidencyForm.fields), programme: null, network: null, startsOn: null, endsOn: null };
    const stay = await must(createResidency(db, vault, id, residency, by));
    for (const [n, move] of (["screen", "invite", "arrive"] as const).entries())
      await must(moveResidency(db, vault, id, stay.id, move, { on: `2020-0${n + 1}-01` }, by));
    const allow = async (rest: Record<string, unknown>) =>
      (
        await must(
          recordConsent(
            db,
            vault,
            id,
            { ...marked("p", consentForm.fields), ...aConsent, words: marker("p"), receivedBy: marker("p"), ...rest },
            by,
          ),
        )
      ).id;
    const tell = async (rest: Record<string, unknown>) =>
      (await must(saveTestimony(db, vault, id, { ...marked("p", testimonyForm.fields), language: "fr", country: null, ...rest }, by))).id;
    // Never published.
    await tell({});
    // Published once, with its markers in clear, and withdrawn.
    const gone = await allow({ name: true });
    await must(publishTestimony(db, vault, id, await tell({ signature: marker("p") }), gone, by));
    await must(endConsent(db, vault, id, gone, by));
    // Published: what stays sealed of it has its markers, what is out has none.
    const kept = await allow({ name: true });
    await must(
      publishTestimony(db, vault, id, await tell({ body: { fr: `Parole libre ${i}` }, signature: `Signature choisie ${i}` }), kept, by),
    );
    // Of no use for the text: what the database refuses to publish by.
    consents.push(await allow({ text: false, press: true }));
    const bytes = pdfOf({ objects: [`(${marker("p")} ${marker("p")})`] });
    await must(addPaper(db, vault, id, { name: `${marker("p")}.pdf`, bytes }, by));
    await must(openFile(db, vault, id, { reason: "other", words: marker("p") }, by));
  }
  return { persons, consents, shown: `Signature choisie 0 ${today}` };
}

/** The register: a public record of each kind, a marker in each of its internal fields; beside it, records that are not public, full of markers. */
export async function plantRegister(db: Database, files: Files, by: Actor): Promise<Partial<Record<KindName, string>>> {
  await sql`INSERT INTO country (code, name, continent, latitude, longitude) VALUES ('IT', '{"fr": "Italie", "en": "Italy"}', 'europe', 42.8, 12.5),
    ('SN', '{"fr": "Sénégal", "en": "Senegal"}', 'africa', 14.4, -14.4) ON CONFLICT DO NOTHING`.execute(db);
  await sql`INSERT INTO term (vocabulary, code, name) VALUES ('organisation-type', '22', '{"fr": "ONG"}'), ('dac-sector', '14030', '{"fr": "Eau"}'),
    ('budget-source', 'general', '{"fr": "Budget"}'), ('page-section', 'world', '{"fr": "Monde"}') ON CONFLICT DO NOTHING`.execute(db);
  const file = await files.put(new TextEncoder().encode("a picture"));
  await sql`INSERT INTO file (sha256, name, media_type, bytes, width, height) VALUES (${file}, 'zqpublic.png', 'image/png', 9, 3, 2)`.execute(
    db,
  );
  const terms = { file, "organisation-type": "22", "dac-sector": "14030", "budget-source": "general" };
  const publicIds: Record<string, string> = {};
  const make = async (name: KindName, document: unknown, publish: boolean) => {
    const made = await createRecord(db, name, document, by);
    if (!made.ok) throw new Error(`${name}: ${JSON.stringify(made)}`);
    if (publish) {
      const moved = await moveRecord(db, name, made.id, "publish", by);
      if (!moved.ok) throw new Error(`${name}: ${JSON.stringify(moved)}`);
    }
    return made.id;
  };
  for (const name of kindNames) {
    const { fields, office } = kindOf(name);
    const sample = sampleOf(name, `zqpublic ${name}`, { ...publicIds, ...terms });
    const internal = Object.fromEntries(Object.entries(fields).filter(([, field]) => field.internal));
    const flags = Object.entries(internal).filter(([, { widget }]) => widget.type === "flag");
    const inside = marked("i", internal, sample);
    if (!office)
      publicIds[name] = await make(name, { ...sample, ...inside, ...Object.fromEntries(flags.map(([flag]) => [flag, false])) }, true);
    else publicIds[name] = await make(name, marked("o", fields, sample), false);
    // What may not be known: sensitive, at risk.
    if (flags.length > 0)
      await make(name, { ...marked("o", fields, sample), ...Object.fromEntries(flags.map(([flag]) => [flag, true])) }, false);
  }
  return publicIds;
}
