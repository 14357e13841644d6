import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { RuleId } from "../../platform/retention/rules.ts";
import type { Part, Room } from "./room.ts";
import { rowsOf } from "./source-store.ts";

/** Rows that go when their term is over, with nothing else to do. */
function plain(rule: RuleId, ...tables: [table: string, since: string, where?: string][]): Room {
  const parts = tables.map(([table, since, where]): Part => {
    const { source, remove } = rowsOf(table, since, where);
    return { source, apply: (trx, { keys }) => remove(trx, keys) };
  });
  return { rule, parts };
}

const failedJob: Part = {
  source: {
    from: sql`graphile_worker._private_jobs j`,
    key: sql`j.id`,
    since: sql`j.updated_at`,
    where: sql`j.attempts >= j.max_attempts AND j.locked_at IS NULL`,
    shown: true,
  },
  async apply(trx: Database, { keys }) {
    await sql`SELECT graphile_worker.complete_jobs(${keys}::bigint[])`.execute(trx);
  },
};

/** What secures accounts, what waited for an answer, what was sent: erased as it is. */
export const smallRooms: Room[] = [
  plain("upload", ["upload", "touched_at"]),
  // Who sent what is told in the quarantine for as long as nobody has decided.
  plain("arrival", [
    "intake",
    "at",
    "NOT EXISTS (SELECT FROM file_check k WHERE k.file = intake.file AND k.state IN ('waiting', 'infected'))",
  ]),
  plain("opening", ["application_opening", "opened_at"]),
  plain("session", ["auth.session", '"expiresAt"']),
  plain(
    "sign_in_link",
    ["auth.link", "expires_at"],
    ["auth.invitation", "coalesce(used_at, revoked_at, expires_at)"],
    ["auth.verification", '"expiresAt"'],
    ["auth.used_ticket", "until"],
  ),
  plain("attempt", ["auth.attempt", "at"], ["auth.throttle", "until"]),
  plain(
    "invitation",
    ["applicant_invitation", "expires_at"],
    ["application_guest", "invited_at", "user_id IS NULL"],
    ["assessor_invitation", "invited_at"],
    ["applicant_join_request", "asked_at"],
  ),
  plain("mail_optout", ["mail_optout", "created_at"]),
  plain("follow_request", ["subscription_request", "created_at"], ["outgoing_mail", "created_at", "template = 'follow_confirm'"]),
  plain("follow_mail", ["outgoing_mail", "created_at", "template IN ('follow_digest', 'follow_calls')"]),
  plain("follow_alert", ["subscription_alert", "told_at"]),
  plain("data_request", ["data_request", "answered_on::timestamptz", "state <> 'open'"]),
  plain("api_answer", ["api_answer", "created_at"]),
  plain("webhook_message", ["webhook_message", "created_at", "state <> 'waiting'"]),
  plain("audience", ["audience_count", "day::timestamptz"]),
  { rule: "failed_job", parts: [failedJob] },
];
