import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addKey, dropOldKeys, keyFile, masterKeys } from "./keys.ts";
import { seal, unseal } from "./seal.ts";
import { makeVault } from "./vault.ts";

let config: { dataDir: string; protectedKeys: string[] | undefined };
beforeAll(async () => {
  config = { dataDir: await mkdtemp(join(tmpdir(), "ville-monde-vault-")), protectedKeys: undefined };
});
afterAll(() => rm(config.dataDir, { recursive: true, force: true }));

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("what is sealed", () => {
  it("comes back whole at its own place, and nowhere else", () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), fc.uint8Array({ maxLength: 200 }), (key, other, plain) => {
        const sealed = seal(key, "person:1", plain);
        expect(new Uint8Array(unseal(key, "person:1", sealed)!)).toEqual(plain);
        expect(unseal(key, "person:2", sealed)).toBeUndefined();
        if (Buffer.compare(key, other) !== 0) expect(unseal(other, "person:1", sealed)).toBeUndefined();
        expect(seal(key, "person:1", plain).equals(sealed)).toBe(false);
      }),
    );
  });

  it("does not open once a bit is changed, or it is cut", () => {
    fc.assert(
      fc.property(bytes(32), fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), fc.nat(7), (key, plain, at, bit) => {
        const sealed = seal(key, "a", plain);
        const altered = Buffer.from(sealed);
        altered[at % altered.length]! ^= 1 << bit;
        expect(unseal(key, "a", altered)).toBeUndefined();
        expect(unseal(key, "a", sealed.subarray(0, sealed.length - 1))).toBeUndefined();
      }),
    );
  });
});

describe("the keys of the program", () => {
  it("are made once, for their owner alone, by all who start at the same instant", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => masterKeys(config)));
    expect(new Set(made.map(([key]) => key!.id)).size).toBe(1);
    expect((await stat(keyFile(config))).mode & 0o777).toBe(0o600);
  });

  it("are replaced: what the old one sealed opens with both, then with the new one alone", async () => {
    const before = makeVault(await masterKeys(config));
    const person = before.newKey("p1");
    const sealed = person.key.seal("person:p1", { name: "Nom" });
    const both = makeVault(await addKey(config));
    const anew = both.sealAnew(person)!;
    expect(anew.keyId).not.toBe(person.keyId);
    await dropOldKeys(config);
    const after = makeVault(await masterKeys(config));
    expect(after.keyOf(person)).toBeUndefined();
    expect(after.keyOf(anew)!.open("person:p1", sealed)).toEqual({ name: "Nom" });
    expect(after.keyOf({ ...anew, id: "p2" })).toBeUndefined();
    expect((await readFile(keyFile(config), "utf8")).trim().split("\n")).toHaveLength(1);
  });

  it("of a file that is damaged stop the work with a remedy, and are not written over", async () => {
    const broken = { ...config, protectedKeys: ["trop-court"] };
    await expect(masterKeys(broken)).rejects.toThrow(/32 bytes/);
  });
});
