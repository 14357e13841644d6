import { sql } from "kysely";
import type { Actor } from "../../../platform/accounts/rights.ts";
import type { Database } from "../../../platform/database/connect.ts";
import type { Localised } from "../../../platform/localised.ts";
import type { ProposalState } from "./states.ts";

/** A working copy of a page: what it would say, who wrote it, who read it again, when it is to be public. */
export interface Proposal {
  id: string;
  page: string;
  /** The version of the page that it was written on. */
  baseVersion: number;
  document: Record<string, unknown>;
  note: Localised;
  version: number;
  state: ProposalState;
  author: string;
  authorName: string;
  writers: string[];
  reviewer: string | null;
  reviewerName: string | null;
  answer: string | null;
  publishAt: Date | null;
  /** Why it could not be published: "conflict", "references", "invalid"… */
  problem: string | null;
  publishedVersion: number | null;
  createdAt: Date;
  updatedAt: Date;
}
export type ProposalListed = Omit<Proposal, "document"> & { pageName: Localised; pageVersion: number };

const columns = [
  "id",
  "page",
  "baseVersion",
  "note",
  "version",
  "state",
  "author",
  "authorName",
  "writers",
  "reviewer",
  "reviewerName",
  "answer",
  "publishAt",
  "problem",
  "publishedVersion",
  "createdAt",
  "updatedAt",
] as const;

/** The proposals of one page, or those of all pages that wait for somebody, newest first. */
export async function listProposals(db: Database, of: { page: string } | "open"): Promise<ProposalListed[]> {
  let query = db
    .selectFrom("pageProposal")
    .innerJoin("page", "page.id", "pageProposal.page")
    .select(columns.map((column) => `pageProposal.${column}` as const))
    .select(["page.name as pageName", "page.version as pageVersion"]);
  query =
    of === "open"
      ? query.where("pageProposal.state", "in", ["draft", "in_review", "approved"])
      : query.where("pageProposal.page", "=", of.page);
  return (await query.orderBy("pageProposal.createdAt", "desc").limit(200).execute()) as unknown as ProposalListed[];
}

export async function findProposal(db: Database, id: string): Promise<Proposal | undefined> {
  return (await db.selectFrom("pageProposal").select(columns).select("document").where("id", "=", id).executeTakeFirst()) as
    | Proposal
    | undefined;
}

/** The same, locked against other writers until the transaction ends. */
export async function lockProposal(trx: Database, id: string): Promise<Proposal | undefined> {
  return (await trx.selectFrom("pageProposal").select(columns).select("document").where("id", "=", id).forUpdate().executeTakeFirst()) as
    | Proposal
    | undefined;
}

export async function insertProposal(
  trx: Database,
  { id, page, version, document }: { id: string; page: string; version: number; document: Record<string, unknown> },
  by: Actor,
): Promise<void> {
  await trx
    .insertInto("pageProposal")
    .values({
      id,
      page,
      baseVersion: version,
      document: JSON.stringify(document),
      author: by.id,
      authorName: by.name,
      writers: [by.id],
    } as never)
    .execute();
}

type Changes = Partial<
  Pick<
    Proposal,
    | "baseVersion"
    | "document"
    | "note"
    | "state"
    | "writers"
    | "reviewer"
    | "reviewerName"
    | "answer"
    | "publishAt"
    | "problem"
    | "publishedVersion"
  >
>;

/** Writes what is given. The version goes up by one. */
export async function updateProposal(trx: Database, id: string, { document, ...changes }: Changes): Promise<void> {
  await trx
    .updateTable("pageProposal")
    .set({
      ...(changes as object),
      ...(document ? { document: JSON.stringify(document) as never } : {}),
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where("id", "=", id)
    .execute();
}

/** The approved ones whose hour has come. */
export async function dueProposals(db: Database, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom("pageProposal")
    .select("id")
    .where("state", "=", "approved")
    .where((eb) => eb.or([eb("publishAt", "is", null), eb("publishAt", "<=", now)]))
    .orderBy("publishAt")
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}
