import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicFiles } from "../files.ts";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";
import { type PublicationServices, type PublishOutcome, publishFiles } from "./actions.ts";
import { Copies } from "./copies.ts";
import { signingKey } from "./keys.ts";
import { copyName, digestOf, type Entry, type Manifest, manifestText } from "./manifest.ts";
import { findPublication } from "./store.ts";
import { verifyHere, verifyTaken } from "./verify.ts";
import { verifySite } from "./verify-site.ts";

const by = { id: "test", name: "Test", role: "administrator" } as const;
let register: Register;
let dataDir: string;
let services: PublicationServices;
let projects: string[];

beforeAll(async () => {
  register = await openRegister();
  ({ published: projects } = await makeAwkwardRows(register));
  dataDir = register.services.config.dataDir;
  const key = await signingKey({ dataDir, signingKey: undefined });
  services = { db: register.db, city: register.city, baseUrl: "https://monde.example.org", dataDir, key };
});
afterAll(() => register.drop());

const publish = (options = {}) => publishFiles(services, by, options);
const made = (result: PublishOutcome): Manifest => {
  expect(result.outcome).toBe("made");
  return (result as { manifest: Manifest }).manifest;
};
const entry = (manifest: Manifest, path: string): Entry => manifest.files.find((file) => file.path === path)!;
const text = async (path: string) => (await register.get(path)).text();
const body = async (path: string) => Buffer.from(await (await register.get(path)).arrayBuffer());

describe("the first publication", () => {
  it("a dry run says what would go out and writes nothing", async () => {
    const manifest = made(await publish({ dryRun: true }));
    expect(new Set(manifest.files.map(({ path }) => path))).toEqual(
      new Set(publicFiles.filter(({ takenBack }) => !takenBack).map(({ path }) => path)),
    );
    expect(await findPublication(register.db)).toBeUndefined();
    expect(readdirSync(join(dataDir, "publications"))).toEqual([]);
    expect((await register.get("/data/manifest.json")).status).toBe(404);
  });

  it("names every file with its digest, which is the one of the file that the site gives", async () => {
    let progress = 0;
    const manifest = made(await publish({ onProgress: () => progress++ }));
    expect(manifest.problems).toEqual([]);
    expect(progress).toBe(manifest.files.length);
    expect(manifest).toMatchObject({ number: 1, previous: null, key: { algorithm: "Ed25519", sha256: services.key.fingerprint } });
    for (const file of manifest.files) {
      expect(file).toMatchObject({ status: "new", since: 1 });
      const copy = await body(new URL(file.copy).pathname);
      expect([copyName(file), digestOf(copy), copy.length]).toEqual([copyName(file), file.sha256, file.bytes]);
      const live = await body(new URL(file.url).pathname + new URL(file.url).search);
      expect([copyName(file), digestOf(live)]).toEqual([copyName(file), file.sha256]);
    }
    expect(entry(manifest, "projects.csv").rows).toBe(projects.length);
    expect(entry(manifest, "projects.xlsx").rows).toBe(projects.length);
    expect(entry(manifest, "projects.json").rows).toBe(projects.length);
  });

  it("is given with a signature that its own public key proves, and a log entry", async () => {
    const [manifest, signature, key] = [
      await text("/data/manifest.json"),
      await body("/data/manifest.json.sig"),
      await text("/data/manifest.pub"),
    ];
    expect(manifest).toBe(await text("/data/manifests/1.json"));
    const empty = mkdtempSync(join(tmpdir(), "vm-empty-"));
    const taken = await verifyTaken(manifest, signature, key, empty);
    rmSync(empty, { recursive: true });
    expect(taken).toMatchObject({ faults: [], files: 0, absent: JSON.parse(manifest).files.length });
    expect(statSync(join(dataDir, "publication-key.pem")).mode & 0o777).toBe(0o600);
    const { rows } = await sql<{ action: string; document: any }>`SELECT action, document FROM event WHERE kind = 'publication'`.execute(
      register.db,
    );
    expect(rows).toMatchObject([{ action: "made", document: { number: 1, sha256: digestOf(manifest) } }]);
  });

  it("answers whoever has it already, and 404 for what never was", async () => {
    const etag = (await register.get("/data/manifest.json")).headers.get("etag")!;
    expect((await register.get("/data/manifest.json", { "If-None-Match": etag })).status).toBe(304);
    for (const path of [
      "/data/manifests/2.json",
      "/data/manifests/1/nothing.csv",
      "/data/manifests/999999999.pub",
      "/data/manifests/1/..%2f..%2fsecret",
    ])
      expect((await register.get(path)).status).toBe(404);
  });
});

