import fc from "fast-check";
import { expect, it } from "vitest";
import { cleanPicture } from "./picture.ts";

const bytes = (...parts: (number[] | string)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string, typeof part === "string" ? "latin1" : undefined))));
const segment = (marker: number, content: Uint8Array) =>
  bytes([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255], [...content]);
/** A frame of 2 × 3, which is all that a size is read from. */
const frame = segment(0xc0, bytes([8, 0, 3, 0, 2, 1, 1, 0x11, 0]));
const tiff = bytes(
  "MM\0*",
  [0, 0, 0, 8, 0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 99, 0, 0, 0, 0],
  "48.8584 2.2945",
);
const jpeg = bytes(
  [0xff, 0xd8],
  [...segment(0xe1, bytes("Exif\0\0", [...tiff]))],
  [...segment(0xfe, bytes("taken by Someone"))],
  [...frame],
  [...segment(0xda, bytes([1, 1, 0, 0, 63, 0]))],
  [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9],
  "a film with 48.8584 in it",
);
const chunk = (type: string, content: string) => bytes([0, 0, 0, content.length], type, content, [0, 0, 0, 0]);
const png = bytes(
  "\x89PNG\r\n\x1a\n",
  [...chunk("IHDR", "\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0")],
  [...chunk("tEXt", "GPS 48.8584")],
  [...chunk("eXIf", "48.8584")],
  [...chunk("IDAT", "x")],
  [...chunk("IEND", "")],
  "48.8584",
);
const riff = (parts: Uint8Array[]) => {
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length + 4);
  return bytes("RIFF", [...size], "WEBP", [...body]);
};
const part = (type: string, content: number[]) => bytes(type, [content.length, 0, 0, 0], content, content.length % 2 ? [0] : []);
const webp = riff([part("VP8X", [0x0c, 0, 0, 0, 1, 0, 0, 2, 0, 0]), part("EXIF", [...Buffer.from("48.8584")])]);

it.each([
  ["JPEG", jpeg, "image/jpeg"],
  ["PNG", png, "image/png"],
  ["WebP", webp, "image/webp"],
])("keeps of a %s what is seen, and not where it was taken", (_, given, mediaType) => {
  const cleaned = cleanPicture(given)!;
  expect(Buffer.from(cleaned.bytes).toString("latin1")).not.toMatch(/48\.8584|Someone/);
  expect([cleaned.mediaType, cleaned.width * cleaned.height]).toEqual([mediaType, 6]);
  // Once clean, it stays as it is.
  expect(cleanPicture(cleaned.bytes)!.bytes).toEqual(cleaned.bytes);
});

it("keeps a photograph the right way up", () => {
  const cleaned = Buffer.from(cleanPicture(jpeg)!.bytes).toString("latin1");
  expect(cleaned).toContain("Exif\0\0MM\0*");
  expect(cleaned).toContain(String.fromCharCode(0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6));
});

it("takes nothing else, whatever it is called", () => {
  for (const text of ["", "<svg onload='x'/>", "GIF89a", "%PDF-1.7", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n"])
    expect(cleanPicture(bytes(text))).toBeUndefined();
  const broken = (whole: Uint8Array) =>
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(whole.length), (at, byte, cut) => {
      const changed = whole.slice(0, cut);
      if (at < changed.length) changed[at] = byte;
      cleanPicture(changed); // it never throws, and always ends
    });
  for (const whole of [jpeg, png, webp]) fc.assert(broken(whole));
});
