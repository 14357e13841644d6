import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviceFamily, networkOf } from "./device.ts";
import { outsiderOf } from "./external/rules.ts";
import { passwordProblem } from "./passwords.ts";
import { codeAt, newRecoveryCodes, newTotpSecret, recoveryDigest, sealTotp, stepOfCode, unsealTotp } from "./second-factor/rules.ts";
import { isOver, isRecent, mustStepUp, standingOf } from "./standing.ts";

const who = { email: "alice.martin@mairie.example", name: "Alice Martin", words: ["Paris", "Ville de Paris"] };

describe("a password", () => {
  it.each([
    ["court", "password_short"],
    ["a".repeat(257), "password_long"],
    // The ligature is two letters in NFKC: eleven signs typed, twelve hashed.
    ["ﬀjvkqzmwxhp", undefined],
    ["P@ssw0rd2026!", "password_common"],
    ["motdepasse1234", "password_common"],
    ["MotDePasse-2026", "password_common"],
    ["passwordpassword", "password_common"],
    ["Summer2026Sunshine", "password_common"],
    ["123456789012", "password_sequence"],
    ["azertyuiopqs", "password_sequence"],
    ["zyxwvutsrqpo", "password_sequence"],
    ["abc1abc1abc1", "password_sequence"],
    ["aaaaaaaaaaaaaa", "password_sequence"],
    ["Alice-Martin-75", "password_context"],
    ["villedeparis75", "password_context"],
    ["alice.martin@mairie.example", "password_context"],
    ["correct horse battery staple", undefined],
    ["une phrase facile à retenir", undefined],
    ["paris est une fête depuis 1900", undefined],
    ["北京市长安街的春天很美丽", undefined],
    ["xK9#mQ2$vL5p", undefined],
  ])("%s: %s", (password, problem) => expect(passwordProblem(password, who)).toBe(problem));

  it("is the same however its letters are composed, and never takes more than a moment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        expect(passwordProblem(text.normalize("NFD"), who)).toBe(passwordProblem(text.normalize("NFC"), who));
      }),
      { numRuns: 100 },
    );
  });
});

describe("what a session opens", () => {
  const now = new Date("2026-03-10T12:00:00Z");
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const facts = { role: "officer" as const, hasFactor: false, secondAt: null, createdAt: ago(5), seenAt: ago(1) };
  it.each([
    [{ ...facts }, "required", "set_up"],
    [{ ...facts }, "optional", "whole"],
    [{ ...facts, role: "applicant" as const }, "required", "whole"],
    [{ ...facts, role: "applicant" as const, hasFactor: true }, "required", "prove"],
    [{ ...facts, hasFactor: true }, "optional", "prove"],
    [{ ...facts, hasFactor: true, secondAt: ago(2) }, "required", "whole"],
    // The provider saw two factors: none is asked for here.
    [{ ...facts, secondAt: ago(2) }, "required", "whole"],
  ] as const)("%j, %s: %s", (session, secondFactor, standing) => expect(standingOf(session, { secondFactor })).toBe(standing));

  it("ends by its rest and by its age; applicants have a month", () => {
    const limits = { idleMinutes: 60, sessionHours: 12 };
    expect(isOver({ ...facts, seenAt: ago(59) }, limits, now)).toBe(false);
    expect(isOver({ ...facts, seenAt: ago(61) }, limits, now)).toBe(true);
    expect(isOver({ ...facts, createdAt: ago(12 * 60 + 1) }, limits, now)).toBe(true);
    expect(isOver({ ...facts, role: "applicant", createdAt: ago(13 * 60), seenAt: ago(700) }, limits, now)).toBe(false);
    expect(isOver({ ...facts, role: "applicant", createdAt: ago(31 * 24 * 60) }, limits, now)).toBe(true);
  });

  it("asks again after half an hour who has a second factor, and no other", () => {
    expect(mustStepUp({ ...facts, hasFactor: true, secondAt: ago(29) }, now)).toBe(false);
    expect(mustStepUp({ ...facts, hasFactor: true, secondAt: ago(31) }, now)).toBe(true);
    expect(mustStepUp(facts, now)).toBe(false);
    expect(isRecent({ ...facts, createdAt: ago(31) }, now)).toBe(false);
    expect(isRecent({ ...facts, hasFactor: true, secondAt: null }, now)).toBe(false);
  });
});

