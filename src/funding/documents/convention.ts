import type { MessageKey, Translator } from "../../platform/i18n/messages.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import { formatPartialDate } from "../../register/record/partial-date.ts";
import { formatMoney } from "../money.ts";

export interface Party {
  name: string;
  /** Legal form, identifier, address: as many as are known. */
  details: string[];
  representative: string;
  /** In which they sign: "présidente". */
  capacity: string;
}

/** What a convention, or an amendment to one, settles; days are YYYY-MM-DD, amounts in cents. */
export interface ConventionData {
  number: string;
  /** 0: the convention itself. */
  amendment: number;
  /** Of an amendment. */
  reasons: string;
  city: Party;
  beneficiary: Party;
  object: string;
  /** Number of the application that describes the action. */
  application: string;
  deliberation: string;
  votedOn: string;
  amountCents: number;
  currency: string;
  tranches: { year: number; source: string; condition: string; cents: number }[];
  startsOn: string;
  endsOn: string;
  reports: { name: string; dueOn: string }[];
  /** The ring-fencing that the Conseil d’État asks for (13 May 2024). */
  humanitarian: boolean;
  /** False for a body that the contrat d’engagement républicain does not bind. */
  engagement: boolean;
  /** Where rights over personal data are exercised. */
  privacyContact: string;
  /** Town of the administrative court. */
  court: string;
}

/**
 * The convention that law 2000-321 (art. 10) asks for above 23 000 € a year (decree 2001-495), for any amount: object,
 * amount, payment, conditions of use; and what practice adds (DOMAIN, "Convention"). An amendment says anew what it
 * changes.
 */
export function convention(data: ConventionData, t: Translator): PdfDocument {
  const { number, amendment } = data;
  const day = (value: string) => formatPartialDate(value, t.locale);
  const money = (cents: number) => formatMoney(cents, data.currency, t.locale);
  const party = (one: Party, called: MessageKey): Block => ({
    type: "text",
    text: `${t("pdf.convention.party", { name: one.name, details: one.details.join(", "), representative: one.representative, capacity: one.capacity })},\n${t(called)}`,
  });
  const text = (key: MessageKey, values?: Record<string, string>): Block => ({ type: "text", text: t(key, values) });
  const schedule: Block = {
    type: "table",
    caption: t("pdf.convention.schedule.caption"),
    columns: [
      { label: t("pdf.year"), width: "fit" },
      { label: t("pdf.source") },
      { label: t("pdf.convention.schedule.condition"), width: "wide" },
      { label: t("pdf.amount"), numeric: true },
    ],
    rows: data.tranches.map(({ year, source, condition, cents }) => [String(year), source, condition, money(cents)]),
    foot: [t("pdf.currencyTotal"), "", "", money(data.amountCents)],
  };
  const reports: Block = {
    type: "table",
    caption: t("pdf.convention.reports.caption"),
    columns: [{ label: t("pdf.convention.reports.name") }, { label: t("pdf.convention.reports.due") }],
    rows: data.reports.map(({ name, dueOn }) => [name, day(dueOn)]),
  };
  const object = { object: data.object, application: data.application };
  const dates = { startsOn: day(data.startsOn), endsOn: day(data.endsOn) };

  type Article = [heading: MessageKey, ...blocks: Block[]];
  const terms: Article[] = [
    ["pdf.convention.amount.heading", text("pdf.convention.amount.text", { amount: money(data.amountCents) })],
    ["pdf.convention.schedule.heading", text("pdf.convention.schedule.text"), schedule],
    ["pdf.convention.duration.heading", text("pdf.convention.duration.text", dates)],
  ];
  const whole: Article[] = [
    ["pdf.convention.object.heading", text("pdf.convention.object.text", object)],
    ...terms,
    [
      "pdf.convention.obligations.heading",
      text("pdf.convention.obligations.text"),
      { type: "list", items: t("pdf.convention.obligations.items").split("\n") },
    ],
    ["pdf.convention.reports.heading", text("pdf.convention.reports.text"), ...(data.reports.length > 0 ? [reports] : [])],
    ["pdf.convention.control.heading", text("pdf.convention.control.text")],
    ["pdf.convention.regrant.heading", text("pdf.convention.regrant.text")],
    ...(data.humanitarian ? [["pdf.convention.humanitarian.heading", text("pdf.convention.humanitarian.text")] satisfies Article] : []),
    ...(data.engagement ? [["pdf.convention.engagement.heading", text("pdf.convention.engagement.text")] satisfies Article] : []),
    ["pdf.convention.visibility.heading", text("pdf.convention.visibility.text")],
    ["pdf.convention.privacy.heading", text("pdf.convention.privacy.text", { contact: data.privacyContact })],
    ["pdf.convention.recovery.heading", text("pdf.convention.recovery.text")],
    ["pdf.convention.termination.heading", text("pdf.convention.termination.text")],
    ["pdf.convention.amendments.heading", text("pdf.convention.amendments.text")],
    ["pdf.convention.disputes.heading", text("pdf.convention.disputes.text", { court: data.court })],
  ];
  const articles = amendment === 0 ? whole : terms;
  const { city, beneficiary } = data;
  return {
    title: amendment === 0 ? t("pdf.convention.title") : t("pdf.convention.amendmentTitle", { amendment }),
    subtitle: number,
    footer: amendment === 0 ? t("pdf.convention.footer", { number }) : t("pdf.convention.footerAmendment", { number, amendment }),
    blocks: [
      { type: "heading", level: 1, text: t("pdf.convention.between") },
      party(city, "pdf.convention.cityCalled"),
      party(beneficiary, "pdf.convention.beneficiaryCalled"),
      { type: "heading", level: 1, text: t("pdf.convention.considering") },
      text("pdf.convention.law", { deliberation: data.deliberation, votedOn: day(data.votedOn), application: data.application }),
      text("pdf.convention.agreed"),
      ...(amendment === 0
        ? []
        : [text("pdf.convention.amendmentReasons", { reasons: data.reasons }), text("pdf.convention.amendmentRest")]),
      ...articles.flatMap(([heading, ...blocks], i): Block[] => [
        { type: "heading", level: 1, text: t("pdf.convention.article", { n: i + 1, heading: t(heading) }) },
        ...blocks,
      ]),
      { type: "heading", level: 1, text: t("pdf.convention.signatures") },
      {
        type: "signatures",
        parties: [
          { name: city.name, role: t("pdf.convention.sign.city", { representative: city.representative, capacity: city.capacity }) },
          {
            name: beneficiary.name,
            role: t("pdf.convention.sign.beneficiary", { representative: beneficiary.representative, capacity: beneficiary.capacity }),
          },
        ],
      },
    ],
  };
}
