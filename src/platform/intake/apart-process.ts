// What apart.ts starts: reads files with native code, and holds nothing that a file could take.
import type { Work } from "./apart.ts";

process.on("disconnect", () => process.exit());
process.on("message", async (work: Work) => {
  const answer = await done(work).catch(() => undefined);
  process.send!({ answer });
});

async function done(work: Work) {
  if (work.do === "pdf") return (await import("./pdf-read.ts")).readPdf(work.bytes);
  const { redraw, sizesOf } = await import("./picture-draw.ts");
  return work.do === "redraw" ? redraw(work.bytes, work.format) : sizesOf(work.bytes);
}