describe("codes", () => {
  it("are those of RFC 6238, a step early or late and no more", () => {
    // RFC 6238, appendix B, at 59 s: the last six digits of 94287082.
    expect(codeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", new Date(59_000))).toBe("287082");
    const [secret, at] = [newTotpSecret(), new Date("2026-03-10T12:00:00Z")];
    const step = Math.floor(at.getTime() / 30_000);
    const later = (s: number) => codeAt(secret, new Date(at.getTime() + s * 1000));
    expect(stepOfCode(secret, ` ${later(0).slice(0, 3)} ${later(0).slice(3)} `, at)).toBe(step);
    expect(stepOfCode(secret, later(30), at)).toBe(step + 1);
    expect(stepOfCode(secret, later(-30), at)).toBe(step - 1);
    expect(stepOfCode(secret, "", at)).toBeUndefined();
    expect(stepOfCode(secret, `${later(0)}0`, at)).toBeUndefined();
  });
  it("of the paper are kept as digests of one person, and the secret is sealed for one person", () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    expect(codes.every((code) => /^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/.test(code))).toBe(true);
    expect(recoveryDigest("s", "u", codes[0]!)).toBe(recoveryDigest("s", "u", codes[0]!.toUpperCase().replaceAll("-", " ")));
    expect(recoveryDigest("s", "u", codes[0]!)).not.toBe(recoveryDigest("s", "v", codes[0]!));
    const sealed = sealTotp("s", "u", "SECRET");
    expect(unsealTotp("s", "u", sealed)).toBe("SECRET");
    expect(unsealTotp("s", "v", sealed)).toBeUndefined();
    expect(unsealTotp("t", "u", sealed)).toBeUndefined();
  });
});

describe("what is kept of a device", () => {
  it("is its family and its network", () => {
    const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const safari =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    expect([deviceFamily(firefox), deviceFamily(safari), deviceFamily("curl/8"), deviceFamily(null)]).toEqual([
      "Firefox, Linux",
      "Safari, iOS",
      "",
      "",
    ]);
    expect(["203.0.113.77", "::ffff:203.0.113.77", "2001:db8:1:2::9", "::1", "unknown"].map(networkOf)).toEqual([
      "203.0.113.0/24",
      "203.0.113.0/24",
      "2001:db8:1::/48",
      "",
      "",
    ]);
  });
});

describe("what a provider says", () => {
  const settings = { roleClaim: "realm_access.roles", trustEmail: false, secondFactor: ["mfa"] };
  it("is believed as far as it is said", () => {
    const said = outsiderOf(
      { sub: "1", acr: "1", amr: ["pwd", "mfa"], email: "Ada@Ville.example", email_verified: true },
      { sub: "1", name: "Ada", realm_access: { roles: ["x", "reader", "officer"] }, email: "other@ville.example" },
      settings,
    );
    expect(said).toEqual({
      subject: "1",
      email: "ada@ville.example",
      emailVerified: true,
      name: "Ada",
      secondFactor: true,
      role: "officer",
    });
  });
  it("is not made up: a string is no true, an applicant no officer, the level of the userinfo none", () => {
    const said = outsiderOf(
      { sub: "1", email: "a@b.example", email_verified: "true" },
      { amr: ["mfa"], realm_access: { roles: ["applicant", "system"] } },
      settings,
    );
    expect(said).toMatchObject({ emailVerified: false, secondFactor: false, role: null });
    expect(outsiderOf({ sub: "1" }, {}, { ...settings, roleClaim: undefined, trustEmail: true })).toMatchObject({
      email: undefined,
      role: undefined,
    });
  });
});
