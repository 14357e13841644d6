import { randomUUID } from "node:crypto";
import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { act, invalid, type Outcome, refuse } from "../acts.ts";
import { deletePaper, insertPaper } from "../contents-store.ts";
import { holdFile, type PaperDocument } from "../file.ts";
import { insertChange } from "../log-store.ts";
import type { Vault } from "../vault/vault.ts";

export const MAX_PAPER_BYTES = 20 * 1024 * 1024;

/** What a paper may be, by its first bytes: whatever it says it is. It is never shown by the site, only taken away. */
const types: [mediaType: string, start: number[]][] = [
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["application/zip", [0x50, 0x4b, 0x03, 0x04]], // ODT, DOCX
];

/** Keeps a paper in the file, its name and its bytes sealed: it is in no folder. */
export function addPaper(
  db: Database,
  vault: Vault,
  person: string,
  sent: { name: string; bytes: Uint8Array } | undefined,
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  return act(db, by, async (trx) => {
    if (!sent || sent.bytes.length === 0) return invalid([{ path: "paper", code: "required" }]);
    if (sent.bytes.length > MAX_PAPER_BYTES) return invalid([{ path: "paper", code: "file_size", values: { maximum: "20 Mo" } }]);
    const mediaType = types.find(([, start]) => start.every((byte, i) => sent.bytes[i] === byte))?.[0];
    if (!mediaType) return invalid([{ path: "paper", code: "file_type", values: { accepted: "PDF, PNG, JPEG, ODT, DOCX" } }]);
    const held = await holdFile(trx, vault, person);
    if (!held.ok) return held;
    const id = randomUUID();
    const document: PaperDocument = { name: sent.name.slice(-200), mediaType, size: sent.bytes.length };
    const { key } = held;
    await insertPaper(trx, {
      id,
      person,
      content: key.seal(`paper:${id}`, document),
      bytes: key.sealBytes(`paper-bytes:${id}`, sent.bytes),
    });
    await insertChange(trx, { person, about: "paper", id, act: "created" }, by);
    return { ok: true, id };
  });
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
