import { expect, it } from "vitest";
import { expressionsIn, problemWith, verdictOf } from "./regexps.ts";

const text = `
const slow = /^(a+)+$/;
// bounded: ten signs.
const bounded = /^(b+)+$/;
// bounded: ten signs.
const grows = /\\s+$/;
const also = text.replace(/-+$/, "é");
const fine = /^[a-z]+$/u;
`;

it("finds each expression where it stands, and which of them a text makes slow", async () => {
  const found = expressionsIn("src/a.ts", text);
  expect(found.map(({ pattern, line, bounded }) => [pattern, line, bounded])).toEqual([
    ["^(a+)+$", 2, false],
    ["^(b+)+$", 4, true],
    ["\\s+$", 6, true],
    ["-+$", 7, false],
    ["^[a-z]+$", 8, false],
  ]);
  const told = [];
  for (const one of found) told.push(problemWith(one, await verdictOf(one))?.replace(/, attacked.*/, ""));
  expect(told).toEqual([
    "src/a.ts:2 /^(a+)+$/ is exponential",
    "src/a.ts:4 /^(b+)+$/ is exponential",
    undefined,
    "src/a.ts:7 /-+$/ is polynomial",
    undefined,
  ]);
});
