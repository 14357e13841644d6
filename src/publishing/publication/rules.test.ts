import fc from "fast-check";
import { expect, it } from "vitest";
import { compareRecords } from "./rules.ts";

const records = fc.dictionary(fc.stringMatching(/^[a-f]$/), fc.stringMatching(/^[xyz]$/)).map((one) => new Map(Object.entries(one)));

it("counts what was added, changed and removed: each record once", () => {
  fc.assert(
    fc.property(records, records, (before, after) => {
      const { added, changed, removed } = compareRecords(before, after);
      expect(added).toBe([...after.keys()].filter((id) => !before.has(id)).length);
      expect(removed).toBe([...before.keys()].filter((id) => !after.has(id)).length);
      expect(changed).toBe([...after].filter(([id, digest]) => before.has(id) && before.get(id) !== digest).length);
      expect(before.size + added - removed).toBe(after.size);
    }),
  );
});
