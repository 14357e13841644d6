import { createHash } from "node:crypto";
import type { Draft } from "./content.ts";

/** JSON whose keys stand in order and that has no spaces: the same value has the same bytes (as RFC 8785 for our values). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`)
    .join(",")}}`;
}

/** What is sealed when an application is sent: what it says, who asks, under which rules, with which files. */
export interface Sealed {
  edition: string;
  editionVersion: number;
  applicant: Record<string, unknown>;
  content: Draft;
  files: { requirement: string | null; name: string; sha256: string }[];
}

/** SHA-256, in hexadecimal, of the canonical JSON of what was sent. */
export function sealOf(sealed: Sealed): string {
  const files = [...sealed.files].sort((a, b) => (`${a.requirement} ${a.sha256}` < `${b.requirement} ${b.sha256}` ? -1 : 1));
  return createHash("sha256")
    .update(canonicalJson({ ...sealed, files }))
    .digest("hex");
}
