import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import jsonld from "jsonld";
import { Parser, type Quad, Store } from "n3";
import SHACLValidator from "rdf-validate-shacl";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../platform/project-root.ts";
import { deskOf } from "../desk.ts";
import { publicFiles } from "../files.ts";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";
import { turtle } from "./write.ts";

const DCAT = "http://www.w3.org/ns/dcat#";
const DCT = "http://purl.org/dc/terms/";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const WARNING = "http://www.w3.org/ns/shacl#Warning";

const parse = (text: string): Quad[] => new Parser().parse(text);
const shapes = (name: string) => new Store(parse(readFileSync(join(projectRoot, "test/fixtures/dcat", name), "utf8")));

/** What the official shapes find: a line per result, those of severity "warning" apart. */
async function check(name: string, quads: Quad[]): Promise<{ violations: string[]; warnings: string[] }> {
  const validator = new SHACLValidator(shapes(name) as never);
  const report = await validator.validate(new Store(quads) as never);
  const lines = (warning: boolean) =>
    report.results
      .filter((one) => (one.severity?.value === WARNING) === warning)
      .map((one) => `${one.focusNode?.value} ${one.path ? ((one.path as any).value ?? "") : ""} ${one.sourceConstraintComponent?.value}`);
  return { violations: lines(false), warnings: lines(true) };
}

let register: Register;
let quads: Quad[];
/** A file once all that it describes has been made, however long that takes. */
async function whole(path: string): Promise<string> {
  const { copies } = await deskOf(register.services).whole(publicFiles.find((file) => file.path === path)!, "fr");
  return readFileSync(copies.identity!.path, "utf8");
}
beforeAll(async () => {
  register = await openRegister({ paris: true });
  quads = parse(await whole("catalogue.ttl"));
});
afterAll(() => register.drop());

const subjects = (type: string) =>
  quads.filter((one) => one.predicate.value === TYPE && one.object.value === DCAT + type).map((one) => one.subject.value);
const values = (subject: string, predicate: string) =>
  quads.filter((one) => one.subject.value === subject && one.predicate.value === predicate).map((one) => one.object.value);

describe("/data/catalogue.ttl", () => {
  it.each(["shapes.ttl", "range.ttl", "mdr-vocabularies.shape.ttl", "shapes_recommended.ttl"])("breaks nothing of %s", async (name) => {
    const { violations } = await check(name, quads);
    // This one shape wants https before the names of SPDX, which are http in SPDX's own vocabulary and to harvesters.
    expect(violations.filter((line) => !line.includes("spdx.org/rdf/terms#algorithm"))).toEqual([]);
  });

  it("is warned only of what it does not know: no period or place of some sets, no kind of licence, no body of the Union", async () => {
    const all = (
      await Promise.all(
        ["shapes.ttl", "range.ttl", "mdr-vocabularies.shape.ttl", "shapes_recommended.ttl"].map((name) => check(name, quads)),
      )
    ).flatMap(({ warnings }) => warnings);
    const paths = new Set(all.map((line) => line.split(" ")[1]!.split(/[#/]/).at(-1)));
    expect([...paths].filter((path) => !["publisher", "temporal", "spatial", "type", "bbox", "centroid"].includes(path!))).toEqual([]);
  });

  it("would break the shapes without what they ask for", async () => {
    const without = (predicate: string) => quads.filter((one) => one.predicate.value !== predicate);
    expect((await check("shapes.ttl", without(`${DCT}title`))).violations.length).toBeGreaterThan(0);
    expect((await check("shapes.ttl", without(`${DCAT}accessURL`))).violations.length).toBeGreaterThan(0);
    expect(
      (await check("range.ttl", without(TYPE).concat(quads.filter((one) => one.object.value.startsWith(DCAT))))).violations.length,
    ).toBeGreaterThan(0);
  });

  it("offers every file, and gives each catalogue, set, distribution and service an identifier", async () => {
    const urls = subjects("Distribution").flatMap((one) => values(one, `${DCAT}downloadURL`));
    for (const { path, format } of publicFiles)
      if (format !== "schema" && !format.startsWith("dcat"))
        expect(urls.some((url) => url.split("?")[0] === `https://monde.example.org/data/${path}`)).toBe(true);
    for (const type of ["Catalog", "Dataset", "Distribution", "DataService"]) {
      expect(subjects(type).length).toBeGreaterThan(0);
      for (const one of subjects(type)) expect(values(one, `${DCT}identifier`)).toHaveLength(1);
    }
    for (const one of subjects("Dataset")) {
      expect(values(one, `${DCAT}keyword`).length).toBeGreaterThan(3);
      expect(values(one, `${DCT}license`)).toEqual([register.city.licence.url]);
    }
    // What a harvester takes for a next page: there is none.
    expect(quads.some((one) => one.predicate.value.endsWith("hydra/core#next"))).toBe(false);
  });

  it("gives the size and the digest of the very bytes that are answered", async () => {
    let checked = 0;
    for (const one of subjects("Distribution")) {
      const [url] = values(one, `${DCAT}downloadURL`);
      const [sum] = values(one, "http://spdx.org/rdf/terms#checksum");
      if (!sum) continue;
      const bytes = Buffer.from(await (await register.get(url!.replace("https://monde.example.org", ""))).arrayBuffer());
      expect(values(one, `${DCAT}byteSize`)).toEqual([String(bytes.length)]);
      expect(values(sum, "http://spdx.org/rdf/terms#checksumValue")).toEqual([createHash("sha256").update(bytes).digest("hex")]);
      checked++;
    }
    // All but the feeds of calls and of events, two each, and of what changes, in two languages, the sums of the audience, and what people may take back.
    expect(checked).toBe(subjects("Distribution").length - 14);
  });

  it("says the same as JSON-LD, to the last triple", async () => {
    const document = JSON.parse(await whole("catalogue.jsonld"));
    const canonical = (input: unknown, options: object) => jsonld.canonize(input as never, { algorithm: "RDFC-1.0", ...options } as never);
    const fromJson = await canonical(document, { format: "application/n-quads" });
    const lines = parse(turtle(quads)).map((one) => one);
    expect(lines).toHaveLength(quads.length);
    const nquads = quads.map((one) => nquad(one)).join("\n");
    const fromTurtle = await canonical(`${nquads}\n`, { inputFormat: "application/n-quads", format: "application/n-quads" });
    expect(fromJson).toBe(fromTurtle);
  });

  it("bears awkward rows, and an empty register", async () => {
    const bare = await openRegister();
    try {
      const read = async () => parse(await (await bare.get("/data/catalogue.ttl")).text());
      for (const name of ["shapes.ttl", "range.ttl"]) expect((await check(name, await read())).violations).toEqual([]);
      await makeAwkwardRows(bare);
      for (const name of ["shapes.ttl", "range.ttl"]) expect((await check(name, await read())).violations).toEqual([]);
    } finally {
      await bare.drop();
    }
  });
});

function nquad({ subject, predicate, object }: Quad): string {
  const end =
    object.termType === "Literal"
      ? JSON.stringify(object.value) + (object.language ? `@${object.language}` : `^^<${object.datatype.value}>`)
      : `<${object.value}>`;
  return `<${subject.value}> <${predicate.value}> ${end} .`;
}
