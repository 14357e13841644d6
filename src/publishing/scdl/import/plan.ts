import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import type { City } from "../../../platform/city.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { readTables, type SheetProblem } from "../../../register/import/sheet.ts";
import { kindOf } from "../../../register/kinds.ts";
import { changedFields } from "../../../register/record/history.ts";
import { FreeIds } from "../../../register/record/names.ts";
import { parseDocument } from "../../../register/record/parse.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import { findRecords, type StoredRecord } from "../../../register/record/store.ts";
import { type SharedRow, shareOut } from "./agreements.ts";
import { Bodies, type NewBody } from "./bodies.ts";
import { awardOf, digestOf, subsidyOf } from "./documents.ts";
import { expected, type Layout, type LayoutProblem, layoutOf, schemaName } from "./headings.ts";
import { hintsOf } from "./hints.ts";
import { hasCountry, importedVersions, knownDigests, knownSubsidies, readKnown } from "./lookup-store.ts";
import { type KnownGrant, KnownGrants } from "./matches.ts";
import { type GrantRow, readGrantRow } from "./rules.ts";
import { type Answers, REFUSE, type Report, Teller, WHY } from "./told.ts";

/** The most rows of one file. */
export const MOST_ROWS = 100_000;
const STEP = 500;

/** What a row does: makes a record, changes the one it made before, or leaves what is there as it is. */
export interface PlannedGrant {
  line: number;
  kind: "award" | "subsidy";
  outcome: "created" | "changed" | "unchanged" | "kept" | "left_out";
  id: string;
  status: Status;
  document: Record<string, unknown>;
  digest: string;
  /** Of the record that changes. */
  version: number;
  changed: string[];
}
export interface Plan {
  ok: true;
  layout: Layout;
  /** Differs when the file would do something else. */
  digest: string;
  grants: PlannedGrant[];
  bodies: NewBody[];
  /** Who gives, by the name in the file. */
  givers: string[];
  report: Report;
}
export type PlanProblem = SheetProblem | ({ ok: false } & LayoutProblem);

/** What a file would do, and all that is told of it. Writes nothing. */
export async function planScdl(
  db: Database,
  city: City,
  bytes: Uint8Array,
  options: { answers: Answers; status: Status },
): Promise<Plan | PlanProblem> {
  const read = readTables(bytes, MOST_ROWS);
  if (!read.ok) return read;
  if (read.tables.some(({ lines }) => lines.length > MOST_ROWS + 1)) return { ok: false, code: "too_big", message: String(MOST_ROWS) };
  const layout = layoutOf(read.tables);
  if ("code" in layout) return { ok: false, ...layout };
  const tell = new Teller();
  layout.columns.forEach((column, i) => {
    const heading = layout.header[i] ?? "";
    if (!column && heading !== "" && heading !== WHY) tell.warn({ line: layout.line, column: "", code: "column_unknown", from: heading });
  });
  for (const column of expected)
    if (!layout.columns.includes(column)) tell.warn({ line: layout.line, column, code: "column_absent", from: schemaName(column) });
  const { answers, status } = options;
  const rows = shareOut(await readRows(layout, answers, tell), answers, tell);
  const { grants, bodies } = await planRows(db, city, rows, { tell, answers, status });
  const report = tell.report();
  const digest = createHash("sha256")
    .update(
      JSON.stringify([
        grants.map(({ line, id, outcome, status: as, digest: of }) => [line, id, outcome, as, of]),
        report.refusedLines,
        report.waitingLines,
      ]),
    )
    .digest("hex")
    .slice(0, 32);
  return {
    ok: true,
    layout,
    digest,
    grants,
    bodies,
    givers: [...new Set(rows.map(({ giver }) => giver.name))].filter(Boolean).slice(0, 20),
    report,
  };
}

async function readRows(layout: Layout, answers: Answers, tell: Teller): Promise<GrantRow[]> {
  const hints = hintsOf(layout);
  const rows: GrantRow[] = [];
  for (const [i, row] of layout.rows.entries()) {
    const read = readGrantRow({ layout, hints, answers, tell }, row);
    if (read) rows.push(read);
    if (i % STEP === STEP - 1) await breathe(); // pages are served between two steps
  }
  return rows;
}

interface Placed {
  row: SharedRow;
  own: boolean;
  /** null for the city itself. */
  funder: string | null;
  organisation: string;
  /** That of the record: none is published that names a draft. */
  status: Status;
}

async function planRows(
  db: Database,
  city: City,
  rows: SharedRow[],
  { tell, answers, status }: { tell: Teller; answers: Answers; status: Status },
) {
  const known = await readKnown(db);
  const country = (await hasCountry(db, city.country)) ? city.country : null;
  const bodies = new Bodies(known.bodies, { types: known.types, country, status });
  const ids = new FreeIds(known.ids);
  const placed = placeRows(rows, city, bodies, tell, status);
  const funders = [...new Set(placed.flatMap(({ funder }) => funder ?? []))];
  const own = new KnownGrants(known.awards);
  const others = new KnownGrants(await knownSubsidies(db, funders));
  const seen = new Map<string, number>();
  const grants: PlannedGrant[] = [];
  const matched: { grant: PlannedGrant; of: KnownGrant }[] = [];
  for (let start = 0; start < placed.length; start += STEP) {
    const step = placed.slice(start, start + STEP).map((one) => ({ ...one, digest: digestOf(one.row) }));
    const before = await knownDigests(
      db,
      step.map(({ digest }) => digest),
    );
    for (const one of step) {
      const grant = planGrant(one, { before, seen, known: one.own ? own : others, ids, tell, answers });
      if (!grant) continue;
      grants.push(grant.grant);
      if (grant.of) matched.push({ grant: grant.grant, of: grant.of });
    }
    await breathe();
  }
  await compare(db, matched, tell);
  const used = new Set(
    grants.flatMap(({ outcome, document }) =>
      outcome === "created" || outcome === "changed" ? [document.organisation, document.funder] : [],
    ),
  );
  return { grants, bodies: bodies.made.filter(({ id }) => used.has(id)) };
}

