import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase } from "../../../test/support/database.ts";
import { blobsInFolder } from "../blobs.ts";
import type { Database } from "../database/connect.ts";
import { filesIn } from "../files.ts";
import { keepFile } from "../files-store.ts";
import { acceptFiles, acceptKey, agreeOnFiles, agreeOnKeys } from "./agree.ts";

let db: Database;
let end: () => Promise<void>;
const folder = mkdtempSync(join(tmpdir(), "ville-monde-agree-"));
beforeAll(async () => ({ db, end } = await openTestDatabase()));
afterAll(async () => {
  await end();
  rmSync(folder, { recursive: true, force: true });
});
const store = (name: string) => blobsInFolder(join(folder, name));

it("takes the keys of the first node as those of the site, also when several start at once, and refuses others", async () => {
  const own = { secret: ["a"], publication: ["p"], protected: ["k1"] };
  await Promise.all([agreeOnKeys(db, own), agreeOnKeys(db, own), agreeOnKeys(db, own)]);
  await expect(agreeOnKeys(db, { ...own, secret: ["b"] })).rejects.toThrow(/VILLE_MONDE_SECRET/);
  await expect(agreeOnKeys(db, { ...own, publication: ["q"] })).rejects.toThrow(/VILLE_MONDE_SIGNING_KEY/);
  await expect(agreeOnKeys(db, { ...own, protected: ["k2"] })).rejects.toThrow(/VILLE_MONDE_PROTECTED_KEY/);
  // One that is being replaced: the old one is still known; once accepted, who lacks the new one is refused.
  await agreeOnKeys(db, { ...own, protected: ["k2", "k1"] });
  await acceptKey(db, "protected", "k2");
  await agreeOnKeys(db, { ...own, protected: ["k2", "k1"] });
  await expect(agreeOnKeys(db, own)).rejects.toThrow(/VILLE_MONDE_PROTECTED_KEY/);
});

it("marks the place of the files, knows it again, and refuses another until it is accepted or holds the same files", async () => {
  const [first, second, third] = [store("first"), store("second"), store("third")];
  await Promise.all([agreeOnFiles(db, first), agreeOnFiles(db, first)]);
  await agreeOnFiles(db, first);
  const bytes = randomBytes(10);
  const sha256 = await filesIn(first).put(bytes);
  await keepFile(db, { sha256, name: "x", mediaType: "image/png", bytes: 10, width: null, height: null });
  // Restored from a backup, or copied by hand: it bears no mark, but holds what the register names.
  await filesIn(second).put(bytes);
  await agreeOnFiles(db, second);
  await expect(agreeOnFiles(db, third)).rejects.toThrow(/VILLE_MONDE_FILES/);
  await acceptFiles(db, third);
  await agreeOnFiles(db, third);
  await expect(agreeOnFiles(db, first)).rejects.toThrow(/nodes accept files/);
});
