// Reads PDF files for pdf.ts, in a thread of its own: what a file makes the reader do ends with the thread.
import { parentPort } from "node:worker_threads";
import { PDFDocument, type PDFObject } from "mupdf";
import type { PdfTold } from "./pdf.ts";

const MOST_OBJECTS = 300_000;
const MOST_DEEP = 100;

parentPort!.on("message", ({ id, bytes }: { id: number; bytes: Uint8Array }) => {
  parentPort!.postMessage({ id, told: read(bytes) });
});

function read(bytes: Uint8Array): PdfTold {
  let document: PDFDocument | undefined;
  try {
    document = PDFDocument.openDocument(bytes, "application/pdf") as PDFDocument;
    if (document.needsPassword()) return { state: "password" };
    if (document.countPages() < 1) return { state: "damaged" };
    const found = new Set<string>();
    if (!document.getTrailer().get("Encrypt").isNull()) found.add("protected");
    if (document.wasRepaired()) found.add("repaired");
    const count = document.countObjects();
    if (count > MOST_OBJECTS) return { state: "damaged" };
    for (let number = 1; number < count; number++) {
      const object = objectAt(document, number);
      if (object) look(object, found, 0);
      object?.destroy();
    }
    return { state: "read", found: [...found] };
  } catch {
    return { state: "damaged" }; // what the reader cannot make sense of, nobody can
  } finally {
    document?.destroy();
  }
}

/** An object that a file names and does not hold is a hole, no fault. */
function objectAt(document: PDFDocument, number: number): PDFObject | undefined {
  try {
    return document.newIndirect(number).resolve();
  } catch {
    return undefined;
  }
}

// Actions by their kind (ISO 32000-2, table 201), and the keys that hold a program or a file.
const byAction: Record<string, string> = {
  JavaScript: "javascript",
  Rendition: "javascript",
  Launch: "launch",
  ImportData: "launch",
  GoToE: "attachment",
};
const byKey: Record<string, string> = { JS: "javascript", EF: "attachment", RichMedia: "attachment" };

function look(object: PDFObject, found: Set<string>, depth: number): void {
  if (depth > MOST_DEEP || !(object.isDictionary() || object.isArray())) return;
  object.forEach((value, key) => {
    if (typeof key === "string" && !value.isNull()) {
      if (Object.hasOwn(byKey, key)) found.add(byKey[key]!);
      const action = key === "S" && value.isName() ? value.asName() : "";
      if (Object.hasOwn(byAction, action)) found.add(byAction[action]!);
    }
    // What is elsewhere is an object of its own.
    if (!value.isIndirect()) look(value, found, depth + 1);
  });
}
