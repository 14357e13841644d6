import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

export interface Entry {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

const LIMIT = 0xffffffff;
/** Sizes follow the content, names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
const VERSION = 20;

/** A ZIP archive, written as its contents come: nothing is held but the list of entries. Each below 4 GiB. */
export async function* zip(entries: Iterable<Entry>, at: Date): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  const time = dosTime(at);
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const start = offset;
    const local = header(0x04034b50, [VERSION], time, { crc: 0, packed: 0, size: 0 }, name.length);
    yield Buffer.concat([local, name]);
    offset += local.length + name.length;
    const seen = { crc: 0, packed: 0, size: 0 };
    for await (const chunk of pipeline(Readable.from(bytesOf(entry.content, seen)), createDeflateRaw(), () => {})) {
      seen.packed += chunk.length;
      yield chunk;
    }
    if (seen.size > LIMIT || offset > LIMIT) throw new Error(`${entry.name} is too large for a ZIP archive`);
    const descriptor = Buffer.alloc(16);
    for (const [i, value] of [0x08074b50, seen.crc, seen.packed, seen.size].entries()) descriptor.writeUInt32LE(value, 4 * i);
    yield descriptor;
    offset += seen.packed + descriptor.length;
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(start, 10);
    directory.push(header(0x02014b50, [VERSION, VERSION], time, seen, name.length), tail, name);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 3, 8);
  end.writeUInt16LE(directory.length / 3, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  yield Buffer.concat([central, end]);
}

async function* bytesOf(content: Entry["content"], seen: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    seen.crc = crc32(bytes, seen.crc);
    seen.size += bytes.length;
    yield bytes;
  }
}

/** What a local header and an entry of the directory share: up to the length of the name and that of the extra field. */
function header(
  signature: number,
  versions: number[],
  time: number,
  sizes: { crc: number; packed: number; size: number },
  nameLength: number,
): Buffer {
  const buffer = Buffer.alloc(28 + 2 * versions.length);
  let at = buffer.writeUInt32LE(signature, 0);
  for (const value of [...versions, FLAGS, DEFLATE]) at = buffer.writeUInt16LE(value, at);
  for (const value of [time, sizes.crc, sizes.packed, sizes.size]) at = buffer.writeUInt32LE(value, at);
  at = buffer.writeUInt16LE(nameLength, at);
  buffer.writeUInt16LE(0, at);
  return buffer;
}

function dosTime(at: Date): number {
  const date = ((Math.max(at.getUTCFullYear(), 1980) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)) >>> 0;
}
