import type { Database } from "../platform/database/connect.ts";

/** The last change of what is public. */
export interface PublicState {
  /** Differs whenever what is public does; the same on every node. "" while nothing has been published. */
  mark: string;
  at: Date;
}

/** The acts of a grant that its page and its files show, and those on a story, by the kind under which the log holds them. */
export const grantActs: Record<string, string[]> = {
  deliberation: ["adopted", "dated"],
  grant: ["voted", "scheduled", "signed", "commit", "amended", "suspend", "resume", "close", "cancel", "lapse", "withdraw"],
  payment: ["paid", "recovery_received"],
  report: ["accepted", "waived"],
  story: ["exhibited", "reworded"],
};

/**
 * Read from the log, which no view of what is published shows: the last event that published, withdrew or archived a
 * record, or changed one that is public. Work on drafts does not show.
 */
export async function publicState(db: Database): Promise<PublicState> {
  const last = await db
    .withSchema("public")
    .selectFrom("event")
    .select(["hash", "at"])
    .where((eb) =>
      eb.or([
        eb("action", "in", ["published", "withdrawn", "archived"]),
        // No search entry tells whether these are public.
        eb("kind", "in", ["source", "place", "media"]),
        // The acts of a grant that its page and its files show.
        ...Object.entries(grantActs).map(([kind, actions]) => eb.and([eb("kind", "=", kind), eb("action", "in", actions)])),
        eb.exists(
          eb
            .selectFrom("searchEntry")
            .select("searchEntry.record")
            .whereRef("searchEntry.kind", "=", "event.kind")
            .whereRef("searchEntry.record", "=", "event.record")
            .where("searchEntry.status", "=", "published"),
        ),
      ]),
    )
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return last ? { mark: last.hash.toString("base64url").slice(0, 16), at: last.at } : { mark: "", at: new Date(0) };
}
