import { Buffer } from "node:buffer";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { type FileRefusal, type Find, type Format, mediaTypes, notTaken } from "./rules.ts";

/** What a ZIP was found to be. */
export type Archive = { ok: true; format: Format | undefined; found: Set<Find> } | FileRefusal;

const MB = 1024 * 1024;
const MOST_ENTRIES = 10_000;
/** All entries together, unpacked, in bytes. */
export const MOST_UNPACKED = 150 * MB;
/** Deflate packs at most 1:1032; a table that repeats itself comes to a hundredth. */
const MOST_RATIO = 300;
const RATIO_FROM = 10 * MB;
/** The parts that say what the rest is are small. In bytes. */
const MOST_TOLD = MB;
const FIRST_ENTRY = 0x04034b50;

const xmlPart = /\.(xml|rels|rdf|vml)$/i;
const told = /^(\[Content_Types\]\.xml|mimetype|META-INF\/manifest\.xml|.*\.rels|xl\/externalLinks\/[^/]*\.xml)$/;
const program = /\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|sh)$/i;
// bounded: a name of an entry, 65,535 bytes by its format.
const macros = /(^|\/)(vbaProject\.bin|vbaData\.xml|macrosheets\/.*)$|^(Basic|Scripts)\/./i;
const attachments = /(^|\/)embeddings\/.|oleObject\d*\.bin$|^Object \d+$/i;

/**
 * Reads a ZIP by its directory before anything is unpacked, then unpacks it to nowhere, counting. Refused: names that
 * leave their folder, two of one name, entries that overlap or that the directory and the entry tell differently,
 * more than the file may hold, passwords, and XML with a document type, which is where entities are declared.
 */
export async function inspectArchive(bytes: Uint8Array): Promise<Archive> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 22 || buffer.readUInt32LE(0) !== FIRST_ENTRY) return notTaken("file_damaged");
  try {
    const zip = await fromBufferPromise(buffer, { strictFileNames: true, validateEntrySizes: true });
    const entries = await directoryOf(zip, buffer.length);
    return "code" in entries ? entries : await contentOf(zip, entries);
  } catch (error) {
    // Every fault of a ZIP is an Error of the library that reads it; zlib gives its own a code.
    if (error instanceof Error) return notTaken(/encrypt/i.test(error.message) ? "file_password" : "file_damaged");
    throw error;
  }
}

async function directoryOf(zip: ZipFile, packed: number): Promise<Entry[] | FileRefusal> {
  if (zip.entryCount === 0) return notTaken("file_damaged");
  if (zip.entryCount > MOST_ENTRIES) return notTaken("file_bomb");
  const entries: Entry[] = [];
  const names = new Set<string>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) return notTaken("file_password");
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return notTaken("file_damaged");
    const name = entry.fileName.toLowerCase();
    if (names.has(name)) return notTaken("file_damaged");
    names.add(name);
    unpacked += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
    if (unpacked > MOST_UNPACKED || (entry.uncompressedSize > RATIO_FROM && ratio > MOST_RATIO)) return notTaken("file_bomb");
    entries.push(entry);
  }
  // Each entry where no other is, from the first byte on: what is read twice, or hides before, between or in another, is a trick.
  const inOrder = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  if (inOrder[0]!.relativeOffsetOfLocalHeader !== 0) return notTaken("file_damaged");
  let end = 0;
  for (const entry of inOrder) {
    if (entry.relativeOffsetOfLocalHeader < end) return notTaken("file_bomb");
    const local = await zip.readLocalFileHeaderPromise(entry);
    if (!local.fileName.equals(entry.fileNameRaw) || local.compressionMethod !== entry.compressionMethod) return notTaken("file_damaged");
    end = local.fileDataStart + entry.compressedSize;
    if (end > packed) return notTaken("file_truncated");
  }
  return entries;
}

async function contentOf(zip: ZipFile, entries: Entry[]): Promise<Archive> {
  const found = new Set<Find>();
  const said = new Map<string, string>();
  let unpacked = 0;
  for (const entry of entries) {
    const { fileName } = entry;
    if (fileName.endsWith("/")) continue;
    if (program.test(fileName) || macros.test(fileName)) found.add("macros");
    if (attachments.test(fileName)) found.add("attachment");
    const [isXml, isTold] = [xmlPart.test(fileName), told.test(fileName)];
    const kept: Buffer[] = [];
    let [keptBytes, tail] = [0, ""];
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED) return notTaken("file_bomb");
      if (isXml) {
        // In UTF-16 every other byte is nought.
        const text = tail + chunk.toString("latin1").replaceAll("\0", "");
        if (/<!(DOCTYPE|ENTITY)/.test(text)) return notTaken("file_entities");
        tail = text.slice(-10);
      }
      if (isTold && keptBytes <= MOST_TOLD) {
        kept.push(chunk);
        keptBytes += chunk.length;
      }
    }
    if (isTold) said.set(fileName, Buffer.concat(kept).toString("utf8"));
  }
  return read(said, found);
}

/** OOXML says what it is in its content types (ISO/IEC 29500-2), OpenDocument in an entry of its own (ODF 1.3, part 2). */
function read(said: ReadonlyMap<string, string>, found: Set<Find>): Archive {
  const types = said.get("[Content_Types].xml") ?? "";
  if (/<Override\b[^<>]*(macroEnabled|vbaProject)/i.test(types)) found.add("macros");
  for (const [name, text] of said) {
    if (name.endsWith(".rels") && drawnFromElsewhere(text)) found.add("remote");
    if (name.startsWith("xl/externalLinks/") && /ddeLink/.test(text)) found.add("remote");
  }
  if (/encryption-data/.test(said.get("META-INF/manifest.xml") ?? "")) return notTaken("file_password");
  const ofOffice = /application\/vnd\.openxmlformats-officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet)\.main\+xml/.exec(
    types,
  )?.[1];
  // bounded: MOST_TOLD.
  const ofMacros = /<Override\b[^<>]*application\/vnd\.ms-(word|excel)\.(document|sheet)\.macroEnabled/i.exec(types)?.[1]?.toLowerCase();
  if (ofOffice || ofMacros) return { ok: true, format: ofOffice?.startsWith("word") || ofMacros === "word" ? "docx" : "xlsx", found };
  const format = (["odt", "ods"] as const).find((one) => mediaTypes[one] === said.get("mimetype")?.trim());
  return { ok: true, format, found };
}

/** A template, an object or a frame that the program fetches from another place when the file is opened. */
function drawnFromElsewhere(rels: string): boolean {
  return [...rels.matchAll(/<Relationship\b[^<>]*>/g)].some(
    ([tag]) => /TargetMode\s*=\s*["']External["']/.test(tag) && /\/(attachedTemplate|oleObject|frame|subDocument)["']/.test(tag),
  );
}
