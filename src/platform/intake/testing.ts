import { randomUUID } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";

/**
 * A whole PDF of one empty page, different each time. `objects`: others to put in, from the number 4 on; `catalog`: more
 * entries of its catalogue; `bytes`: of about this length.
 */
export function pdfOf({
  objects = [],
  catalog = "",
  bytes = 0,
}: {
  objects?: string[];
  catalog?: string;
  bytes?: number;
} = {}): Uint8Array {
  const all = [
    `<</Type/Catalog/Pages 2 0 R ${catalog}>>`,
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ...objects,
  ];
  let text = `%PDF-1.7\n% ${randomUUID()}\n`;
  if (bytes > 0) text += `%${"x".repeat(Math.max(bytes - 600, 1))}\n`;
  const places = all.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n`;
  for (const at of places) text += `${String(at).padStart(10, "0")} 00000 n \n`;
  text += `trailer\n<</Size ${all.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, "latin1"));
}

export interface ZipEntry {
  name: string;
  content?: string | Uint8Array;
  /** 0: as it is; 8 (default): deflated. */
  method?: 0 | 8;
  /** What the directory says in place of what is so. */
  directory?: { name?: string; size?: number; start?: number; flags?: number };
}

/** A ZIP, honest or not: what each entry says of itself is what the test wants. `before`: bytes ahead of the first. */
export function zipOf(entries: readonly ZipEntry[], before = ""): Uint8Array {
  const parts: Buffer[] = [Buffer.from(before, "latin1")];
  const directory: Buffer[] = [];
  let at = parts[0]!.length;
  for (const { name, content = "", method = 8, directory: told = {} } of entries) {
    const data = Buffer.from(content as string);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const fields = (flags: number, size: number) => {
      const head = Buffer.alloc(26);
      head.writeUInt16LE(20, 0);
      head.writeUInt16LE(flags, 2);
      head.writeUInt16LE(method, 4);
      head.writeUInt32LE(crc32(data), 10);
      head.writeUInt32LE(packed.length, 14);
      head.writeUInt32LE(size, 18);
      return head;
    };
    const local = fields(told.flags ?? 0, data.length);
    local.writeUInt16LE(Buffer.byteLength(name), 22);
    const central = fields(told.flags ?? 0, told.size ?? data.length);
    const shown = Buffer.from(told.name ?? name);
    central.writeUInt16LE(shown.length, 22);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(told.start ?? at, 12);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), central, tail.subarray(2), shown]));
    parts.push(Buffer.from("PK\x03\x04", "latin1"), local, Buffer.from(name), packed);
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, central, end]));
}

const TYPES = "application/vnd.openxmlformats-officedocument";
/** The least that is a DOCX, and more entries. */
export const docxOf = (...more: ZipEntry[]): Uint8Array =>
  zipOf([
    {
      name: "[Content_Types].xml",
      content: `<Types><Override PartName="/word/document.xml" ContentType="${TYPES}.wordprocessingml.document.main+xml"/></Types>`,
    },
    { name: "word/document.xml", content: `<w:document>${randomUUID()}</w:document>` },
    ...more,
  ]);
export const odtOf = (...more: ZipEntry[]): Uint8Array =>
  zipOf([
    { name: "mimetype", content: "application/vnd.oasis.opendocument.text", method: 0 },
    { name: "content.xml", content: "<office/>" },
    ...more,
  ]);
