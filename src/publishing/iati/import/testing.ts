import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { projectRoot } from "../../../platform/project-root.ts";
import { canonical, type XmlNode } from "./node.ts";
import { type Item, readIati } from "./reader.ts";
import { type Refusal, RefusedFile } from "./refusal.ts";

/** A file of test/fixtures/iati, whole. */
export function fixture(name: string): Uint8Array {
  const bytes = readFileSync(join(projectRoot, "test/fixtures/iati", name));
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

export const utf8 = (text: string) => new TextEncoder().encode(text);

export async function* inChunks(bytes: Uint8Array, size = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The elements of a file, or why it is refused. */
export async function readAll(bytes: Uint8Array, size?: number): Promise<{ items: Item[]; refusal?: Refusal }> {
  const items: Item[] = [];
  try {
    for await (const item of readIati(inChunks(bytes, size))) items.push(item);
    return { items };
  } catch (error) {
    if (error instanceof RefusedFile) return { items, refusal: error.refusal };
    throw error;
  }
}

export async function activitiesOf(bytes: Uint8Array): Promise<XmlNode[]> {
  const { items, refusal } = await readAll(bytes);
  if (refusal) throw new Error(JSON.stringify(refusal));
  return items.flatMap((item) => (item.type === "activity" ? [item.node] : []));
}

export const file = (...activities: string[]) => utf8(`<iati-activities version="2.03">${activities.join("")}</iati-activities>`);

export interface ActivityParts {
  id: string;
  reporter?: string;
  reporterName?: string;
  title?: string;
  countries?: string;
  orgs?: string;
  more?: string;
}

/** A small activity that is complete; `more` comes after all the rest. */
export function anActivity({
  id,
  reporter = "XM-DAC-46008",
  reporterName = "Banque",
  title = `Projet ${id}`,
  countries = '<recipient-country code="SN"/>',
  orgs = '<participating-org role="4"><narrative>ONG</narrative></participating-org>',
  more = "",
}: ActivityParts): string {
  return `<iati-activity xml:lang="fr" default-currency="EUR"><iati-identifier>${id}</iati-identifier><reporting-org ref="${reporter}" type="40"><narrative>${reporterName}</narrative></reporting-org><title><narrative>${title}</narrative></title><description type="1"><narrative>Texte</narrative></description>${orgs}<activity-status code="2"/><activity-date type="1" iso-date="2024-01-01"/>${countries}${more}</iati-activity>`;
}

export const rewritten = (node: XmlNode) => activitiesOf(file(canonical(node)));
