import type { MessageKey, Translator } from "../../platform/i18n/messages.ts";
import { type Instant, showInstant } from "../../platform/instants.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import { formatPartialDate } from "../../register/record/partial-date.ts";
import { formatMoney } from "../money.ts";

interface Member {
  name: string;
  /** For whom they sit: a service, a council, themselves. */
  capacity: string;
}

/** What a meeting of a jury did; amounts in cents. */
export interface MinutesData {
  edition: string;
  /** A day (YYYY-MM-DD), or the instant at which it opened. */
  heldAt: string | Instant;
  zone: string;
  place: string | null;
  chair: string | null;
  present: Member[];
  absent: Member[];
  /** Who declared a link with which file, and stepped aside. */
  interests: { member: string; file: string }[];
  currency: string;
  ranking: {
    rank: number;
    number: string;
    organisation: string;
    title: string;
    /** The mean of the scores, with the signs that the edition counts in; null without one. */
    score: number | null;
    askedCents: number;
    decision: "proposed" | "reserve" | "rejected";
    proposedCents: number;
    /** Why: for a file that is not proposed, or not in full. */
    reason: string | null;
  }[];
  /** Each ceiling that the proposals draw on. */
  gauges: { name: string; ceilingCents: number; usedCents: number; proposedCents: number }[];
  /** Who signs. */
  signatories: { name: string; role: string }[];
}

export function minutes(data: MinutesData, t: Translator): PdfDocument {
  const { locale } = t;
  const money = (cents: number) => formatMoney(cents, data.currency, locale);
  const score = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const on = data.heldAt.length === 10 ? formatPartialDate(data.heldAt, locale) : showInstant(locale, data.heldAt, data.zone);
  const heading = (key: MessageKey): Block => ({ type: "heading", level: 1, text: t(key) });
  const members = (key: MessageKey, those: Member[]): Block => ({
    type: "table",
    caption: t(key),
    columns: [{ label: t("pdf.name") }, { label: t("pdf.minutes.capacity") }],
    rows: those.map(({ name, capacity }) => [name, capacity]),
  });
  const proposed = data.ranking.reduce((sum, one) => sum + one.proposedCents, 0);
  const reasons = data.ranking.filter(({ reason }) => reason);
  return {
    title: t("pdf.minutes.title"),
    subtitle: data.edition,
    footer: t("pdf.minutes.footer", { edition: data.edition, on }),
    blocks: [
      {
        type: "facts",
        rows: [
          [t("pdf.minutes.heldOn"), on],
          ...(data.place ? [[t("pdf.minutes.place"), data.place] satisfies [string, string]] : []),
          ...(data.chair ? [[t("pdf.minutes.chair"), data.chair] satisfies [string, string]] : []),
          [
            t("pdf.minutes.quorum"),
            t("pdf.minutes.quorumCount", { present: data.present.length, members: data.present.length + data.absent.length }),
          ],
        ],
      },
      members("pdf.minutes.present", data.present),
      ...(data.absent.length > 0 ? [members("pdf.minutes.absent", data.absent)] : []),
      heading("pdf.minutes.interests"),
      ...(data.interests.length === 0
        ? [{ type: "text", text: t("pdf.minutes.interestsNone") } satisfies Block]
        : [
            { type: "text", text: t("pdf.minutes.interestsText") } satisfies Block,
            {
              type: "table",
              caption: t("pdf.minutes.interestsCaption"),
              columns: [{ label: t("pdf.minutes.member") }, { label: t("pdf.minutes.file") }],
              rows: data.interests.map(({ member, file }) => [member, file]),
            } satisfies Block,
          ]),
      heading("pdf.minutes.ranking"),
      { type: "text", text: t("pdf.minutes.advisory") },
      {
        type: "table",
        caption: t("pdf.minutes.rankingCaption"),
        columns: [
          { label: t("pdf.minutes.rank"), numeric: true },
          { label: t("pdf.minutes.file") },
          { label: t("pdf.minutes.score"), numeric: true },
          { label: t("pdf.minutes.asked"), numeric: true },
          { label: t("pdf.minutes.decision"), numeric: true },
          { label: t("pdf.minutes.proposed"), numeric: true },
        ],
        rows: data.ranking.map((one) => [
          String(one.rank),
          `${one.number}, ${one.organisation}\n${one.title}`,
          one.score === null ? "–" : score.format(one.score),
          money(one.askedCents),
          t(`pdf.minutes.decision.${one.decision}`),
          one.proposedCents === 0 ? "–" : money(one.proposedCents),
        ]),
        foot: ["", t("pdf.currencyTotal"), "", money(data.ranking.reduce((sum, one) => sum + one.askedCents, 0)), "", money(proposed)],
      },
      ...(reasons.length > 0
        ? [
            { type: "heading", level: 2, text: t("pdf.minutes.reasons") } satisfies Block,
            {
              type: "facts",
              rows: reasons.map(({ number, organisation, reason }) => [`${number}, ${organisation}`, reason!]),
            } satisfies Block,
          ]
        : []),
      heading("pdf.minutes.gauges"),
      {
        type: "table",
        caption: t("pdf.minutes.gaugesCaption"),
        columns: [
          { label: t("pdf.minutes.gauge") },
          { label: t("pdf.minutes.ceiling"), numeric: true },
          { label: t("pdf.minutes.used"), numeric: true },
          { label: t("pdf.minutes.proposed"), numeric: true },
          { label: t("pdf.minutes.left"), numeric: true },
        ],
        rows: data.gauges.map(({ name, ceilingCents, usedCents, proposedCents }) => [
          name,
          money(ceilingCents),
          money(usedCents),
          money(proposedCents),
          money(ceilingCents - usedCents - proposedCents),
        ]),
      },
      ...(data.signatories.length > 0 ? [{ type: "signatures", parties: data.signatories } satisfies Block] : []),
    ],
  };
}
