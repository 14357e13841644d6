import { imageSize } from "image-size";
import { keepFile } from "../platform/files-store.ts";
import type { Services } from "../platform/web/env.ts";
import type { Fields } from "../register/record/fields.ts";
import type { Problem } from "../register/record/kind.ts";
import { bytes as formatBytes } from "../ui/format.ts";
import type { FormValues } from "../ui/forms/values.ts";

export const MAX_FILE_BYTES = 20 * 1024 * 1024;

const starts = (bytes: Uint8Array, text: string, at = 0) => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

const images: [string, (bytes: Uint8Array) => boolean][] = [
  ["image/png", (b) => starts(b, "\x89PNG\r\n\x1a\n")],
  ["image/jpeg", (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff],
  ["image/webp", (b) => starts(b, "RIFF") && starts(b, "WEBP", 8)],
  ["image/gif", (b) => starts(b, "GIF87a") || starts(b, "GIF89a")],
];
const office: Record<string, string> = {
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** What a file is by its first bytes, never by what it says it is; undefined when it may not be kept. */
export function mediaTypeOf(bytes: Uint8Array, name: string, accept: "image" | "document"): string | undefined {
  if (accept === "image") return images.find(([, is]) => is(bytes))?.[0];
  const extension = name.toLowerCase().split(".").at(-1) ?? "";
  if (starts(bytes, "%PDF-")) return "application/pdf";
  if (starts(bytes, "PK\x03\x04")) return office[extension];
  if (extension === "csv" && !bytes.subarray(0, 4096).includes(0)) return "text/csv";
  return undefined;
}

/** Keeps the files that came with a form, by content, and puts their digest where the form's field is. */
export async function keepUploads(
  services: Services,
  fields: Fields,
  values: FormValues,
  files: Record<string, File>,
  locale: string,
  prefix = "",
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [name, { widget }] of Object.entries(fields)) {
    const path = prefix + name;
    const sent = files[`${path}.upload`];
    if (widget.type !== "file" || !sent) continue;
    if (sent.size > MAX_FILE_BYTES) {
      problems.push({ path, code: "file_size", values: { maximum: formatBytes(MAX_FILE_BYTES, locale) } });
      continue;
    }
    const bytes = new Uint8Array(await sent.arrayBuffer());
    const mediaType = mediaTypeOf(bytes, sent.name, widget.accept);
    const size = mediaType && widget.accept === "image" ? sizeOf(bytes) : undefined;
    if (!mediaType || (widget.accept === "image" && !size)) {
      problems.push({
        path,
        code: "file_type",
        values: { accepted: widget.accept === "image" ? "PNG, JPEG, WebP, GIF" : "PDF, ODT, ODS, DOCX, XLSX, CSV" },
      });
      continue;
    }
    const sha256 = await services.files.put(bytes);
    await keepFile(services.db, {
      sha256,
      name: safeName(sent.name),
      mediaType,
      bytes: bytes.length,
      width: size?.width ?? null,
      height: size?.height ?? null,
    });
    values[path] = [sha256];
  }
  return problems;
}

function sizeOf(bytes: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height } = imageSize(bytes);
    return width && height ? { width, height } : undefined;
  } catch {
    return undefined; // the first bytes of a picture, and then no picture
  }
}

function safeName(name: string): string {
  return (
    name
      .normalize("NFC")
      .replace(/[\u0000-\u001f\u007f/\\:*?"<>|]+/g, "-")
      .slice(-120) || "fichier"
  );
}
