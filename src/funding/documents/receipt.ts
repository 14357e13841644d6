import type { Translator } from "../../platform/i18n/messages.ts";
import { type Instant, showInstant } from "../../platform/instants.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import { formatMoney } from "../money.ts";

/** What a receipt says of an application that was sent, in words of its language; amounts in cents. */
export interface ReceiptData {
  number: string;
  edition: string;
  project: string;
  organisation: string;
  /** Who sent it. */
  by: string;
  submittedAt: Instant;
  /** IANA name of the zone by whose clocks the deadline runs. */
  zone: string;
  askedCents: number;
  currency: string;
  /** As the form has them; an answer may have several lines, and be empty. */
  sections: { heading: string; answers: { question: string; answer: string }[] }[];
  /** Expenses, resources, contributions in kind: each with its total. */
  budget: { caption: string; lines: { label: string; cents: number }[]; totalCents: number }[];
  files: { name: string; requirement: string | null; sha256: string }[];
  /** What was declared on honour, in full. */
  declarations: string[];
  /** Null when the organisation is exempt. `textVersion`: the decree that holds the text. */
  engagement: { textVersion: string; at: Instant; by: string } | null;
  /** SHA-256 of the content, in hexadecimal: see application/seal.ts. */
  seal: string;
}

export function receipt(data: ReceiptData, t: Translator): PdfDocument {
  const money = (cents: number) => formatMoney(cents, data.currency, t.locale);
  const instant = (at: Instant) => showInstant(t.locale, at, data.zone);
  const heading = (text: string): Block => ({ type: "heading", level: 1, text });
  const { engagement } = data;
  return {
    title: t("pdf.receipt.title"),
    subtitle: `${data.number} · ${data.organisation}`,
    footer: t("pdf.receipt.footer", { number: data.number }),
    blocks: [
      { type: "text", text: t("pdf.receipt.lead") },
      {
        type: "facts",
        rows: [
          [t("pdf.number"), data.number],
          [t("pdf.receipt.submittedAt"), instant(data.submittedAt)],
          [t("pdf.receipt.by"), data.by],
          [t("pdf.organisation"), data.organisation],
          [t("pdf.receipt.edition"), data.edition],
          [t("pdf.receipt.project"), data.project],
          [t("pdf.receipt.asked"), money(data.askedCents)],
        ],
      },
      ...data.sections.flatMap(({ heading: text, answers }): Block[] => [
        heading(text),
        { type: "facts", rows: answers.map(({ question, answer }) => [question, answer.trim() || t("pdf.receipt.empty")]) },
      ]),
      ...(data.budget.length > 0 ? [heading(t("pdf.receipt.budget"))] : []),
      ...data.budget.map(
        ({ caption, lines, totalCents }): Block => ({
          type: "table",
          caption,
          columns: [{ label: t("pdf.item") }, { label: t("pdf.amount"), numeric: true }],
          rows: lines.map(({ label, cents }) => [label, money(cents)]),
          foot: [t("pdf.currencyTotal"), money(totalCents)],
        }),
      ),
      ...(data.declarations.length > 0
        ? [heading(t("pdf.receipt.declarations")), { type: "list", items: data.declarations } satisfies Block]
        : []),
      heading(t("pdf.receipt.engagement")),
      {
        type: "text",
        text: engagement
          ? t("pdf.receipt.engagementText", { by: engagement.by, at: instant(engagement.at), version: engagement.textVersion })
          : t("pdf.receipt.engagementNot"),
      },
      heading(t("pdf.receipt.files")),
      data.files.length > 0
        ? {
            type: "facts",
            rows: data.files.map(({ name, requirement, sha256 }) => [
              requirement ? `${requirement}, ${name}` : name,
              `${t("pdf.receipt.digest")} ${sha256}`,
            ]),
          }
        : { type: "text", text: t("pdf.none") },
      { type: "mark", text: t("pdf.receipt.seal", { seal: data.seal }) },
    ],
  };
}
