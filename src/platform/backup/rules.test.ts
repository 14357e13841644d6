import { describe, expect, test } from "vitest";
import { RowsDigest } from "./format.ts";
import { checkVersions, fileName, madeBackups, superseded } from "./rules.ts";

const named = (...instants: string[]) => madeBackups(instants.map((instant) => fileName("Paris 2", new Date(instant))));

describe("the files of a folder", () => {
  test("are known by their name, the newest first; others are not ours", () => {
    expect(fileName("Paris 2", new Date("2026-03-01T02:13:05.123Z"))).toBe("ville-monde-paris-2-20260301T021305Z.age");
    const names = ["keep.txt", "ville-monde-paris-20260228T021305Z.age.12.partial", "ville-monde-paris-20260228T021305Z.age"];
    expect(madeBackups([...names, "ville-monde-paris-20260301T021305Z.age"]).map(({ at }) => at.toISOString())).toEqual([
      "2026-03-01T02:13:05.000Z",
      "2026-02-28T02:13:05.000Z",
    ]);
  });

  test("go by generations: days, weeks, months; the newest never", () => {
    const day = (i: number) => new Date(Date.UTC(2026, 5, 30 - i, 2)).toISOString();
    const all = named(...Array.from({ length: 120 }, (_, i) => day(i)));
    const gone = new Set(superseded(all, { days: 3, weeks: 3, months: 3 }).map(({ name }) => name));
    expect(all.filter(({ name }) => !gone.has(name)).map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
      "2026-06-30", // a Tuesday
      "2026-06-29",
      "2026-06-28", // a Sunday: the newest of its week too
      "2026-06-21",
      "2026-05-31",
      "2026-04-30",
    ]);
    expect(superseded(all, { days: 0, weeks: 0, months: 0 })).toHaveLength(119);
    expect(superseded(named(day(90), day(40)), { days: 1, weeks: 0, months: 0 }).map(({ at }) => at.toISOString())).toEqual([day(90)]);
  });

  test("of one day: the newest of them is kept", () => {
    const two = named("2026-06-30T02:00:00Z", "2026-06-30T15:00:00Z");
    expect(superseded(two, { days: 7, weeks: 4, months: 12 }).map(({ name }) => name)).toEqual([
      "ville-monde-paris-2-20260630T020000Z.age",
    ]);
  });
});

test("a backup is for the version that made it, or a later one", () => {
  const known = ["0001_a", "0002_b", "0003_c"];
  const head = (migrations: string[], format = "ville-monde-backup/1") => ({ format, program: "9.1.0", migrations });
  expect(() => checkVersions(head(["0001_a", "0002_b"]), known)).not.toThrow();
  expect(() => checkVersions(head([...known, "0004_d"]), known)).toThrow(/version 9.1.0, whose database has the step 0004_d .* later one/);
  expect(() => checkVersions(head(["0001_a", "0002_x"]), known)).toThrow(/0002_x/);
  expect(() => checkVersions(head(known, "ville-monde-backup/2"), known)).toThrow(
    /another format \(ville-monde-backup\/2, made by version 9.1.0\)/,
  );
});

test("a digest of rows is of what they say, in any order and any pieces; a row twice is another table", () => {
  const digest = (...chunks: string[]) => {
    const one = new RowsDigest();
    for (const chunk of chunks) one.update(Buffer.from(chunk));
    return one.end();
  };
  const whole = digest("a\t1\nb\t2\nc\t3\n");
  expect(digest("a\t", "1\nb\t2\nc\t", "3\n")).toEqual(whole);
  expect(digest("c\t3\na\t1\nb\t2\n")).toMatchObject({ rows: 3, rowsDigest: whole.rowsDigest });
  expect(digest("c\t3\na\t1\nb\t2\n").sha256).not.toBe(whole.sha256);
  expect(digest("a\t1\na\t1\nb\t2\nc\t3\n").rowsDigest).not.toBe(whole.rowsDigest);
  expect(digest("a\t1\nb\t2\nc\t4\n").rowsDigest).not.toBe(whole.rowsDigest);
});
