import type { Database } from "../../../platform/database/connect.ts";
import { prepared } from "../../../platform/database/prepared.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./read-store.ts";

/** What a catalogue is made of: a public change of one of these makes it anew. */
const kinds = ["project", "award", "programme", "place"];

interface Kept {
  catalogue: Catalogue;
  /** The last public change that it holds. */
  event: number;
}

/** One for each handle on the database: the program has one on what is published. */
const kept = new WeakMap<Database, Promise<Kept>>();

const changedSince = prepared((db: Database, event: number) =>
  db.withSchema("public").selectFrom("publicChange").select("event").where("event", ">", event).where("kind", "in", kinds).limit(1),
);

/**
 * The catalogue of what `db` sees, as it is now: it is asked each time whether anything was published, changed or
 * withdrawn since it was made. Those who ask while it is being made wait for the same one.
 */
export async function catalogueOf(db: Database): Promise<Catalogue> {
  if (db.isTransaction) return (await make(db)).catalogue;
  for (let known = kept.get(db); known; ) {
    const { catalogue, event } = await known;
    if ((await changedSince(db, event)).length === 0) return catalogue;
    const newer = kept.get(db);
    // Another may have begun it meanwhile; that one is asked, too.
    known = newer === known ? undefined : newer;
  }
  const made = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(make);
  kept.set(db, made);
  made.catch(() => kept.delete(db));
  return (await made).catalogue;
}

async function make(db: Database): Promise<Kept> {
  const last = await db
    .withSchema("public")
    .selectFrom("publicChange")
    .select((eb) => eb.fn.max<number | null>("event").as("event"))
    .executeTakeFirst();
  return { catalogue: await readCatalogue(db), event: last?.event ?? 0 };
}