describe("the next", () => {
  it("is not made while nothing is new; work on drafts is nothing", async () => {
    await register.make("project", { name: { fr: "Encore un brouillon" } }, "draft");
    const before = readdirSync(join(dataDir, "publications"));
    expect((await publish()).outcome).toBe("unchanged");
    expect(readdirSync(join(dataDir, "publications"))).toEqual(before);
    expect((await findPublication(register.db))!.number).toBe(1);
  });

  it("says what changed, in records, and leaves the rest as it was", async () => {
    const first = JSON.parse((await findPublication(register.db))!.manifest) as Manifest;
    await register.make("project", { name: { fr: "Tout neuf" }, countries: [{ country: "SN" }] });
    await register.move("project", projects[2]!, "withdraw");
    const manifest = made(await publish());
    expect(manifest).toMatchObject({ number: 2, previous: { number: 1, sha256: digestOf(manifestText(first)) }, removed: [] });
    expect(entry(manifest, "projects.csv")).toMatchObject({
      status: "changed",
      since: 2,
      rows: projects.length,
      change: { rows: 0, records: { added: 1, changed: 0, removed: 1 } },
    });
    expect(entry(manifest, "projects.xlsx").change?.records).toEqual({ added: 1, changed: 0, removed: 1 });
    expect(entry(manifest, "partners.json").change?.records).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(entry(manifest, "iati.xml").change?.records).toMatchObject({ added: 1, removed: 1 });
    const partners = entry(manifest, "partners.csv");
    expect(partners).toMatchObject({ status: "unchanged", since: 1, sha256: entry(first, "partners.csv").sha256 });
    expect(partners.change).toBeUndefined();
    // The one before is still there, as it was.
    expect(digestOf(await body("/data/manifests/1/projects.csv"))).toBe(entry(first, "projects.csv").sha256);
  });

  it("is made by one process at a time", async () => {
    await register.move("project", projects[2]!, "publish");
    const outcomes = await Promise.all([publish(), publish(), publish()]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["busy", "busy", "made"]);
    expect((await findPublication(register.db))!.number).toBe(3);
  });
});

describe("a file that may not go out", () => {
  it("leaves its last good content, and the publication says so until it is mended", async () => {
    const good = entry(JSON.parse((await findPublication(register.db))!.manifest), "figures.csv");
    const file = publicFiles.find(({ path }) => path === "figures.csv")!;
    const { make } = file;
    const faults: string[] = [];
    file.make = async function* ({ db }) {
      yield "id,";
      await sql`SELECT 1 / 0`.execute(db);
    };
    try {
      await register.make("partner", { name: { fr: "Nouvelle ville" }, type: "city", country: "SN" });
      const manifest = made(await publishFiles({ ...services, onFault: (path) => faults.push(path) }, by));
      expect(faults).toEqual(["figures.csv"]);
      expect(manifest.problems).toEqual([{ path: "figures.csv", code: "failed" }]);
      expect(entry(manifest, "figures.csv")).toMatchObject({ status: "held", sha256: good.sha256, since: good.since });
      expect(digestOf(await body(`/data/manifests/${manifest.number}/figures.csv`))).toBe(good.sha256);
      // The fault of one file spoils no other.
      expect(entry(manifest, "partners.csv").change?.records).toEqual({ added: 1, changed: 0, removed: 0 });
      expect((await publish()).outcome).toBe("unchanged");
    } finally {
      file.make = make;
    }
    const mended = made(await publish());
    expect(mended.problems).toEqual([]);
    expect(entry(mended, "figures.csv")).toMatchObject({ status: "unchanged", since: good.since });
  });

  it("is one that its check refuses", async () => {
    const file = publicFiles.find(({ path }) => path === "iati.xml")!;
    const { make } = file;
    file.make = async function* (making) {
      for await (const part of make.call(file, making)) yield String(part).replace(/<title>.*?<\/title>/s, "");
    };
    try {
      const manifest = made(await publish());
      expect(manifest.problems).toMatchObject([{ path: "iati.xml", code: "check", message: expect.stringContaining("title") }]);
      expect(entry(manifest, "iati.xml").status).toBe("held");
    } finally {
      file.make = make;
    }
    expect(made(await publish()).problems).toEqual([]);
  });
});

