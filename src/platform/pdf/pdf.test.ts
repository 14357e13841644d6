import { describe, expect, it } from "vitest";
import type { PdfDocument } from "./document.ts";
import { printable } from "./printable.ts";
import { documentPdf } from "./render.ts";

const paper = { city: "V", service: "S", colours: { ink: "#000000", accent: "#111111", line: "#222222", muted: "#333333" } };
const at = new Date("2026-01-01T00:00:00Z");
const draw = (text: string) => {
  const document: PdfDocument = {
    title: text,
    subtitle: text,
    footer: text,
    blocks: [
      { type: "heading", level: 1, text },
      { type: "text", text },
      { type: "list", items: [text] },
      { type: "facts", rows: [[text, text]] },
      { type: "table", caption: text, columns: [{ label: text }], rows: [[text]], foot: [text] },
      { type: "mark", text },
      { type: "signatures", parties: [{ name: text, role: text }] },
    ],
  };
  return documentPdf(document, paper, { locale: "fr", at });
};

describe("a text", () => {
  it.each([
    '#read("/etc/passwd") $x$ ] } ) \\ `e` *a* _b_ <c> @d = /* // ~ --- ...',
    "https://x.example/#a",
    "- 1. + / = ",
    "\n\n \n",
    "",
    "a\u0000b\u202ec\u2028d\ue000e\u{1f600}f\ufffe",
    "東京 عربي हिन्दी ไทย",
    "e\u0301 n\u0303 Ắ ỹ Ωμέγα Йод ﬁ Ⅳ ½ ‰ \u202f\u2009\u2011\u2212",
    "x".repeat(5_000),
    "\ud800",
  ])("%j is shown, never run", async (text) => {
    const pdf = await draw(text);
    expect(Buffer.from(pdf).toString("latin1", 0, 8)).toBe("%PDF-1.7");
    expect(Buffer.from(pdf).toString("latin1")).not.toContain("root:");
  });
  it("keeps what the letters have, replaces what they lack, and says so", () => {
    expect(printable({ a: ["Nguyễn", "Київ", "1\u202f234\u00a0€"] })).toEqual({
      value: { a: ["Nguyễn", "Київ", "1\u00a0234\u00a0€"] },
      lacking: false,
    });
    expect(printable("東京")).toEqual({ value: "??", lacking: true });
    expect(printable("e\u0301\u200b")).toEqual({ value: "é", lacking: false });
  });
});

it("draws several at once", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, (_, i) => draw(`n° ${i}`)));
  expect(new Set(all.map((pdf) => Buffer.from(pdf).toString("base64"))).size).toBe(8);
});
