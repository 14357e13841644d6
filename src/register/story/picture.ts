import { imageSize } from "image-size";

/** A picture whose only content is what is seen: where and when it was taken, and by what, is not in it. */
export interface Picture {
  bytes: Uint8Array;
  mediaType: "image/jpeg" | "image/png" | "image/webp";
  width: number;
  height: number;
}
export const MAX_PICTURE_BYTES = 5_000_000;
const MAX_SIDE = 12_000;

/** Undefined for what is no JPEG, PNG or WebP, or is one that is broken. */
export function cleanPicture(bytes: Uint8Array): Picture | undefined {
  try {
    const { mediaType, kept } = clean(bytes);
    const { width, height } = imageSize(kept);
    return width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE ? { bytes: kept, mediaType, width, height } : undefined;
  } catch {
    return undefined;
  }
}

function clean(bytes: Uint8Array): { mediaType: Picture["mediaType"]; kept: Uint8Array } {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { mediaType: "image/jpeg", kept: cleanJpeg(bytes) };
  if (text(bytes, 1, 3) === "PNG") return { mediaType: "image/png", kept: cleanPng(bytes) };
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 4) === "WEBP") return { mediaType: "image/webp", kept: cleanWebp(bytes) };
  throw new Error("no picture");
}

const text = (bytes: Uint8Array, at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const join = (parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** JPEG (ITU-T T.81): segments of a marker, a length and content; what is no picture is left out, and all after its end. */
function cleanJpeg(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let [at, turned] = [2, 1];
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) throw new Error("no marker");
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) return join([bytes.subarray(0, 2), ...orientation(turned), ...kept, bytes.subarray(at, at + 2)]);
    const end = at + 2 + view(bytes).getUint16(at + 2);
    const isText = marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && marker !== 0xe0 && marker !== 0xee && !isColour(bytes, at));
    if (marker === 0xe1 && text(bytes, at + 4, 4) === "Exif") turned = orientationOf(bytes.subarray(at + 10, end));
    if (!isText) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker === 0xda) {
      // The scan itself: until a marker that is neither a stuffed byte nor a restart.
      const start = at;
      while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !(bytes[at + 1]! >= 0xd0 && bytes[at + 1]! <= 0xd7))) at++;
      kept.push(bytes.subarray(start, at));
    }
  }
  throw new Error("no end");
}
const isColour = (bytes: Uint8Array, at: number) => bytes[at + 1] === 0xe2 && text(bytes, at + 4, 11) === "ICC_PROFILE";

/** Which way up a camera says its picture is (Exif, tag 0x0112): 1 to 8. */
function orientationOf(tiff: Uint8Array): number {
  const little = text(tiff, 0, 2) === "II";
  const data = view(tiff);
  const first = data.getUint32(4, little);
  for (let i = 0; i < data.getUint16(first, little); i++) {
    const entry = first + 2 + 12 * i;
    if (data.getUint16(entry, little) === 0x0112) {
      const value = data.getUint16(entry + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  }
  return 1;
}

/** The same, and nothing else, as Exif says it. */
function orientation(turned: number): Uint8Array[] {
  if (turned === 1) return [];
  const head = [0xff, 0xe1, 0, 34, ...Buffer.from("Exif\0\0MM\0*"), 0, 0, 0, 8, 0, 1];
  return [new Uint8Array([...head, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0])];
}

const PNG_KEPT = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD"]);
function cleanPng(bytes: Uint8Array): Uint8Array {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const [end, type] = [at + 12 + view(bytes).getUint32(at), text(bytes, at + 4, 4)];
    if (end > bytes.length) break;
    if (PNG_KEPT.has(type)) kept.push(bytes.subarray(at, end));
    if (type === "IEND") return join(kept);
    at = end;
  }
  throw new Error("no end");
}

/** WebP: the parts of a RIFF, each of even length; those of a camera are left out, and the flags that announce them. */
function cleanWebp(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view(bytes).getUint32(at + 4, true);
    const [type, end] = [text(bytes, at, 4), at + 8 + size + (size % 2)];
    if (at + 8 + size > bytes.length) throw new Error("cut short");
    const part = bytes.slice(at, end);
    if (type === "VP8X") part[8] = part[8]! & ~0x0c;
    if (type !== "EXIF" && type !== "XMP ") kept.push(part);
    at = end;
  }
  const body = join(kept);
  const head = bytes.slice(0, 12);
  view(head).setUint32(4, body.length + 4, true);
  return join([head, body]);
}
