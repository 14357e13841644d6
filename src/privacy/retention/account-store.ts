import { sql } from "kysely";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { localeOf } from "../../platform/i18n/languages.ts";
import { queueMail } from "../../platform/mail/actions.ts";
import type { Term } from "../../platform/retention/rules.ts";
import { answersAlone, endAccounts } from "../account-store.ts";
import { forgetActors } from "./log-store.ts";
import type { Desk, Room } from "./room.ts";

/** How long before it ends someone is told that their account sleeps. */
const TOLD_DAYS = 30;
const asleep = sql`u.role = 'applicant' AND NOT ${answersAlone(sql`u.id`)}`;

/** Tells those whose account is about to end for want of a sign of life; one sign, and it goes on. */
async function tellSleepers(desk: Desk, term: Term, now: Date): Promise<void> {
  await desk.db.transaction().execute(async (trx: Database) => {
    const { rows } = await sql<{ id: string; email: string; name: string; locale: string }>`
      SELECT u.id, u.email, u.name, u.locale FROM auth."user" u WHERE ${asleep} AND u."sleepToldOn" IS NULL
        AND u."lastSeenOn" + make_interval(months => ${term.count}) - make_interval(days => ${TOLD_DAYS}) <= ${now} ORDER BY u.id LIMIT 1000 FOR UPDATE`.execute(
      trx,
    );
    for (const { email, name, locale } of rows)
      await queueMail(trx, {
        to: email,
        name,
        locale: localeOf(locale),
        template: "account_asleep",
        params: { name, days: TOLD_DAYS, months: term.count, link: `${desk.baseUrl}/espace/connexion` },
      });
    await sql`UPDATE auth."user" SET "sleepToldOn" = ${now}::date WHERE id = ANY (${rows.map(({ id }) => id)})`.execute(trx);
  });
}

/** Accounts that nobody uses, and the names of those who are gone. */
export const accountRooms: Room[] = [
  {
    rule: "account_asleep",
    prepare: tellSleepers,
    parts: [
      {
        source: {
          from: sql`auth."user" u`,
          key: sql`u.id`,
          since: sql`u."lastSeenOn"::timestamptz`,
          where: sql`${asleep} AND u."sleepToldOn" <= current_date - ${sql.lit(TOLD_DAYS)}`,
          hold: "account",
          shown: true,
        },
        async apply(trx, { keys, rule, by }) {
          const { files } = await endAccounts(trx, keys);
          for (const id of keys) await logEvent(trx, { kind: "account", id, document: { rule } }, "erased", by);
          return files;
        },
      },
    ],
  },
  {
    rule: "log_name",
    parts: [
      {
        source: {
          from: sql`(SELECT e.actor, max(e.at) AS at FROM event e WHERE e.name_salt IS NOT NULL AND e.actor_role <> 'system' AND e.actor NOT LIKE 'key:%' GROUP BY e.actor) g`,
          key: sql`g.actor`,
          since: sql`g.at`,
          where: sql`NOT EXISTS (SELECT FROM auth."user" u WHERE u.id = g.actor AND u."closedAt" IS NULL)`,
          hold: "account",
          shown: true,
        },
        async apply(trx, { keys, rule, by }) {
          await forgetActors(trx, keys, { kind: "retention", id: rule }, by);
        },
      },
    ],
  },
];
