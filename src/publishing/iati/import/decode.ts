import { RefusedFile } from "./refusal.ts";

/** Within this many bytes an XML declaration ends, or there is none. */
const HEAD = 1_024;
/** A piece of text at a time, so that what the parser holds is bounded whatever the size of a chunk that comes in. */
const PIECE = 64 * 1024;

const decoders: Record<string, string> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  ascii: "utf-8",
  "iso-8859-1": "windows-1252",
  latin1: "windows-1252",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
};

/**
 * The text of an XML file: UTF-8, UTF-16 by its byte order mark, or what its declaration says when that is ISO-8859-1 or
 * windows-1252 (which differ in control characters alone, as the Encoding standard has it). Throws a RefusedFile for any
 * other, and for bytes that are none of the encoding. The memory of one chunk.
 */
export async function* textOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let name = "";
  let line = 1;
  let head = new Uint8Array();
  const decode = (bytes: Uint8Array, stream: boolean) => {
    try {
      const text = decoder!.decode(bytes, { stream });
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) line++;
      return text;
    } catch {
      throw new RefusedFile("encoding_wrong", line, { encoding: name });
    }
  };
  const begin = () => {
    name = encodingOf(head);
    decoder = new TextDecoder(name, { fatal: true });
    return decode(head, true);
  };
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE);
      if (decoder) yield decode(piece, true);
      else {
        head = Buffer.concat([head, piece]);
        if (head.length >= HEAD) yield begin();
      }
    }
  }
  if (!decoder) {
    if (head.length === 0) throw new RefusedFile("empty", 1);
    yield begin();
  }
  yield decode(new Uint8Array(), false);
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0 || head[1] === 0) throw new RefusedFile("encoding_unknown", 1, { encoding: "UTF-16 without a byte order mark" });
  const declaration = /^(?:\ufeff|ï»¿)?<\?xml\s[^>]{0,500}?encoding\s*=\s*["']([^"']{0,40})["']/.exec(
    Buffer.from(head.subarray(0, HEAD)).toString("latin1"),
  );
  const declared = declaration?.[1]?.toLowerCase() ?? "utf-8";
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  const known = Object.hasOwn(decoders, declared) ? decoders[declared] : undefined;
  if (!known) throw new RefusedFile("encoding_unknown", 1, { encoding: declared });
  return known;
}
