import type { Translator } from "../../platform/i18n/messages.ts";
import { showInstant } from "../../platform/instants.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { actionWords, digestWords, kindWords } from "../words.ts";
import type { Covering, Paper, Told } from "./store.ts";

/** One entry with all that is told of it: who, and each change as a label and what stands now, or stood before and stands now. */
export interface ToldEntry {
  entry: Pick<Told, "id" | "at" | "kind" | "action" | "hash" | "version">;
  who: string;
  changes: [label: string, value: string][];
}
export interface HistoryData {
  title: string;
  subtitle: string;
  /** What the head of the document says of the record. */
  facts: [label: string, value: string][];
  entries: ToldEntry[];
  papers: Paper[];
  anchors: Covering[];
  site: string;
  /** When it is made, and for whom. */
  at: Date;
  reader: string;
}

/** The whole history of a record, from its first entry to its last, and how to verify it. */
export function historyDocument(data: HistoryData, t: Translator): PdfDocument {
  const instant = (at: Date) => showInstant(t.locale, at.toISOString(), timeZone());
  const heading = (level: 1 | 2, text: string): Block => ({ type: "heading", level, text });
  const [first, last] = [data.entries[0]?.entry, data.entries.at(-1)?.entry];
  const made = instant(data.at);
  return {
    title: t("pdf.history.title", { title: data.title }),
    subtitle: data.subtitle,
    footer: t("pdf.history.footer", { title: data.title, at: made }),
    blocks: [
      {
        type: "facts",
        rows: [
          ...data.facts,
          [t("pdf.history.entries"), String(data.entries.length)],
          ...(first && last
            ? [[t("pdf.history.period"), t("pdf.history.fromTo", { from: instant(first.at), to: instant(last.at) })] as [string, string]]
            : []),
          [t("pdf.history.made"), t("pdf.history.madeFor", { at: made, reader: data.reader })],
        ],
      },
      heading(1, t("pdf.history.story")),
      ...(data.entries.length === 0 ? [{ type: "text", text: t("pdf.history.none") } satisfies Block] : []),
      ...data.entries.flatMap((one) => entryBlocks(one, data.anchors, t, instant)),
      heading(1, t("pdf.history.papers")),
      data.papers.length === 0
        ? { type: "text", text: t("pdf.history.papersNone") }
        : {
            type: "table",
            caption: t("pdf.history.papersCount", { count: data.papers.length }),
            columns: [{ label: t("pdf.history.paper") }, { label: t("pdf.history.received") }, { label: "SHA-256", width: "wide" }],
            rows: data.papers.map(({ name, at, sha256 }) => [name, instant(at), digestWords(sha256)]),
          },
      heading(1, t("pdf.history.verify")),
      { type: "text", text: t("pdf.history.verifyText", { site: data.site }) },
      { type: "list", items: t("pdf.history.verifySteps", { site: data.site }).split("\n") },
      ...anchorBlocks(data, t, instant),
    ],
  };
}

function entryBlocks(
  { entry, who, changes }: ToldEntry,
  anchors: readonly Covering[],
  t: Translator,
  instant: (at: Date) => string,
): Block[] {
  const anchor = coveringOf(anchors, entry.id);
  return [
    { type: "heading", level: 2, text: t("pdf.history.entry", { id: String(entry.id), what: actionWords(t, entry) }) },
    {
      type: "facts",
      rows: [
        [t("pdf.history.when"), instant(entry.at)],
        [t("pdf.history.who"), who],
        [t("pdf.history.about"), t("pdf.history.aboutVersion", { kind: kindWords(t, entry.kind), version: entry.version })],
        ...changes,
        [t("pdf.history.hash"), digestWords(entry.hash)],
        [
          t("pdf.history.anchor"),
          anchor ? t("pdf.history.anchored", { number: String(anchor.number), at: instant(anchor.madeAt) }) : t("pdf.history.notAnchored"),
        ],
      ],
    },
  ];
}

/** The first anchor whose head is that entry or a later one. `anchors` in their order. */
export function coveringOf(anchors: readonly Covering[], entry: number): Covering | undefined {
  let [low, high] = [0, anchors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (anchors[middle]!.head >= entry) high = middle;
    else low = middle + 1;
  }
  return anchors[low];
}

/** The anchors that cover these entries, with their digests. */
function anchorBlocks({ entries, anchors }: HistoryData, t: Translator, instant: (at: Date) => string): Block[] {
  const used = new Map(entries.flatMap(({ entry }) => coveringOf(anchors, entry.id) ?? []).map((one) => [one.number, one]));
  if (used.size === 0) return [];
  return [
    {
      type: "table",
      caption: t("pdf.history.anchors"),
      columns: [
        { label: t("pdf.history.anchorNumber"), width: "fit" },
        { label: t("pdf.history.anchorHead"), width: "fit" },
        { label: t("pdf.history.anchorAt") },
        { label: "SHA-256", width: "wide" },
      ],
      rows: [...used.values()].map(({ number, head, madeAt, sha256 }) => [
        String(number),
        String(head),
        instant(madeAt),
        digestWords(sha256),
      ]),
    },
  ];
}
