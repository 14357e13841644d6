import { fileTypeFromBuffer } from "file-type";
import { inspectArchive } from "./archive.ts";
import { endingOf, safeName } from "./name.ts";
import { inspectPdf } from "./pdf.ts";
import { redraw } from "./picture.ts";
import {
  endings,
  type FileRefusal,
  type Find,
  type Format,
  mediaTypes,
  notTaken,
  pictures,
  refusedFind,
  rulesOf,
  type Use,
} from "./rules.ts";

/** A file as it was sent: what it and the browser say of it is believed of nothing. */
export interface SentFile {
  name: string;
  /** The media type that the browser says; absent where none said any. */
  type?: string | undefined;
  bytes: Uint8Array;
}
/** A file as it may be kept. */
export interface Admitted {
  ok: true;
  use: Use;
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  /** In pixels, of a picture; null of anything else. */
  width: number | null;
  height: number | null;
  /** What whoever opens it is told of it. */
  found: Find[];
}

export const sentFile = async (file: File): Promise<SentFile> => ({
  name: file.name,
  type: file.type,
  bytes: new Uint8Array(await file.arrayBuffer()),
});

/**
 * The one gate of what comes in as a file: what it is by its content, and by nothing else; that its name and the browser
 * say the same; that it is whole; that nothing in it acts. A picture is drawn anew. Keeps nothing.
 */
export async function inspect(use: Use, sent: SentFile): Promise<Admitted | FileRefusal> {
  const rules = rulesOf(use);
  if (sent.bytes.length === 0) return notTaken("file_empty");
  if (sent.bytes.length > rules.maxBytes) return notTaken("file_size");
  const seen = await look(sent);
  if (!seen.ok) return seen;
  const { format } = seen;
  if (!rules.formats.includes(format)) return notTaken("file_type");
  if (!agree(format, sent)) return notTaken("file_mismatch");
  const refused = refusedFind(use, seen.found);
  if (refused) return notTaken(refused);
  const given = endingOf(sent.name);
  const plain = { ok: true as const, use, found: [...seen.found] };
  if (!pictures.includes(format))
    return {
      ...plain,
      name: safeName(sent.name, given || endings[format][0]),
      mediaType: mediaTypes[format],
      bytes: sent.bytes,
      width: null,
      height: null,
    };
  const picture = await redraw(sent.bytes, format);
  if (!picture.ok) return picture;
  const ending = endings[picture.format].includes(given) ? given : endings[picture.format][0];
  const { bytes, width, height } = picture;
  return { ...plain, name: safeName(sent.name, ending), mediaType: mediaTypes[picture.format], bytes, width, height };
}

type Seen = { ok: true; format: Format; found: Set<Find> } | FileRefusal;
const only = (format: Format): Seen => ({ ok: true, format, found: new Set() });

async function look({ name, bytes }: SentFile): Promise<Seen> {
  // The library would unpack a ZIP to name it: those are read by their directory first.
  if (starts(bytes, "PK")) {
    const archive = await inspectArchive(bytes);
    if (!archive.ok) return archive;
    return archive.format ? { ...archive, format: archive.format } : notTaken("file_type");
  }
  const type = await fileTypeFromBuffer(bytes.subarray(0, HEAD)).catch(() => undefined);
  if (type?.mime === mediaTypes.pdf) {
    const pdf = await inspectPdf(bytes);
    return pdf.ok ? { ...pdf, format: "pdf" } : pdf;
  }
  // What Office keeps behind a password is a compound file, not a ZIP.
  if (type?.mime === "application/x-cfb" && ["docx", "xlsx"].includes(endingOf(name))) return notTaken("file_password");
  const picture = pictures.find((format) => mediaTypes[format] === type?.mime);
  if (picture) return only(picture);
  if (looksXml(bytes)) return only("xml");
  return type || !isText(bytes) ? notTaken("file_type") : only("csv");
}

/** The first bytes are enough to say what a file is. */
const HEAD = 8_192;
const starts = (bytes: Uint8Array, text: string, at = 0) => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** Text that begins as a document of marks: XML, and HTML and SVG which name themselves. */
export function looksXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString("latin1").replaceAll("\0", "");
  return /^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s{0,1000}<[?!A-Za-z]/.test(head);
}

/** UTF-16 says so by its mark; in any other text there is no nought, nor a sign that steers a machine. */
function isText(bytes: Uint8Array): boolean {
  if (starts(bytes, "\xff\xfe") || starts(bytes, "\xfe\xff")) return true;
  return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}

const said: Record<Format, RegExp> = {
  pdf: /^application\/(x-)?pdf$/,
  png: /^image\/(x-)?png$/,
  jpeg: /^image\/p?jpe?g$/,
  webp: /^image\/webp$/,
  gif: /^image\/gif$/,
  odt: /^application\/(?!pdf)/,
  ods: /^application\/(?!pdf)/,
  docx: /^application\/(?!pdf)/,
  xlsx: /^application\/(?!pdf)/,
  csv: /^(text\/(?!html|xml)|application\/(csv|vnd\.ms-excel)$)/,
  xml: /^(text\/xml|application\/([\w.-]+\+)?xml)$/,
};

/** Browsers say what the machine knows of an ending: nothing, or something near. Another family is a lie. */
function agree(format: Format, { name, type }: SentFile): boolean {
  const ending = endingOf(name);
  if (ending !== "" && !endings[format].includes(ending)) return false;
  const declared = (type ?? "").split(";")[0]!.trim().toLowerCase();
  return declared === "" || declared === "application/octet-stream" || said[format].test(declared);
}
