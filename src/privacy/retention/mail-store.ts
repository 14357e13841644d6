import { sql } from "kysely";
import type { Room } from "./room.ts";

/** What stands where an address was: nothing is ever sent there. */
export const GONE_ADDRESS = "erased@example.invalid";

/** A mail that was sent, or could not be: its words and its addressee go. Its key stays, so that nothing is sent twice. */
export const mailRoom: Room = {
  rule: "mail",
  parts: [
    {
      source: {
        from: sql`outgoing_mail m`,
        key: sql`m.id`,
        since: sql`coalesce(m.sent_at, m.created_at)`,
        where: sql`m.state <> 'queued' AND m.to_address <> ${GONE_ADDRESS} AND m.template NOT IN ('follow_confirm', 'follow_digest', 'follow_calls')`,
        shown: true,
      },
      async apply(trx, { keys }) {
        await sql`DELETE FROM outgoing_mail WHERE id = ANY (${keys}::bigint[]) AND (dedupe_key IS NULL OR dedupe_key LIKE '%@%')`.execute(
          trx,
        );
        await sql`UPDATE outgoing_mail SET to_address = ${GONE_ADDRESS}, to_name = NULL, params = '{}', subject = gone(), body_text = '', attachments = '[]', last_error = NULL
          WHERE id = ANY (${keys}::bigint[])`.execute(trx);
      },
    },
  ],
};
