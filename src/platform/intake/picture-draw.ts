import sharp, { type Metadata } from "sharp";
import { type FileRefusal, type Format, notTaken, WIDTHS } from "./rules.ts";

/** A picture whose only content is what is seen: where, when and by what it was taken is not in it. */
export interface Picture {
  ok: true;
  bytes: Uint8Array;
  format: "jpeg" | "png" | "webp";
  width: number;
  height: number;
}
/** One of the sizes that pages offer. */
export interface PictureSize {
  width: number;
  height: number;
  format: "webp" | "jpeg";
  bytes: Uint8Array;
}

/** Width by height: above the cameras of telephones, below what would fill the memory. */
const MOST_PIXELS = 64_000_000;
/** What is kept of a picture, in pixels a side. */
const LONGEST_SIDE = 4_096;

// It reads the formats that are taken in, from memory, and nothing else.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer", "VipsForeignLoadNsgifBuffer"],
});

const kept = { jpeg: "jpeg", png: "png", webp: "webp", gif: "png" } as const;

/** Draws a picture anew: the right way up, in sRGB, of what moves the first image, no longer than 4,096 pixels a side. */
export async function redraw(bytes: Uint8Array, format: Format): Promise<Picture | FileRefusal> {
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "warning", sequentialRead: false });
    const { width, height, format: is }: Metadata = await image.metadata();
    if (is !== format || !width || !height) return notTaken("file_damaged");
    if (width * height > MOST_PIXELS) return notTaken("file_pixels");
    const to = kept[format as keyof typeof kept];
    const drawn = image
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb");
    const made =
      to === "jpeg" ? drawn.jpeg({ quality: 88 }) : to === "png" ? drawn.png({ compressionLevel: 9 }) : drawn.webp({ quality: 88 });
    const { data, info } = await made.toBuffer({ resolveWithObject: true });
    return { ok: true, bytes: data, format: to, width: info.width, height: info.height };
  } catch (error) {
    return notTaken(/pixel limit/i.test(String(error)) ? "file_pixels" : "file_damaged");
  }
}

/** The smaller pictures that pages offer of one that was drawn anew, each in WebP and in JPEG, on white where it lets through. */
export async function sizesOf(bytes: Uint8Array): Promise<PictureSize[]> {
  const { width } = await sharp(bytes, { limitInputPixels: MOST_PIXELS }).metadata();
  const made: PictureSize[] = [];
  for (const wanted of WIDTHS.filter((one) => one < width)) {
    const drawn = sharp(bytes, { limitInputPixels: MOST_PIXELS }).resize({ width: wanted });
    for (const format of ["webp", "jpeg"] as const) {
      const one =
        format === "webp"
          ? drawn.clone().webp({ quality: 78 })
          : drawn.clone().flatten({ background: "#fff" }).jpeg({ quality: 80, mozjpeg: true });
      const { data, info } = await one.toBuffer({ resolveWithObject: true });
      made.push({ width: info.width, height: info.height, format, bytes: data });
    }
  }
  return made;
}
