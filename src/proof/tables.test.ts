import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../test/support/database.ts";
import type { Database } from "../platform/database/connect.ts";
import { kindNames } from "../register/kinds.ts";

let db: Database;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ db, end } = await openTestDatabase());
});
afterAll(() => end());

/** By the entries of which kind a change of each table is known. */
const entries: Record<string, string> = {
  // Applications: the acts, with digests of what was typed (ADR 0021).
  application: "application",
  application_check: "application",
  application_file: "application",
  application_guest: "application",
  application_officer: "application",
  application_section: "application: sealed at submission",
  application_snapshot: "application",
  application_strand: "application: sealed at submission",
  piece_request: "application",
  proposal: "application",
  applicant: "applicant",
  applicant_invitation: "applicant",
  applicant_join_request: "applicant",
  applicant_member: "applicant",
  // Assessment.
  assignment: "assessment",
  assessor_invitation: "assessment",
  edition_assessor: "assessment",
  edition_declaration: "assessment",
  interest_declaration: "assessment",
  opinion: "assessment",
  jury: "jury",
  jury_member: "jury",
  jury_decision: "application",
  jury_step_aside: "assessment",
  // Money.
  deliberation: "deliberation",
  deliberation_step_aside: "deliberation",
  envelope: "envelope",
  gauge: "gauge",
  grant: "grant",
  grant_source: "grant",
  tranche: "grant",
  convention: "grant",
  payment: "payment",
  recovery: "payment",
  report: "report",
  report_file: "report",
  // Stories, people, exchange, operation.
  story: "story",
  story_collection: "story_collection",
  story_collector: "story_collection",
  story_consent: "story",
  story_text: "story",
  "auth.user": "account",
  "auth.invitation": "account",
  "auth.totp": "account",
  "auth.passkey": "account",
  "auth.recovery_code": "account",
  api_key: "api_key",
  webhook: "webhook",
  publication: "publication",
  backup_run: "backup",
  city_setting: "city",
  legal_hold: "retention",
  retention_run: "retention",
  data_request: "data_request",
  intake: "file",
  page_proposal: "page: once it is taken over",
}; // prettier-ignore

/** Why the log has nothing of the others. */
const none: Record<string, string> = {
  ...Object.fromEntries(
    ["change", "consent", "paper", "person", "reading", "residency", "residency_move", "role_change", "testimony"].map((table) => [
      `protected.${table}`,
      "people at risk: logs of their own, in the compartment, which only grow, each line sealed by an entry (ADR 0037, 0048)",
    ]),
  ),
  ...of("the log itself, and what vouches for it", "event", "audit_anchor", "audit_check"),
  ...of(
    "made from the rows and the log",
    "public_change",
    "content_change",
    "search_entry",
    "search_word",
    "file_size",
    "project_summary",
    "page_link",
    "record_base",
  ),
  ...of("counts, of nobody", "audience_count", "counter_day", "rate_limit", "refusal_count", "auth.throttle", "auth.attempt"),
  ...of(
    "what the program remembers of its own work",
    "api_answer",
    "file_check",
    "iati_check",
    "iati_finding",
    "node",
    "site_key",
    "migration_note",
    "page_change",
    "page_expiry",
  ),
  ...of(
    "what is on its way out; its cause is an entry",
    "outgoing_mail",
    "webhook_message",
    "webhook_attempt",
    "webhook_outbox",
    "retention_result",
  ),
  ...of(
    "good once or for hours; what it leads to is an entry",
    "auth.link",
    "auth.session",
    "auth.used_ticket",
    "auth.verification",
    "upload",
    "upload_piece",
    "story_upload",
    "subscription_request",
  ),
  ...of(
    "ours alone to change, by a migration",
    "state_move",
    "story_move",
    "bounded_source",
    "reference_column",
    "kysely_migration",
    "kysely_migration_lock",
  ),
  ...of("the city’s vocabularies, loaded from its folder", "country", "term", "oda_list", "oda_recipient"),
  ...of(
    "what readers ask for themselves, and may take back without a trace (GDPR art. 7(3))",
    "subscription",
    "subscription_alert",
    "subscription_topic",
    "mail_optout",
    "story_contact",
  ),
  ...of("a working note among officers, no decision", "application_note", "application_opening"),
  ...of("only grows, each row by an act whose entry says it", "movement"),
  ...of("bytes under their own SHA-256: an entry names that", "file"),
  ...of(
    "what a file said, kept beside its records, whose entries are there",
    "exchange_import",
    "imported_grant",
    "reported_activity",
    "reported_transaction",
  ),
  ...of("passwords and ties to a provider: the sessions end, the person is mailed", "auth.account"),
};
function of(why: string, ...tables: string[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [table, why]));
}

it("every table says by which entry of the log a change of it is known, or why by none", async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'auth', 'protected')`.execute(db);
  const tables = rows.map(({ name }) => name);
  // A register's own table, and those of its lists, which are part of its document.
  const ofRegister = (table: string) => kindNames.some((kind) => table === kind || table.startsWith(`${kind}_`));
  const said = (table: string) => table in entries || table in none || ofRegister(table);
  expect(tables.filter((table) => !said(table))).toEqual([]);
  expect([...Object.keys(entries), ...Object.keys(none)].filter((table) => !tables.includes(table))).toEqual([]);
});
