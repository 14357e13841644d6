import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Moves, whoIs } from "../../../src/funding/states.ts";
import { subjects } from "../../../src/funding/subjects.ts";
import { holdersOf, may, movesOf, officeRoles, type Role, rightNames, roles } from "../../../src/platform/accounts/rights.ts";
import { scopes } from "../../../src/platform/api-keys/rules.ts";
import { languages } from "../../../src/platform/i18n/languages.ts";
import { translator } from "../../../src/platform/i18n/messages.ts";
import { projectRoot } from "../../../src/platform/project-root.ts";

/** What a table of states says: every move, and who of the city may make it from some state. */
const moves = new Map<string, Set<Role>>();
for (const [subject, table] of Object.entries(subjects as unknown as Record<string, Moves<string, never>>))
  for (const state of Object.values(table))
    for (const [name, { by }] of Object.entries(state)) {
      const held = moves.get(`${subject}.${name}`) ?? new Set();
      for (const role of officeRoles) if (whoIs({ role }).some((who) => by.includes(who))) held.add(role);
      moves.set(`${subject}.${name}`, held);
    }

describe("the table of rights", () => {
  it("agrees with the tables of states, move by move and role by role", () => {
    expect(moves.size).toBeGreaterThan(40);
    const said = new Map<string, Set<Role>>();
    for (const right of rightNames)
      for (const move of movesOf(right)) said.set(move, new Set([...(said.get(move) ?? []), ...holdersOf(right)]));
    const plain = (map: Map<string, Set<Role>>) =>
      Object.fromEntries([...map].filter(([, held]) => held.size > 0).map(([move, held]) => [move, [...held].sort()]));
    expect(plain(said)).toEqual(plain(moves));
  });

  it("has words for every right in every language", () => {
    for (const language of languages) for (const right of rightNames) expect(translator(language).has(`right.${right}`)).toBe(true);
  });

  it("keeps apart what must be apart", () => {
    const who = (right: (typeof rightNames)[number]) => roles.filter((role) => may({ role }, right));
    // The compartment is the guardians' alone: neither the administrator nor the program has it (ADR 0037).
    expect(who("protected.open")).toEqual(["guardian"]);
    expect(may({ role: "system" }, "protected.open")).toBe(false);
    // Who checks a payment does not order it (separation of the one who orders from the one who certifies).
    for (const role of roles.filter((one) => one !== "administrator"))
      expect([may({ role }, "payment.check"), may({ role }, "payment.order")]).not.toEqual([true, true]);
    expect(who("deliberation.decide")).toEqual(["administrator", "council"]);
    expect(who("people.manage")).toEqual(["administrator"]);
    // An assessor sees what is assigned to them, an applicant what is theirs, a reader changes nothing.
    expect(rightNames.filter((right) => may({ role: "assessor" }, right))).toEqual(["assessment.score"]);
    expect(rightNames.filter((right) => may({ role: "applicant" }, right))).toEqual(["space.use"]);
    expect(rightNames.filter((right) => may({ role: "reader" }, right)).every((right) => right.endsWith(".read"))).toBe(true);
  });

  it("is asked for every right that stands in it, and for no role by its name", () => {
    const files = globSync("src/**/*.{ts,tsx}", { cwd: projectRoot }).filter(
      (file) => !/\.test\.|accounts\/rights\.ts$|\/demo\/|testing\.ts$/.test(file),
    );
    const sources = files.map((file) => [file, readFileSync(join(projectRoot, file), "utf8")] as const);
    const asked = sources.map(([, text]) => text).join("\n");
    expect(rightNames.filter((right) => movesOf(right).length === 0 && !asked.includes(`"${right}"`))).toEqual([]);
    // Where a role is compared by name, it is no right: what it sees of a list, which list it opens on.
    const byName = sources.filter(([, text]) =>
      /\brole\s*[!=]==\s*"(administrator|officer|reader|finance|council|assessor|guardian)"/.test(text),
    );
    expect(byName.map(([file]) => file.replaceAll("\\", "/")).sort()).toEqual(ALLOWED);
  });

  it("gives a key of the API no right that opens accounts, keys, the log or people at risk", () => {
    const never = ["people.manage", "key.manage", "webhook.manage", "log.read", "protected.open", "mail.handOn"] as const;
    for (const role of Object.values(scopes)) for (const right of never) expect(may({ role }, right)).toBe(false);
  });
});

/** `visibleTo`, the one rule of which files a role sees; the list on which finance begins. */
const ALLOWED = ["src/funding/assessment/visible-store.ts", "src/office/funding/payments.tsx"];
