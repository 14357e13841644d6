import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type Admitted, inspect, type SentFile } from "../../platform/intake/gate.ts";
import { type FileRefusal, notTaken, toldFormats, uses } from "../../platform/intake/rules.ts";
import { scanner } from "../../platform/intake/scanner.ts";
import { act, invalid, type Outcome, refuse } from "../acts.ts";
import { deletePaper, insertPaper } from "../contents-store.ts";
import { holdFile, type PaperDocument } from "../file.ts";
import { insertChange } from "../log-store.ts";
import type { Vault } from "../vault/vault.ts";

/**
 * Keeps a paper in the file, its name and its bytes sealed: it is in no folder, and no quarantine tells of it. It is
 * scanned before it is sealed, or not taken in. Of a picture nothing is kept but what is seen: not where it was taken.
 */
export async function addPaper(
  db: Database,
  vault: Vault,
  person: string,
  sent: SentFile | undefined,
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  if (!sent) return invalid([{ path: "paper", code: "required" }]);
  const file = await passed(sent);
  if (!file.ok)
    return invalid([
      { path: "paper", code: file.code, values: { maximum: `${uses.paper.maxBytes / 1024 / 1024} Mo`, accepted: toldFormats("paper") } },
    ]);
  const { name, mediaType, bytes } = file;
  return act(db, by, async (trx) => {
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const id = randomUUID();
    const document: PaperDocument = { name, mediaType, size: bytes.length };
    const { key } = held;
    await insertPaper(trx, {
      id,
      person,
      content: key.seal(`paper:${id}`, document),
      bytes: key.sealBytes(`paper-bytes:${id}`, bytes),
    });
    await insertChange(trx, { person, about: "paper", id, act: "created" }, by);
    return { ok: true, id };
  });
}

async function passed(sent: SentFile): Promise<Admitted | FileRefusal> {
  const file = await inspect("paper", sent);
  const verdict = file.ok ? await scanner()?.scan(file.bytes) : undefined;
  if (verdict?.state === "infected") return notTaken("file_infected");
  return verdict && verdict.state !== "clean" ? notTaken("file_unchecked") : file;
}

export function removePaper(db: Database, vault: Vault, person: string, id: string, by: Actor): Promise<Outcome> {
  return act(db, by, async (trx) => {
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    if (!(await deletePaper(trx, person, id))) return refuse("not_found");
    await insertChange(trx, { person, about: "paper", id, act: "removed" }, by);
    return { ok: true };
  });
}
