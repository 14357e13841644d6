// Makes assets/fonts from the fontsource packages: `node scripts/subset-fonts.ts`. The files are committed, so that
// neither installing nor starting needs this step.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

const root = join(import.meta.dirname, "..");

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
// French and English, the punctuation of both, what figures need; then the letters of European and other city names.
const latin = `${range(0x20, 0x7e)}\u00a0§©«°»×ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜàâäçèéêëîïôöùûüÿŒœ–—‘’“”…€−→·\u2009\u202f`;
const accents = "¡¢£¥ª®±²³µº¼½¾¿ÁÃÅÆÌÍÐÑÒÓÕØÚÝÞßáãåæìíðñòóõøúýþ";
const extended = "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŹźŻżŽžȘșȚț";

// Figures of one width for columns of numbers (Source Serif 4 has no others), and kerning where it shows: in titles
// and in running text, not in short bold labels.
const jobs = [
  { package: "source-serif-4", weight: 600, name: "serif-600", features: ["kern"] },
  { package: "public-sans", weight: 400, name: "sans-400", features: ["kern", "tnum"] },
  { package: "public-sans", weight: 700, name: "sans-700", features: ["tnum"] },
];

for (const job of jobs) {
  for (const [name, subset, text] of [
    ["base", "latin", latin],
    ["accents", "latin", accents],
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
    console.log(job.name, name, bytes.length);
  }
}
