/** The largest file that may be sent, in bytes; and as it is told, in the megabytes of whoever reads it. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
export const TOLD_MAX_BYTES = 20_000_000;
/** What a file's name ends with, for the browser's own choice of files. */
export const ACCEPTED = ".pdf,.png,.jpg,.jpeg,.odt,.ods,.docx,.xlsx";

const starts = (bytes: Uint8Array, text: string, at = 0) => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
const ZIPPED: Record<string, string> = {
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** What a file is by its first bytes, whatever it calls itself; undefined when it may not be kept. */
export function mediaTypeOf(bytes: Uint8Array, name: string): string | undefined {
  if (starts(bytes, "%PDF-")) return "application/pdf";
  if (starts(bytes, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg";
  if (!starts(bytes, "PK\x03\x04")) return undefined;
  const extension = name.toLowerCase().split(".").at(-1) ?? "";
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // An OpenDocument says what it is in its first entry, uncompressed; an OOXML has a part of this name.
  const says = (text: string) => head.includes(text);
  if (extension === "odt" || extension === "ods") return says(`mimetype${ZIPPED[extension]}`) ? ZIPPED[extension] : undefined;
  if (extension === "docx") return says("word/") ? ZIPPED.docx : undefined;
  if (extension === "xlsx") return says("xl/") ? ZIPPED.xlsx : undefined;
  return undefined;
}

/** A name without what file systems and headers stumble over. */
export function safeName(name: string): string {
  const clean = name
    .normalize("NFC")
    .replace(/[\u0000-\u001f\u007f/\\:*?"<>|]+/g, "-")
    .slice(-120)
    .trim();
  return clean === "" ? "document" : clean;
}
