import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { XmlAttribute, XmlDocument, type XmlElement, XmlLibError, type XmlNode, XsdValidator, xmlCleanupInputProvider } from "libxml2-wasm";
import { xmlRegisterFsInputProviders } from "libxml2-wasm/lib/nodejs.mjs";
import { brokenRules } from "./ruleset.ts";
import { codelist, standardFolder } from "./standard.ts";
import { brokenTextRules } from "./text-rules.ts";
import { find, values } from "./xpath.ts";

/** One thing wrong in a file. "critical": it breaks the schema, and readers may refuse the whole file. */
export interface Finding {
  severity: "critical" | "error" | "warning";
  /** "xml", "xsd", "codelist", the number of the rule in the official ruleset, or "text:" and the element (text-rules.ts). */
  rule: string;
  message: string;
  /** The iati-identifier of the activity, where there is one. */
  identifier?: string;
  line?: number;
}

/**
 * Checks an activities or organisation file against the IATI 2.03 schema, its codelists, the official ruleset, the rest of its text and the
 * uniqueness of identifiers. Gives everything that is wrong at once; nothing when the file is valid. The whole document
 * is held in memory: check large files by parts.
 */
export function validateIati(xml: string, now = new Date()): Finding[] {
  return read(xml, (document) => [
    ...breaksOfSchema(document),
    ...unknownCodes(document),
    ...repeatedIdentifiers(document),
    ...[...brokenRules(document, now), ...brokenTextRules(document)].map(({ node, ...broken }) => at(node, { ...broken, rule: broken.id })),
  ]);
}

/** The first thing for which readers might refuse the whole file; undefined when there is none. */
export function criticalIn(xml: string): Finding | undefined {
  return read(xml, breaksOfSchema)[0];
}

function read(xml: string, look: (document: XmlDocument) => Finding[]): Finding[] {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(xml);
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.map(({ message, line }) => ({ severity: "critical", rule: "xml", message: message.trim(), line }));
  }
  try {
    // An IATI file has no use for one, and its entities could name other files.
    if (document.dtd) return [{ severity: "critical", rule: "xml", message: "A document type declaration (DOCTYPE) is not accepted." }];
    return look(document);
  } finally {
    document.dispose();
  }
}

function at(node: XmlNode, { severity, rule, message }: Pick<Finding, "severity" | "rule" | "message">): Finding {
  const identifier = values(node, "ancestor-or-self::iati-activity/iati-identifier")[0];
  // Only elements have a line.
  const { line } = node instanceof XmlAttribute ? node.parent! : node;
  return { severity, rule, message, ...(identifier === undefined ? {} : { identifier }), line };
}

const schemas = new Map<string, XsdValidator>();

/** The schema, once. The files it includes are read by a provider that is then taken away: no other document may read any. */
function schema(name: string): XsdValidator {
  let validator = schemas.get(name);
  if (!validator) {
    xmlRegisterFsInputProviders();
    const path = join(standardFolder, name);
    const source = XmlDocument.fromBuffer(readFileSync(path), { url: pathToFileURL(path).href });
    schemas.set(name, (validator = XsdValidator.fromDoc(source)));
    source.dispose();
    xmlCleanupInputProvider();
  }
  return validator;
}

function breaksOfSchema(document: XmlDocument): Finding[] {
  try {
    schema(document.root.name === "iati-organisations" ? "iati-organisations-schema.xsd" : "iati-activities-schema.xsd").validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const activities = find(document.root, "/iati-activities/iati-activity");
    return error.details.map(({ message, line, xpath }) => {
      // "/iati-activities/iati-activity[3]/title", or the last one that begins above the line.
      const number = /^\/iati-activities\/iati-activity(?:\[(\d+)\])?/.exec(xpath ?? "");
      const activity = number ? activities[Number(number[1] ?? 1) - 1] : activities.findLast((one) => one.line <= line);
      return activity
        ? { ...at(activity, { severity: "critical", rule: "xsd", message: message.trim() }), line }
        : { severity: "critical", rule: "xsd", message: message.trim(), line };
    });
  }
}

/** Which nodes take their codes from which list. */
let mapping: { path: string; list: string }[] | undefined;

function readMapping(): { path: string; list: string }[] {
  const document = XmlDocument.fromBuffer(readFileSync(join(standardFolder, "mapping.xml")));
  const lines = find(document.root, "/mappings/mapping").map((node) => {
    const [path = "", condition] = [values(node, "path")[0], values(node, "condition")[0]];
    // The condition is of the element that carries the code.
    const cut = path.lastIndexOf("/");
    return {
      path: condition ? `${path.slice(0, cut)}[${condition}]${path.slice(cut)}` : path,
      list: (find(node, "codelist")[0] as XmlElement).attr("ref")!.value,
    };
  });
  document.dispose();
  return lines;
}

function unknownCodes(document: XmlDocument): Finding[] {
  mapping ??= readMapping();
  return mapping.flatMap(({ path, list }) => {
    const codes = codelist(list);
    if (!codes) return [];
    return find(document.root, path)
      .filter((node) => !codes.all.has(node.content))
      .map((node) =>
        at(node, {
          severity: codes.complete ? "error" : "warning",
          rule: "codelist",
          message: `“${node.content}” is not in the list ${list} (${path})`,
        }),
      );
  });
}

function repeatedIdentifiers(document: XmlDocument): Finding[] {
  const seen = new Set<string>();
  return find(document.root, "/iati-activities/iati-activity/iati-identifier").flatMap((node) => {
    if (!seen.has(node.content)) {
      seen.add(node.content);
      return [];
    }
    return [at(node, { severity: "error", rule: "1.1.2", message: "The activity identifier must be unique in the file." })];
  });
}
