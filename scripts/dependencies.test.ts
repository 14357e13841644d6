import { describe, expect, it } from "vitest";
import { isAllowed, judgeFaults, judgeLock, judgeRanges } from "./dependencies.ts";

const good = { version: "1.0.0", integrity: "sha512-x", license: "MIT" };
const exceptions = { licences: ["MIT"], scripts: [{ package: "@own/*", reason: "makes its links" }], faults: [] };
const own = { "node_modules/@own/linux": { ...good, hasInstallScript: true } };
const judged = (packages: Record<string, object>) => judgeLock({ lockfileVersion: 3, packages: { ...own, ...packages } }, exceptions);

describe("the packages that are locked", () => {
  it("are refused when they are another's, changed, not free or run something", () => {
    expect(judged({ "": {}, "node_modules/a": good, "node_modules/a/node_modules/@b/c": good })).toEqual([]);
    expect(judged({ "node_modules/a": { ...good, resolved: "https://evil.example/a.tgz" } })).toEqual([
      "a comes from https://evil.example/a.tgz",
    ]);
    expect(judged({ "node_modules/a": { ...good, resolved: "git+ssh://git@example.org/a.git" } })[0]).toMatch(/^a comes from git/);
    expect(judged({ "node_modules/a": { ...good, integrity: "sha1-x" } })).toEqual(["a 1.0.0 is locked without a SHA-512"]);
    expect(judged({ "node_modules/a": { ...good, license: "SSPL-1.0" } })).toEqual(["a is under SSPL-1.0"]);
    expect(judged({ "node_modules/a": { ...good, license: undefined } })).toEqual(["a is under no licence that it names"]);
    expect(judged({ "node_modules/a": { ...good, link: true } })).toEqual(["a is a link to another folder"]);
    expect(judged({ "node_modules/@ownother/x": { ...good, hasInstallScript: true } })[0]).toMatch(/runs something/);
  });
  it("leave no exception standing that nothing needs", () => {
    expect(judgeLock({ lockfileVersion: 3, packages: { "node_modules/a": good } }, exceptions)).toEqual([
      "scripts/dependencies.yaml: @own/* runs nothing",
    ]);
  });
  it("have licences that are read as SPDX writes them", () => {
    const allowed = new Set(["MIT", "Zlib"]);
    const some = ["MIT", "(MIT OR GPL-2.0)", "MIT AND Zlib", "(GPL-2.0 OR (MIT AND Zlib))", "MIT OR GPL-2.0 AND Zlib"];
    expect(some.filter((one) => !isAllowed(one, allowed))).toEqual([]);
    expect(["GPL-2.0", "MIT AND GPL-2.0", "(GPL-2.0 OR SSPL-1.0)", "UNLICENSED", ""].filter((one) => isAllowed(one, allowed))).toEqual([]);
  });
  it("are asked for by a version", () => {
    expect(judgeRanges({ a: "^1.2.3", b: "2.5.15", c: "^18.4.0-beta.17" })).toEqual([]);
    expect(judgeRanges({ a: "*", b: "latest", c: "github:x/y", d: "file:../z", e: "https://evil.example/e.tgz" })).toHaveLength(5);
  });
});

describe("a known fault", () => {
  const fault = { url: "https://github.com/advisories/GHSA-aaaa", title: "Bad", severity: "high" };
  const audit = { vulnerabilities: { a: { via: [fault, "b"] } } };
  const but = (until: string) => ({ ...exceptions, faults: [{ id: "GHSA-aaaa", package: "a", reason: "never called", until }] });
  it("is told, unless it is put off, and no longer than that", () => {
    expect(judgeFaults(audit, exceptions, "2026-01-01")).toEqual(["a: Bad (high, https://github.com/advisories/GHSA-aaaa)"]);
    expect(judgeFaults(audit, but("2026-01-01"), "2026-01-01")).toEqual([]);
    expect(judgeFaults(audit, but("2026-01-01"), "2026-01-02")).toEqual(["a: GHSA-aaaa was put off until 2026-01-01"]);
    expect(judgeFaults({ vulnerabilities: {} }, but("2026-01-01"), "2026-01-01")).toEqual([
      "scripts/dependencies.yaml: a no longer has GHSA-aaaa",
    ]);
  });
});
