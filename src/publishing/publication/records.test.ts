import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { readRecords } from "./records.ts";

const folder = mkdtempSync(join(tmpdir(), "vm-records-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "file");
const read = (name: string, content: string) => {
  writeFileSync(file, content);
  return readRecords(file, name, Buffer.byteLength(content));
};

it("counts the lines of a table, those with line ends within too, and knows them by their identifiers", async () => {
  const { rows, digests } = (await read("projects.csv", 'id,name\r\na,"one\r\ntwo"\r\nb,"say ""x"""\r\n'))!;
  expect([rows, [...digests!.keys()]]).toEqual([2, ["a", "b"]]);
  expect((await read("subventions.csv", "nomAttribuant,montant\r\nParis,1\r\nParis,1\r\n"))!).toEqual({ rows: 2 });
  expect((await read("empty.csv", "id,name\r\n"))!.rows).toBe(0);
});

it("counts activities and features wherever the chunks of a large file end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 5_000 }), async (n, pad) => {
      const text = "é".repeat(pad);
      const activities = Array.from(
        { length: n },
        (_, i) => `<iati-activity a="1"><iati-identifier>X-${i}</iati-identifier>${text}</iati-activity>\n`,
      );
      const iati = (await read("iati.xml", `<iati-activities>${activities.join("")}</iati-activities>`))!;
      expect([iati.rows, iati.digests!.size]).toEqual([n, n]);
      const features = Array.from({ length: n }, (_, i) =>
        JSON.stringify({ type: "Feature", id: i, properties: { name: `"type":"Feature",${text}` } }),
      );
      expect((await read("projects.geojson", `{"type":"FeatureCollection","features":[${features.join(",\n")}]}`))!.rows).toBe(n);
    }),
    { numRuns: 20 },
  );
});

it("counts the first list of a JSON file, and nothing of a schema or of a picture", async () => {
  expect(await read("360giving.json", '{"version":"1","grants":[1,2,3]}')).toEqual({ rows: 3 });
  expect(await read("projects.schema.json", '{"fields":[1,2,3]}')).toBeUndefined();
  expect(await read("catalogue.ttl", "a b c .")).toBeUndefined();
});