describe("what was tampered with is found", () => {
  it("a copy on the disk: altered, cut, taken away", async () => {
    expect(await verifyHere(register.db, new Copies(dataDir))).toMatchObject({ faults: [], absent: 0 });
    const { manifest } = (await findPublication(register.db))!;
    const path = join(dataDir, "publications", entry(JSON.parse(manifest), "awards.csv").sha256);
    const bytes = readFileSync(path);
    const faults = async () =>
      (await verifyHere(register.db, new Copies(dataDir))).faults.map(({ about, fault }) => [about.split(" ")[0], fault]);
    const altered = Buffer.from(bytes);
    altered[altered.length - 3]! ^= 1;
    writeFileSync(path, altered);
    expect(await faults()).toEqual([["awards.csv", "content"]]);
    appendFileSync(path, "x");
    expect(await faults()).toEqual([["awards.csv", "size"]]);
    rmSync(path);
    expect(await faults()).toEqual([["awards.csv", "missing"]]);
    expect((await register.get("/data/manifests/1/awards.csv")).status).toBe(410);
    writeFileSync(path, bytes);
    expect(await faults()).toEqual([]);
  });

  it("a manifest that was taken away: each byte of it counts, so does the key", async () => {
    const { manifest, signature, publicKey } = (await findPublication(register.db))!;
    const folder = mkdtempSync(join(tmpdir(), "vm-taken-"));
    try {
      const parsed = JSON.parse(manifest) as Manifest;
      writeFileSync(join(folder, "projects.csv"), await body(`/data/manifests/${parsed.number}/projects.csv`));
      expect(await verifyTaken(manifest, signature, publicKey, folder)).toMatchObject({ faults: [], files: 1 });
      appendFileSync(join(folder, "projects.csv"), "x,\r\n");
      expect((await verifyTaken(manifest, signature, publicKey, folder)).faults).toEqual([{ about: "projects.csv", fault: "content" }]);
      rmSync(join(folder, "projects.csv"));
      const faults = async (text: string, sig: Uint8Array, key: string) =>
        (await verifyTaken(text, sig, key, folder)).faults.map(({ fault }) => fault);
      expect(await faults(manifest.replace('"rows": 6', '"rows": 7'), signature, publicKey)).toEqual(["signature"]);
      expect(await faults(`${manifest} `, signature, publicKey)).toEqual(["signature"]);
      expect(await faults(manifest, signature.subarray(1), publicKey)).toEqual(["signature"]);
      expect(await faults("{}", signature, publicKey)).toEqual(["signature", "unreadable"]);
      expect(await faults(manifest, signature, "no key")).toEqual(["signature", "other_key"]);
      const other = await signingKey({ dataDir: folder, signingKey: undefined });
      // Signed anew by someone else: it names the key that it was made with.
      expect(await faults(manifest, other.sign(manifest), other.publicKey)).toEqual(["other_key"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("the history: append-only, and a chain that shows what its owner altered", async () => {
    const { db } = register;
    await expect(sql`UPDATE publication SET mark = 'x'`.execute(db)).rejects.toThrow(/append-only/);
    await expect(sql`DELETE FROM publication`.execute(db)).rejects.toThrow(/append-only/);
    await db
      .transaction()
      .execute(async (trx) => {
        await sql`ALTER TABLE publication DISABLE TRIGGER USER`.execute(trx);
        await sql`DELETE FROM publication WHERE number = 2`.execute(trx);
        expect((await verifyHere(trx, new Copies(dataDir))).faults).toEqual([{ about: "publication 3", fault: "previous" }]);
        throw new Error("undone");
      })
      .catch((error) => expect(error.message).toBe("undone"));
    expect((await verifyHere(db, new Copies(dataDir))).faults).toEqual([]);
  });

  it("a site, from outside", async () => {
    let spoilt = "";
    const server = createServer(async (request, response) => {
      const answer = await register.get(request.url!);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (spoilt && request.url!.endsWith(spoilt)) bytes[0]! ^= 1;
      response.writeHead(answer.status).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/manifest.json`;
    try {
      const files = (JSON.parse(await text("/data/manifest.json")) as Manifest).files.length;
      expect(await verifySite(address, undefined)).toEqual({ manifests: 1, files, absent: 0, faults: [] });
      spoilt = "/partners.csv";
      expect((await verifySite(address, services.key.publicKey)).faults).toEqual([{ about: "partners.csv", fault: "content" }]);
      spoilt = "manifest.json.sig";
      expect((await verifySite(address, services.key.publicKey)).faults).toEqual([{ about: "manifest", fault: "signature" }]);
    } finally {
      server.close();
    }
  });
});

it("keeps the files of the last publications, the manifests of all", async () => {
  for (let i = 0; i < 5; i++) {
    await register.make("partner", { name: { fr: `Ville ${i}` }, type: "city", country: "SN" });
    made(await publish());
  }
  const last = (await findPublication(register.db))!.number;
  expect((await register.get(`/data/manifests/${last - 4}/partners.csv`)).status).toBe(200);
  expect((await register.get("/data/manifests/3/partners.csv")).status).toBe(410);
  expect((await register.get("/data/manifests/1.json")).status).toBe(200);
  expect(await verifyHere(register.db, new Copies(dataDir))).toMatchObject({ manifests: last, faults: [] });
});

it("what a killed process left half made goes with the next publication", async () => {
  const left = join(dataDir, "publications", "draft-killed");
  mkdirSync(left);
  writeFileSync(join(left, "projects.csv"), "id,na");
  expect((await publish()).outcome).toBe("unchanged");
  expect(existsSync(left)).toBe(false);
});
