import { PDFDocument, type PDFObject } from "mupdf";

export type PdfTold = { state: "password" | "damaged" } | { state: "read"; found: string[] };

const MOST_OBJECTS = 300_000;
const MOST_DEEP = 100;

/** What a PDF says of itself, object by object. Loads 10 MB of reader: in a process of its own. */
export function readPdf(bytes: Uint8Array): PdfTold {
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
