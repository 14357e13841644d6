import { crc32 } from "node:zlib";
import { utils, write } from "@e965/xlsx";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { inspect } from "./gate.ts";
import { safeName } from "./name.ts";
import type { Use } from "./rules.ts";
import { docxOf, odtOf, pdfOf, zipOf } from "./testing.ts";

const text = (given: string) => new Uint8Array(Buffer.from(given, "latin1"));
const bytesOf = (data: Buffer) => new Uint8Array(data);
async function answer(use: Use, name: string, bytes: Uint8Array, type?: string) {
  const file = await inspect(use, { name, bytes, type });
  return file.ok ? "taken" : file.code;
}
const found = async (use: Use, name: string, bytes: Uint8Array) => {
  const file = await inspect(use, { name, bytes });
  return file.ok ? file.found : file.code;
};
const photo = (width = 60, height = 40) => sharp({ create: { width, height, channels: 3, background: "#a40" } });
const gps = { IFD0: { Copyright: "secret" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 0/1" } };

describe("what a file is", () => {
  it("is said by its content; its name and the browser must agree", async () => {
    const jpeg = bytesOf(await photo().jpeg().toBuffer());
    expect(await answer("application", "plan.pdf", pdfOf(), "application/pdf")).toBe("taken");
    expect(await answer("application", "plan.pdf", pdfOf(), "application/octet-stream")).toBe("taken");
    expect(await answer("application", "plan.docx", pdfOf())).toBe("file_mismatch");
    expect(await answer("application", "plan.pdf.exe", pdfOf())).toBe("file_mismatch");
    expect(await answer("application", "plan.pdf", pdfOf(), "image/png")).toBe("file_mismatch");
    expect(await answer("picture", "photo.png", jpeg)).toBe("file_mismatch");
    expect(await answer("picture", "photo.jpg", pdfOf())).toBe("file_type");
    expect(await answer("signature", "photo.jpg", jpeg)).toBe("file_type");
    expect(await answer("application", "lettre.docx", docxOf())).toBe("taken");
    expect(await answer("application", "lettre.odt", odtOf(), "application/x-zip-compressed")).toBe("taken");
    expect(await answer("application", "lettre.odt", docxOf())).toBe("file_mismatch");
    expect(await answer("application", "archive.zip", zipOf([{ name: "a.txt", content: "a" }]))).toBe("file_type");
    expect(await answer("table", "t.csv", text("a;b\n1;2\n"), "application/vnd.ms-excel")).toBe("taken");
    expect(await answer("table", "t.csv", new Uint8Array(Buffer.from("\ufeffa;b\n", "utf16le")))).toBe("taken");
    expect(await answer("document", "t.csv", text("<html><script>alert(1)</script></html>"))).toBe("file_type");
    expect(await answer("iati", "activities.xml", text("<?xml version='1.0'?><iati-activities/>"))).toBe("taken");
    for (const bookType of ["xlsx", "ods"] as const) {
      const book = utils.book_new();
      utils.book_append_sheet(book, utils.aoa_to_sheet([["a"], [1]]), "x");
      expect(await answer("table", `t.${bookType}`, new Uint8Array(write(book, { type: "array", bookType })))).toBe("taken");
    }
  });

  it("is not empty, cut short, nor what nobody can read", async () => {
    const whole = pdfOf({ bytes: 5_000 });
    expect(await answer("application", "a.pdf", new Uint8Array())).toBe("file_empty");
    expect(await answer("application", "a.pdf", whole.subarray(0, 3_000))).toBe("file_truncated");
    expect(await answer("application", "a.pdf", text("%PDF-1.7\n% nothing\n%%EOF\n"))).toBe("file_damaged");
    expect(await answer("portrait", "a.jpg", new Uint8Array(5_000_001).fill(1))).toBe("file_size");
    const jpeg = bytesOf(
      await sharp({
        create: { width: 300, height: 300, channels: 3, background: "#000", noise: { type: "gaussian", mean: 128, sigma: 40 } },
      })
        .jpeg()
        .toBuffer(),
    );
    expect(await answer("picture", "a.jpg", jpeg.subarray(0, jpeg.length / 2))).toBe("file_damaged");
    expect(await answer("application", "a.docx", docxOf().subarray(0, 200))).toBe("file_damaged");
  });

  it("is kept under a name that shows what it is", async () => {
    const file = await inspect("application", { name: "C:\\fakepath\\../plan\u202egpj\u0000.pdf", bytes: pdfOf() });
    expect(file.ok && file.name).toBe("plangpj.pdf");
    const bare = await inspect("application", { name: "plan", bytes: pdfOf() });
    expect(bare.ok && bare.name).toBe("plan.pdf");
    expect(safeName("CON.pdf")).toBe("_CON.pdf");
    expect(safeName("..")).toBe("document");
    expect(safeName("الخطة.pdf")).toBe("الخطة.pdf");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const name = safeName(given);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]/u);
        expect([name.length > 0, Buffer.byteLength(name) <= 200, name.startsWith("."), name.includes("..\\")]).toEqual([
          true,
          true,
          false,
          false,
        ]);
        expect(safeName(name)).toBe(name);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a PDF", () => {
  it("says what acts in it: flagged with an application, refused where it is published", async () => {
    const script = pdfOf({ objects: ["<</S/JavaScript/JS(app.alert\\(1\\))>>"], catalog: "/OpenAction 4 0 R" });
    expect(await found("application", "cerfa.pdf", script)).toEqual(["javascript"]);
    expect(await answer("document", "a.pdf", script)).toBe("file_javascript");
    expect(await answer("signature", "a.pdf", script)).toBe("file_javascript");
    const hidden = pdfOf({ catalog: "/OpenAction<</S/J#61vaScript/J#53(app.alert\\(1\\))>>" });
    expect(await answer("document", "a.pdf", hidden)).toBe("file_javascript");
    const launch = pdfOf({ objects: ["<</S/Launch/F(cmd.exe)>>"], catalog: "/OpenAction 4 0 R" });
    expect(await answer("application", "a.pdf", launch)).toBe("file_launch");
    const holds = pdfOf({
      objects: ["<</Type/Filespec/F(a.xml)/EF<</F 5 0 R>>>>", "<</Length 0>>stream\n\nendstream"],
      catalog: "/AF[4 0 R]",
    });
    expect(await found("application", "facture.pdf", holds)).toEqual(["attachment"]);
    expect(await answer("document", "a.pdf", holds)).toBe("file_attachment");
    // Words are no acts.
    expect(await found("document", "a.pdf", pdfOf({ objects: ["<</Title(/JS /Launch)>>"] }))).toEqual([]);
  });

  it("with a password is not taken; one that may only not be changed is", async () => {
    const { PDFDocument } = await import("mupdf");
    const save = (options: string) => {
      const document = PDFDocument.openDocument(pdfOf(), "application/pdf") as InstanceType<typeof PDFDocument>;
      return new Uint8Array(document.saveToBuffer(options).asUint8Array());
    };
    expect(await answer("application", "a.pdf", save("encrypt=aes-256,user-password=secret,owner-password=o"))).toBe("file_password");
    expect(await found("application", "a.pdf", save("encrypt=aes-256,owner-password=o"))).toEqual(["protected"]);
  });

  it("that is a ZIP too is not taken", async () => {
    const both = Buffer.concat([pdfOf(), zipOf([{ name: "a.js", content: "x" }])]);
    expect(await answer("application", "a.pdf", bytesOf(both))).toBe("file_mismatch");
  });
});

describe("an archive of an office", () => {
  it("is read by its directory before anything is unpacked", async () => {
    const big = "0".repeat(12 * 1024 * 1024);
    expect(await answer("application", "a.docx", docxOf({ name: "word/media/a.bin", content: big }))).toBe("file_bomb");
    const several = ["a", "b", "c"].map((name) => ({ name: `word/media/${name}`, directory: { size: 60 * 1024 * 1024 } }));
    expect(await answer("application", "a.docx", docxOf(...several))).toBe("file_bomb");
    // It says that it is small, and is not.
    expect(await answer("application", "a.docx", docxOf({ name: "word/b.bin", content: big, directory: { size: 10 } }))).toBe(
      "file_damaged",
    );
    const many = Array.from({ length: 10_001 }, (_, i) => ({ name: `x/${i}`, method: 0 as const }));
    expect(await answer("application", "a.docx", docxOf(...many))).toBe("file_bomb");
    // The same bytes, told of many times over.
    const again = Array.from({ length: 20 }, (_, i) => ({ name: `y${i}`, content: "y".repeat(500), directory: { start: 0 } }));
    expect(await answer("application", "a.docx", docxOf(...again))).toBe("file_bomb");
  });

  it("has no path out of its folder, no two of a name, nothing before or locked", async () => {
    for (const name of ["../../etc/passwd", "/etc/passwd", "C:/x", "word\\..\\..\\x"])
      expect(await answer("application", "a.docx", docxOf({ name, content: "x" }))).toBe("file_damaged");
    expect(await answer("application", "a.docx", docxOf({ name: "WORD/document.xml", content: "y" }))).toBe("file_damaged");
    expect(await answer("application", "a.docx", docxOf({ name: "word/a.xml", content: "y", directory: { name: "word/b.xml" } }))).toBe(
      "file_damaged",
    );
    expect(await answer("application", "a.docx", docxOf({ name: "word/a.xml", content: "y", directory: { flags: 1 } }))).toBe(
      "file_password",
    );
    expect(await answer("application", "a.docx", zipOf([{ name: "a", content: "a" }], "GIF89a;/*"))).not.toBe("taken");
  });

  it("declares no entity, and starts and fetches nothing", async () => {
    const entity = { name: "word/styles.xml", content: '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>' };
    expect(await answer("application", "a.docx", docxOf(entity))).toBe("file_entities");
    const wide = { name: "word/styles.xml", content: bytesOf(Buffer.from(entity.content, "utf16le")) };
    expect(await answer("application", "a.docx", docxOf(wide))).toBe("file_entities");
    expect(await answer("application", "a.docx", docxOf({ name: "word/vbaProject.bin", content: "x" }))).toBe("file_macros");
    expect(await answer("application", "a.odt", odtOf({ name: "Basic/Standard/Module1.xml", content: "<x/>" }))).toBe("file_macros");
    expect(await answer("application", "a.docx", docxOf({ name: "word/embeddings/run.exe", content: "x" }))).toBe("file_macros");
    const rels = (type: string) => ({
      name: "word/_rels/settings.xml.rels",
      content: `<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://192.0.2.1/x.dotm" TargetMode="External"/></Relationships>`,
    });
    expect(await answer("application", "a.docx", docxOf(rels("attachedTemplate")))).toBe("file_remote");
    expect(await found("application", "a.docx", docxOf(rels("hyperlink")))).toEqual([]);
    expect(await found("application", "a.docx", docxOf({ name: "word/embeddings/Classeur.xlsx", content: "x" }))).toEqual(["attachment"]);
    expect(
      await answer("application", "a.odt", odtOf({ name: "META-INF/manifest.xml", content: "<m><manifest:encryption-data/></m>" })),
    ).toBe("file_password");
    expect(await answer("application", "a.docx", text(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${"\0".repeat(600)}`))).toBe("file_password");
  });
});

describe("a picture", () => {
  it("is drawn anew: the right way up, and not where it was taken", async () => {
    const turned = bytesOf(await photo().withExif(gps).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(Buffer.from(turned).includes("Exif")).toBe(true);
    const kept = await inspect("picture", { name: "photo.JPG", bytes: turned });
    expect(kept).toMatchObject({ ok: true, width: 40, height: 60, mediaType: "image/jpeg", name: "photo.jpg" });
    const { exif, orientation, xmp } = await sharp((kept as { bytes: Uint8Array }).bytes).metadata();
    expect([exif, orientation, xmp]).toEqual([undefined, undefined, undefined]);
  });

  it("is no other thing too, holds still, and fits in memory", async () => {
    const gif = await photo().gif().toBuffer();
    const polyglot = bytesOf(Buffer.concat([gif, Buffer.from("/*<script>alert(1)</script>*/")]));
    const kept = await inspect("picture", { name: "a.gif", bytes: polyglot });
    expect(kept).toMatchObject({ ok: true, mediaType: "image/png", name: "a.png" });
    expect(Buffer.from((kept as { bytes: Uint8Array }).bytes).includes("script")).toBe(false);
    expect(await answer("picture", "a.svg", text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))).toBe("file_type");
    // The head of a PNG of 50,000 by 50,000.
    const head = bytesOf(await photo().png().toBuffer());
    new DataView(head.buffer, head.byteOffset).setUint32(16, 50_000);
    new DataView(head.buffer, head.byteOffset).setUint32(20, 50_000);
    new DataView(head.buffer, head.byteOffset).setUint32(29, crc32(head.subarray(12, 29)));
    expect(await answer("picture", "a.png", head)).toBe("file_pixels");
  });
});

it("says something of any bytes, under any name", async () => {
  const seeds = [pdfOf(), docxOf(), odtOf(), bytesOf(await photo().png().toBuffer()), text("a;b\n")];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seeds), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 12 }), async (seed, at, junk) => {
      const bytes = seed.slice();
      bytes.set(junk.subarray(0, bytes.length), at % Math.max(bytes.length - junk.length, 1));
      for (const name of ["a.pdf", "a.docx"]) await inspect("application", { name, bytes });
    }),
    { numRuns: 60 },
  );
});
