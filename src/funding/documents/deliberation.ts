import type { MessageKey, Translator } from "../../platform/i18n/messages.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import { formatPartialDate } from "../../register/record/partial-date.ts";
import { formatMoney } from "../money.ts";

/** What the council is asked to vote; amounts in cents, days YYYY-MM-DD. */
export interface DeliberationData {
  /** "2026 DGRI 22"; null before the council's secretariat gives one. */
  reference: string | null;
  title: string;
  sessionOn: string | null;
  /** Why: paragraphs parted by an empty line. */
  motives: string;
  /** Further texts that it considers ("Vu …"), one each. */
  considering: string[];
  /** Instead of the three articles made from the beneficiaries. */
  articles?: string[];
  /** Who signs for the city: "La maire de Paris". */
  mayor: string;
  currency: string;
  beneficiaries: {
    /** Of the file. */
    number: string;
    organisation: string;
    /** SIRET, RNA or a foreign one. */
    identifier: string | null;
    object: string;
    /** In words of the language. */
    countries: string[];
    source: string;
    cents: number;
  }[];
}

export function deliberation(data: DeliberationData, t: Translator): PdfDocument {
  const money = (cents: number) => formatMoney(cents, data.currency, t.locale);
  const heading = (key: MessageKey): Block => ({ type: "heading", level: 1, text: t(key) });
  const total = data.beneficiaries.reduce((sum, { cents }) => sum + cents, 0);
  const organisations = new Set(data.beneficiaries.map(({ identifier, organisation }) => identifier ?? organisation)).size;
  const sources = [...Map.groupBy(data.beneficiaries, ({ source }) => source)].map(([source, those]) =>
    t("pdf.deliberation.chargeOne", { source, amount: money(those.reduce((sum, { cents }) => sum + cents, 0)) }),
  );
  const articles = data.articles ?? [
    t("pdf.deliberation.grant", { count: organisations, amount: money(total) }),
    t("pdf.deliberation.sign", { mayor: data.mayor }),
    t("pdf.deliberation.charge", { sources: sources.join(" ; ") }),
  ];
  return {
    title: data.title,
    subtitle: [
      data.reference ?? t("pdf.deliberation.title"),
      ...(data.sessionOn ? [t("pdf.deliberation.session", { on: formatPartialDate(data.sessionOn, t.locale) })] : []),
    ].join(" · "),
    footer: data.reference ? t("pdf.deliberation.footer", { reference: data.reference }) : t("pdf.deliberation.title"),
    blocks: [
      heading("pdf.deliberation.motives"),
      { type: "text", text: data.motives },
      heading("pdf.deliberation.text"),
      { type: "text", text: [t("pdf.deliberation.council"), t("pdf.deliberation.cited"), ...data.considering].join("\n\n") },
      { type: "text", text: t("pdf.deliberation.decides") },
      ...articles.flatMap((text, i): Block[] => [
        { type: "heading", level: 2, text: t("pdf.deliberation.article", { n: i + 1 }) },
        { type: "text", text },
      ]),
      heading("pdf.deliberation.annex"),
      {
        type: "table",
        caption: t("pdf.deliberation.annexCaption"),
        columns: [
          { label: t("pdf.organisation") },
          { label: t("pdf.object"), width: "wide" },
          { label: t("pdf.source") },
          { label: t("pdf.amount"), numeric: true },
        ],
        rows: data.beneficiaries.map((one) => [
          [one.organisation, ...(one.identifier ? [one.identifier] : [])].join("\n"),
          [`${one.number}, ${one.object}`, ...(one.countries.length > 0 ? [one.countries.join(", ")] : [])].join("\n"),
          one.source,
          money(one.cents),
        ]),
        foot: [t("pdf.currencyTotal"), "", "", money(total)],
      },
    ],
  };
}
