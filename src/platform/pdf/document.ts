import type { City } from "../city.ts";
import { textIn } from "../localised.ts";

/** A document as its words: paragraphs, tables and what stands between them. All of it is text, none of it markup. */
export interface PdfDocument {
  title: string;
  subtitle?: string;
  /** At the foot of every page: what it is, its number. */
  footer: string;
  blocks: Block[];
}
export interface Column {
  label: string;
  /** Stands to the right. */
  numeric?: boolean;
  /** fit: as its longest word, as numbers are; wide: twice as much as the others. */
  width?: "fit" | "wide";
}
export type Block =
  /** Level 1 stands under the title. */
  | { type: "heading"; level: 1 | 2; text: string }
  /** An empty line parts paragraphs. */
  | { type: "text"; text: string }
  | { type: "list"; items: string[] }
  /** Labels and what they say. */
  | { type: "facts"; rows: [label: string, value: string][] }
  /** Each row has as many cells as there are columns; its header comes again on each page. */
  | { type: "table"; caption: string; columns: Column[]; rows: string[][]; foot?: string[] }
  /** Small and framed: a seal, a digest. */
  | { type: "mark"; text: string }
  /** Room to sign, side by side. */
  | { type: "signatures"; parties: { name: string; role: string }[] };

/** The paper of the city: its names and colours, from city.yaml. */
export interface Paper {
  city: string;
  service: string;
  colours: { ink: string; accent: string; line: string; muted: string };
}

export function paperOf(city: Pick<City, "name" | "service" | "colours">, locale: string): Paper {
  const { ink, accent, line, muted } = city.colours.light;
  return {
    city: textIn(city.name, locale)?.text ?? "",
    service: textIn(city.service, locale)?.text ?? "",
    colours: { ink, accent, line, muted },
  };
}
