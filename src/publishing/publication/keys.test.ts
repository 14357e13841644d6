import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { signingKey } from "./keys.ts";

describe("the key", () => {
  it("is made once, even by two at a time, and one that is no key is refused", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vm-key-"));
    try {
      const keys = await Promise.all([1, 2, 3].map(() => signingKey({ dataDir: folder, signingKey: undefined })));
      expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
      expect(readdirSync(folder)).toEqual(["publication-key.pem"]);
      writeFileSync(join(folder, "wrong.pem"), "no key");
      for (const name of ["wrong.pem", "nothing.pem"])
        await expect(signingKey({ dataDir: folder, signingKey: join(folder, name) })).rejects.toThrow(/no Ed25519 private key/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
