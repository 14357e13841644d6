// Makes assets/fonts and src/ui/styles/fonts.css from the fontsource packages: `node scripts/subset-fonts.ts`. The files
// are committed, so that neither installing nor starting needs this step.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

const root = join(import.meta.dirname, "..");

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
// French and English, the punctuation of both, what figures need; then the letters of European and other city names,
// in groups that seldom come together: a page fetches those of which it shows a letter.
const symbols = "#$*<=>@\\^_`{|}~§©×";
const latin = `${[...range(0x20, 0x7e)].filter((letter) => !symbols.includes(letter)).join("")}\u00a0«°»ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜàâäçèéêëîïôöùûüÿŒœ–—‘’“”…€−→·\u2009\u202f`;
const accents = "ÁÃÅÍÑÓÕØÚáãåíñóõøú";
const marks = "¡¢£¥ª®±²³µº¼½¾¿ÆÌÐÒÝÞßæìðòýþ";
const near = "ĂăĞğİıŞşŢţȘșȚț";
const extended = "ĀāĄąĆćČčĎďĐđĒēĖėĘęĚěĢģĪīĮįĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŔŕŘřŚśŠšŤťŪūŮůŰűŲųŹźŻżŽž";

// Figures of one width for columns of numbers (Source Serif 4 has no others), and kerning where it shows: in titles, not
// at the size of running text and labels, where it moves no letter by a whole pixel. A page seldom shows a symbol.
const jobs = [
  { package: "source-serif-4", family: "Source Serif 4", weight: 600, name: "serif-600", features: ["kern"] },
  { package: "public-sans", family: "Public Sans", weight: 400, name: "sans-400", features: ["tnum"] },
  { package: "public-sans", family: "Public Sans", weight: 700, name: "sans-700", features: ["tnum"] },
];

const faces: string[] = [];
for (const job of jobs) {
  for (const [name, subset, text] of [
    ["base", "latin", latin],
    ["accents", "latin", accents],
    ["marks", "latin", marks + symbols],
    ["near", "latin-ext", near],
    ["extended", "latin-ext", extended],
  ] as const) {
    const source = await readFile(
      join(root, "node_modules/@fontsource", job.package, "files", `${job.package}-${subset}-${job.weight}-normal.woff2`),
    );
    const bytes = await subsetFont(source, text, {
      targetFormat: "woff2",
      keepFeatures: job.features,
      dropTables: ["GDEF", "STAT", "DSIG"],
    });
    await writeFile(join(root, "assets/fonts", `${job.name}-${name}.woff2`), bytes);
    faces.push(`@font-face {
  font-family: "${job.family}";
  font-weight: ${job.weight};
  font-display: swap;
  src: url("../../../assets/fonts/${job.name}-${name}.woff2") format("woff2");
  unicode-range: ${rangesOf(text)};
}`);
    console.log(job.name, name, bytes.length);
  }
}
await writeFile(
  join(root, "src/ui/styles/fonts.css"),
  `/* Made by scripts/subset-fonts.ts from Source Serif 4 and Public Sans (SIL Open Font License 1.1). Each range is
   fetched only by a page that shows a letter of it. */
${faces.join("\n")}
`,
);

/** Letters as a unicode-range: "U+20-7E, U+A0". */
function rangesOf(text: string): string {
  const points = [...new Set(text)].map((letter) => letter.codePointAt(0)!).sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const point of points) {
    const last = ranges.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  const hex = (point: number) => point.toString(16).toUpperCase();
  return ranges.map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ""}`).join(", ");
}