function placeRows(rows: SharedRow[], city: City, bodies: Bodies, tell: Teller, status: Status): Placed[] {
  const siren = city.siret?.slice(0, 9);
  return rows.map((row) => {
    const own = siren !== undefined && (row.giver.siret ?? row.giver.siren ?? "").startsWith(siren);
    const funder = own ? undefined : bodies.find(row.giver, row.giver.name, true);
    const body = bodies.find(row.beneficiary, row.beneficiary.name, false);
    if (body.byName) tell.warn({ line: row.line, column: "name", code: "known_by_name", from: row.beneficiary.name, to: body.id });
    const hidden = [funder, body].filter((one) => one && one.status !== "published");
    if (status === "published" && hidden.length > 0)
      tell.warn({ line: row.line, column: "name", code: "kept_draft", from: row.beneficiary.name });
    return { row, own, funder: funder?.id ?? null, organisation: body.id, status: hidden.length > 0 ? "draft" : status };
  });
}

interface Planning {
  before: Map<string, string>;
  seen: Map<string, number>;
  known: KnownGrants;
  ids: FreeIds;
  tell: Teller;
  answers: Answers;
}

function planGrant(
  { row, own, funder, organisation, status, digest }: Placed & { digest: string },
  { before, seen, known, ids, tell, answers }: Planning,
): { grant: PlannedGrant; of?: KnownGrant } | undefined {
  const { line } = row;
  const first = seen.get(digest);
  if (first !== undefined) {
    tell.refuse({ line, column: "", code: "row_twice", values: { first } });
    return undefined;
  }
  seen.set(digest, line);
  const kind = own ? "award" : "subsidy";
  const document = own ? awardOf(row, organisation) : subsidyOf(row, funder!, organisation);
  const grant: PlannedGrant = { line, kind, outcome: "created", id: "", status, document, digest, version: 0, changed: [] };
  const id = before.get(digest);
  if (id) return { grant: { ...grant, id, outcome: "unchanged" } };
  const wanted = { organisation, funder, decision: row.decision, day: row.agreedOn, amountCents: row.ownCents, object: row.object };
  const same = known.same(wanted);
  if (same) return { grant: { ...grant, id: same.id, outcome: same.imported ? "changed" : "unchanged" }, of: same };
  const near = known.near(wanted);
  if (near && own) {
    // A grant that is there twice is counted twice.
    const key = "duplicate.name";
    const answer = answers[key];
    const choices = ["leave_out", "bring_in"];
    const told = { line, column: "name", code: "duplicate", from: row.beneficiary.name, values: { id: near.id } } as const;
    tell.ask({ key, code: "duplicate", column: "name", choices }, told, !choices.includes(answer ?? "") && answer !== REFUSE);
    if (answer === REFUSE) tell.refuse(told);
    if (answer === "leave_out") return { grant: { ...grant, id: near.id, outcome: "left_out" } };
    if (answer !== "bring_in") return undefined;
  } else if (near) tell.warn({ line, column: "name", code: "possible_duplicate", from: row.beneficiary.name, values: { id: near.id } });
  const parsed = parseDocument(kindOf(kind), document, true);
  if (!parsed.ok) {
    const { path, code, values } = parsed.problems[0]!;
    tell.refuse({ line, column: "", code: "invalid", values: { ...values, field: path, problem: code } });
    return undefined;
  }
  return {
    grant: {
      ...grant,
      id: ids.take(slugOf(`${row.beneficiary.name} ${row.agreedOn.slice(0, 4)} ${row.object}`)),
      document: parsed.document,
    },
  };
}

/** A record that a file made before and says otherwise now: changed, unless somebody has changed it since. */
async function compare(db: Database, matched: { grant: PlannedGrant; of: KnownGrant }[], tell: Teller): Promise<void> {
  const changing = matched.filter(({ grant }) => grant.outcome === "changed");
  const versions = await importedVersions(
    db,
    changing.map(({ grant }) => grant.id),
  );
  const records = new Map<string, StoredRecord>();
  for (const kind of ["award", "subsidy"] as const) {
    const ids = changing.filter(({ grant }) => grant.kind === kind).map(({ grant }) => grant.id);
    for (const record of await findRecords(db, kindOf(kind), ids)) records.set(record.id, record);
  }
  for (const { grant, of } of changing) {
    const record = records.get(of.id)!;
    const { name, ...rest } = grant.document;
    const parsed = parseDocument(
      kindOf(grant.kind),
      { ...record.document, ...rest, name: { ...(record.document.name as object), ...(name as object) } },
      true,
    );
    if (!parsed.ok) throw new Error(`${grant.kind} ${of.id}: ${JSON.stringify(parsed.problems)}`);
    grant.changed = changedFields(kindOf(grant.kind), record.document, parsed.document);
    grant.document = parsed.document;
    grant.version = record.version;
    grant.status = record.status;
    if (grant.changed.length === 0) grant.outcome = "unchanged";
    else if (versions.get(of.id) !== record.version) {
      grant.outcome = "kept";
      tell.warn({ line: grant.line, column: "name", code: "edited_since", values: { id: of.id } });
    }
  }
}
