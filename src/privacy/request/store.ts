import { sql } from "kysely";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Identity, RightAsked } from "./rules.ts";

export interface DataRequest {
  id: string;
  rightAsked: RightAsked;
  channel: "space" | "mail" | "post" | "desk";
  userId: string | null;
  email: string | null;
  name: string;
  locale: Locale;
  words: string;
  identity: Identity;
  identityNote: string;
  receivedOn: string;
  extendedReason: string | null;
  dueOn: string;
  state: "open" | "done" | "refused";
  answer: string | null;
  answeredOn: string | null;
  answeredName: string | null;
  version: number;
}
const columns = sql`id, right_asked, channel, user_id, email, name, locale, words, identity, identity_note, received_on, extended_reason, due_on, state, answer,
  answered_on, answered_name, version`;

/** `done`: answered as it came. */
export async function insertRequest(
  trx: Database,
  row: Pick<DataRequest, "rightAsked" | "channel" | "userId" | "email" | "name" | "words" | "identity" | "receivedOn"> & {
    locale: string;
    done?: { answer: string; by: Actor };
  },
): Promise<string> {
  const { done } = row;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO data_request (right_asked, channel, user_id, email, name, locale, words, identity, received_on, state, answer, answered_on, answered_by, answered_name)
    VALUES (${row.rightAsked}, ${row.channel}, ${row.userId}, ${row.email}, ${row.name}, ${row.locale}, ${row.words}, ${row.identity}, ${row.receivedOn},
      ${done ? "done" : "open"}, ${done?.answer ?? null}, ${done ? row.receivedOn : null}, ${done?.by.id ?? null}, ${done?.by.name ?? null}) RETURNING id`.execute(
    trx,
  );
  return rows[0]!.id;
}

/** The open ones, the most urgent first; then those that were answered, the newest first. */
export async function listRequests(db: Database, limit = 200): Promise<DataRequest[]> {
  const { rows } = await sql<DataRequest>`SELECT ${columns} FROM data_request
    ORDER BY (state = 'open') DESC, CASE WHEN state = 'open' THEN due_on END, answered_on DESC, id LIMIT ${limit}`.execute(db);
  return rows;
}

export async function requestsOfUser(db: Database, userId: string): Promise<DataRequest[]> {
  const { rows } =
    await sql<DataRequest>`SELECT ${columns} FROM data_request WHERE user_id = ${userId} ORDER BY received_on DESC, id LIMIT 100`.execute(
      db,
    );
  return rows;
}

export async function findRequest(db: Database, id: string): Promise<DataRequest | undefined> {
  return (await sql<DataRequest>`SELECT ${columns} FROM data_request WHERE id = ${id}`.execute(db)).rows[0];
}

export async function lockRequest(trx: Database, id: string): Promise<DataRequest | undefined> {
  return (await sql<DataRequest>`SELECT ${columns} FROM data_request WHERE id = ${id} FOR UPDATE`.execute(trx)).rows[0];
}

export async function setIdentity(trx: Database, id: string, identity: Identity, note: string): Promise<void> {
  await sql`UPDATE data_request SET identity = ${identity}, identity_note = ${note}, version = version + 1 WHERE id = ${id}`.execute(trx);
}

export async function setExtension(trx: Database, id: string, reason: string): Promise<string> {
  const { rows } = await sql<{
    dueOn: string;
  }>`UPDATE data_request SET extended_reason = ${reason}, version = version + 1 WHERE id = ${id} RETURNING due_on`.execute(trx);
  return rows[0]!.dueOn;
}

/** What was erased leaves its request by no name: the account's identifier says whose it was. */
export async function forgetWho(trx: Database, id: string): Promise<void> {
  await sql`UPDATE data_request SET name = '', words = '', identity_note = '', email = CASE WHEN user_id IS NULL THEN email END WHERE id = ${id}`.execute(
    trx,
  );
}

export async function setAnswer(
  trx: Database,
  id: string,
  outcome: "done" | "refused",
  answer: string,
  on: string,
  by: Actor,
): Promise<void> {
  await sql`UPDATE data_request SET state = ${outcome}, answer = ${answer}, answered_on = greatest(received_on, ${on}::date), answered_by = ${by.id}, answered_name = ${by.name},
    version = version + 1 WHERE id = ${id}`.execute(trx);
}
