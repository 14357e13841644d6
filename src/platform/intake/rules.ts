const MB = 1024 * 1024;

/** What may be kept, by the name that its files end with. */
export const mediaTypes = {
  pdf: "application/pdf",
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv",
  xml: "application/xml",
} as const;
export type Format = keyof typeof mediaTypes;

/** What a name may end with; the first is given to a file that has no ending. */
export const endings: Record<Format, readonly string[]> = {
  pdf: ["pdf"],
  png: ["png"],
  jpeg: ["jpg", "jpeg", "jpe", "jfif"],
  webp: ["webp"],
  gif: ["gif"],
  odt: ["odt"],
  ods: ["ods"],
  docx: ["docx"],
  xlsx: ["xlsx"],
  csv: ["csv", "tsv", "txt"],
  xml: ["xml", "iati"],
};

/** The widths of a picture that pages offer, in pixels. */
export const WIDTHS = [320, 640, 1_280] as const;

export const pictures: readonly Format[] = ["png", "jpeg", "webp", "gif"];

/** What a file may hold beside what is read of it. `protected`: nothing may be printed or changed in it, but it opens. */
export const finds = ["javascript", "launch", "attachment", "macros", "remote", "protected", "repaired"] as const;
export type Find = (typeof finds)[number];

export interface UseRules {
  formats: readonly Format[];
  /** In bytes. */
  maxBytes: number;
  /** What is not taken in; any other find is told to who opens the file. */
  refused: readonly Find[];
  /** What one person may send in 24 hours, all files of this use together. */
  daily: { files: number; bytes: number };
}

const papers = ["pdf", "png", "jpeg", "odt", "ods", "docx", "xlsx"] as const;
// A program of another machine, started or fetched when the file is opened, has no place in any file.
const never = ["launch", "macros", "remote"] as const;

/**
 * Every way that a file comes in. Forms of the State (Cerfa) hold JavaScript and invoices (Factur-X) a file of their own:
 * with an application they are flagged, not refused. What is published, or signed, holds neither.
 */
export const uses = {
  application: { formats: papers, maxBytes: 20 * MB, refused: never, daily: { files: 300, bytes: 1_500 * MB } },
  report: { formats: papers, maxBytes: 20 * MB, refused: never, daily: { files: 300, bytes: 1_500 * MB } },
  signature: { formats: ["pdf"], maxBytes: 20 * MB, refused: [...never, "javascript"], daily: { files: 100, bytes: 500 * MB } },
  document: {
    formats: ["pdf", "odt", "ods", "docx", "xlsx", "csv"],
    maxBytes: 20 * MB,
    refused: [...never, "javascript", "attachment"],
    daily: { files: 500, bytes: 3_000 * MB },
  },
  picture: { formats: pictures, maxBytes: 20 * MB, refused: [], daily: { files: 500, bytes: 3_000 * MB } },
  portrait: { formats: ["jpeg", "png", "webp"], maxBytes: 5_000_000, refused: [], daily: { files: 100, bytes: 500 * MB } },
  table: { formats: ["csv", "xlsx", "ods"], maxBytes: 25 * MB, refused: never, daily: { files: 1_000, bytes: 5_000 * MB } },
  iati: { formats: ["xml"], maxBytes: 200 * MB, refused: [], daily: { files: 500, bytes: 10_000 * MB } },
  paper: { formats: ["pdf", "png", "jpeg", "odt", "docx"], maxBytes: 20 * MB, refused: never, daily: { files: 500, bytes: 3_000 * MB } },
} as const satisfies Record<string, UseRules>;
export type Use = keyof typeof uses;
export const rulesOf = (use: Use): UseRules => uses[use];

/** ".pdf,.png,…": for the browser's own choice of files. */
export const acceptedBy = (use: Use): string =>
  uses[use].formats
    .flatMap((format) => endings[format])
    .map((ending) => `.${ending}`)
    .join(",");
/** "PDF, PNG, …": for people. */
export const toldFormats = (use: Use): string =>
  uses[use].formats.map((format) => (format === "webp" ? "WebP" : format.toUpperCase())).join(", ");

/** Why a file is not taken: a key of the messages "problem.…", which say the remedy. */
export type RefusedFile =
  | "file_empty"
  | "file_size"
  | "file_type"
  | "file_mismatch"
  | "file_truncated"
  | "file_damaged"
  | "file_password"
  | "file_bomb"
  | "file_entities"
  | "file_pixels"
  | "file_javascript"
  | "file_launch"
  | "file_attachment"
  | "file_macros"
  | "file_remote"
  | "file_quota"
  | "file_infected"
  | "file_unchecked";
export interface FileRefusal {
  ok: false;
  code: RefusedFile;
}
export const notTaken = (code: RefusedFile): FileRefusal => ({ ok: false, code });

/** What of `found` keeps a file out of a use; undefined when nothing does. */
export function refusedFind(use: Use, found: Iterable<Find>): RefusedFile | undefined {
  const refused: readonly Find[] = uses[use].refused;
  for (const find of found) if (refused.includes(find)) return `file_${find}` as RefusedFile;
  return undefined;
}

export const scanStates = ["waiting", "clean", "infected", "released", "deleted"] as const;
/** waiting: nobody has looked yet. released: opened by an administrator, who says why. A file without a state was kept before there was a scanner. */
export type ScanState = (typeof scanStates)[number];
/** What nobody opens. */
export const closedStates: readonly ScanState[] = ["waiting", "infected", "deleted"];
