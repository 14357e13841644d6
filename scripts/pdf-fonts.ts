// Makes assets/fonts/pdf from the fontsource packages: `node scripts/pdf-fonts.ts`. Typst reads TrueType, and also looks
// at the fonts of the machine: ours have names of their own, so that a document is the same bytes everywhere. The files
// are committed, so that neither installing nor starting needs this step.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

const root = join(import.meta.dirname, "..");
const folder = join(root, "assets/fonts/pdf");

// The letters of Europe and Vietnam: a sans for the text, a serif for the titles, which also stands in for the Greek and
// Cyrillic that Public Sans has not.
const latin = ["latin", "latin-ext", "vietnamese"];
const jobs = [
  { family: "sans", package: "public-sans", weight: 400, subsets: latin },
  { family: "sans", package: "public-sans", weight: 700, subsets: latin },
  { family: "serif", package: "source-serif-4", weight: 400, subsets: ["greek", "cyrillic"] },
  { family: "serif", package: "source-serif-4", weight: 600, subsets: [...latin, "greek", "cyrillic"] },
];

const ranges: Record<string, [number, number][]> = {};
const all = Array.from({ length: 0x3000 - 0x20 }, (_, i) => String.fromCodePoint(0x20 + i)).join("");

await mkdir(folder, { recursive: true });
for (const { weight, ...job } of jobs)
  for (const subset of job.subsets) {
    const name = `${job.package}-${subset}-${weight}-normal.woff2`;
    const source = await readFile(join(root, "node_modules/@fontsource", job.package, "files", name));
    const font = await subsetFont(source, all, {
      targetFormat: "truetype",
      keepFeatures: ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"],
    });
    const bytes = renamed(Buffer.from(font), `ville-monde-${job.family}-${subset.replace("-ext", "-plus")}`, weight);
    await writeFile(join(folder, `${job.family}-${subset}-${weight}.ttf`), bytes);
    ranges[`${job.family}-${weight}`] = [...(ranges[`${job.family}-${weight}`] ?? []), ...covered(bytes)];
    console.log(job.family, weight, subset, bytes.length);
  }
// What every style can show, the serif standing in for the sans: see covered.ts.
const shown = (code: number, styles: string[]) => styles.some((style) => ranges[style]!.some(([from, to]) => from <= code && code <= to));
const codes = Array.from({ length: 0x3000 }, (_, i) => i).filter(
  (code) => shown(code, ["sans-400", "serif-400"]) && shown(code, ["sans-700", "serif-600"]),
);
await writeFile(join(folder, "coverage.json"), `${JSON.stringify(runs(codes))}\n`);

function runs(codes: number[]): [number, number][] {
  const made: [number, number][] = [];
  for (const code of codes) {
    const last = made.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else made.push([code, code]);
  }
  return made;
}

/** The tables of a TrueType file: tag, and where it lies. */
function tablesOf(font: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const at = 12 + i * 16;
    const [offset, length] = [font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)];
    tables.set(font.toString("latin1", at, at + 4), font.subarray(offset, offset + length));
  }
  return tables;
}

/** The same font under another name (OpenType, table "name"; checksums as "The OpenType Font File" says). */
function renamed(font: Buffer, family: string, weight: number): Buffer {
  const tables = tablesOf(font);
  const style = weight >= 600 ? "Bold" : "Regular";
  const names: [id: number, text: string][] = [
    [1, family],
    [2, style],
    [4, `${family} ${style}`],
    [6, `${family}-${style}`],
  ];
  const texts = names.map(([, text]) => Buffer.from(text, "utf16le").swap16());
  const head = Buffer.alloc(6 + names.length * 12);
  head.writeUInt16BE(names.length, 2);
  head.writeUInt16BE(head.length, 4);
  let at = 0;
  names.forEach(([id], i) => {
    // Platform Windows, Unicode, English of the United States.
    for (const [field, value] of [3, 1, 0x409, id, texts[i]!.length, at].entries()) head.writeUInt16BE(value, 6 + i * 12 + field * 2);
    at += texts[i]!.length;
  });
  tables.set("name", Buffer.concat([head, ...texts]));

  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const directory = Buffer.alloc(12 + sorted.length * 16);
  font.copy(directory, 0, 0, 12);
  directory.writeUInt16BE(sorted.length, 4);
  const parts: Buffer[] = [];
  let offset = directory.length;
  sorted.forEach(([tag, table], i) => {
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    if (tag === "head") padded.writeUInt32BE(0, 8);
    directory.write(tag, 12 + i * 16, "latin1");
    for (const [field, value] of [checksum(padded), offset, table.length].entries())
      directory.writeUInt32BE(value, 16 + i * 16 + field * 4);
    parts.push(padded);
    offset += padded.length;
  });
  const whole = Buffer.concat([directory, ...parts]);
  const headAt = tablesAt(whole, "head");
  whole.writeUInt32BE((0xb1b0afba - checksum(whole)) >>> 0, headAt + 8);
  return whole;
}

function tablesAt(font: Buffer, wanted: string): number {
  for (let i = 0; i < font.readUInt16BE(4); i++)
    if (font.toString("latin1", 12 + i * 16, 16 + i * 16) === wanted) return font.readUInt32BE(12 + i * 16 + 8);
  throw new Error(`no table ${wanted}`);
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}

/** The characters of a font, from its table "cmap" (format 4: the first plane). */
function covered(font: Buffer): [number, number][] {
  const cmap = tablesOf(font).get("cmap")!;
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + i * 8 + 4));
    if (table.readUInt16BE(0) !== 4) continue;
    const segments = table.readUInt16BE(6) / 2;
    return Array.from({ length: segments }, (_, segment): [number, number] => [
      table.readUInt16BE(16 + segments * 2 + segment * 2),
      table.readUInt16BE(14 + segment * 2),
    ]).filter(([from]) => from !== 0xffff);
  }
  throw new Error("no cmap of format 4");
}
