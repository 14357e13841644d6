import { inspect } from "../../src/platform/intake/gate.ts";
import { safeName } from "../../src/platform/intake/name.ts";
import { type Use, uses } from "../../src/platform/intake/rules.ts";
import { docxOf, odtOf, pdfOf, zipOf } from "../../src/platform/intake/testing.ts";
import type { Target } from "./targets.ts";

const nothing = async () => {};
const fault = (words: string): never => {
  throw new Error(words);
};

/** What is taken is whole, of a format of its use, no larger than it may be, under a name that is one. */
async function through(use: Use, name: string, bytes: Uint8Array): Promise<void> {
  const file = await inspect(use, { name, bytes });
  if (!file.ok) return;
  if (file.bytes.length === 0 || file.bytes.length > 2 * uses[use].maxBytes) fault(`${file.bytes.length} bytes were taken`);
  if (file.name !== safeName(file.name) || /[/\\\p{Cc}\p{Cf}]/u.test(file.name)) fault(`a name that is none: ${file.name}`);
  if ((uses[use].refused as readonly string[]).some((find) => (file.found as string[]).includes(find))) fault("what is refused was taken");
}

/** Archives of offices: the directory, the entries, what they say. */
export const intakeArchives: Target = {
  name: "intake-archives",
  guides: /\/intake\/(archive|gate|rules)\.ts$|\/yauzl\//,
  seeds: () => [
    docxOf(),
    odtOf(),
    docxOf({ name: "word/_rels/settings.xml.rels", content: '<Relationship Type="x/attachedTemplate" TargetMode="External"/>' }),
    zipOf([{ name: "a", content: "a", directory: { size: 9 } }]),
  ],
  dictionary: [
    "PK\x01\x02",
    "PK\x03\x04",
    "PK\x05\x06",
    "PK\x06\x06",
    "../",
    "mimetype",
    "<!DOCTYPE",
    "vbaProject.bin",
    "\xff\xff\xff\xff",
  ],
  open: async () => ({
    async run(input) {
      for (const name of ["a.docx", "a.odt"]) await through("application", name, input);
    },
    close: nothing,
  }),
};

/** Everything else: which format, which ending, text or not. */
export const intakeGate: Target = {
  name: "intake-gate",
  guides: /\/intake\/(gate|name|rules|pdf|picture)\.ts$|\/file-type\//,
  seeds: () => [
    pdfOf(),
    new TextEncoder().encode("a;b\n1;2\n"),
    new TextEncoder().encode("<?xml version='1.0'?><iati-activities/>"),
    Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
    Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  ],
  dictionary: [
    "%PDF-",
    "%%EOF",
    "/JavaScript",
    "/Launch",
    "/Encrypt",
    "obj",
    "endobj",
    "GIF89a",
    "RIFF",
    "WEBP",
    "\xff\xd8\xff",
    "<svg",
    "PK\x05\x06",
  ],
  open: async () => ({
    async run(input) {
      // The first bytes are the name, the rest the file.
      const name = Buffer.from(input.subarray(0, 40)).toString("utf8");
      for (const [use, given] of [
        ["application", "a.pdf"],
        ["picture", "a.png"],
        ["table", "a.csv"],
        ["iati", name],
      ] as const)
        await through(use, given, input);
    },
    close: nothing,
  }),
};
