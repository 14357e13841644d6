import type { Actor } from "../../platform/accounts/rights.ts";
import { may } from "../../platform/accounts/rights.ts";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { type Block, type PdfDocument, paperOf } from "../../platform/pdf/document.ts";
import { keepPdf } from "../../platform/pdf/keep.ts";
import { formatPartialDate } from "../../register/record/partial-date.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import { formatMoney } from "../money.ts";
import { tryMove, whoIs } from "../states.ts";
import { allStepAsides, findJury, gaugesOf, type Jury, type JuryMember, juryFacts, lockJury, membersOf, setJury, type StepAside } from "./jury-store.ts";
import { type RankedRow, wholeRanking } from "./ranking-store.ts";
import { juryMoves } from "./states.ts";

/** Everything is in the minutes of a meeting: they are made by the program, not in the eyes of one person. */
const program: Actor = { id: "system", name: "Ville-Monde", role: "system" };

/**
 * Ends a meeting: every file in assessment has its decision and somebody was there. Its minutes are drawn and kept,
 * and its decisions change by a later meeting alone. Nothing is told to the applicants: the assembly votes first.
 */
export async function closeJury(
  services: { db: Database; files: Files; city: City },
  id: string,
  version: number,
  by: Actor,
  now = new Date(),
): Promise<Outcome<{ minutes: string }>> {
  if (!may(by, "instruct")) return refuse("forbidden");
  const { db, files, city } = services;
  return act(db, async (trx): Promise<Outcome<{ minutes: string }>> => {
    const locked = await lockJury(trx, id);
    if (!locked) return refuse("not_found");
    if (locked.version !== version) return refuse("conflict");
    const facts = await juryFacts(trx, id);
    const result = tryMove(juryMoves, locked.state, "close", whoIs(by), facts);
    if (!result.ok) return refuse(result.reason, { count: facts.undecided });
    const locale = languages[0];
    const jury = (await findJury(trx, id))!;
    const [members, asides, rows, gauges] = [
      await membersOf(trx, id),
      await allStepAsides(trx, id),
      await wholeRanking(trx, program, jury.edition),
      await gaugesOf(trx, jury.edition),
    ];
    const decided = rows.filter(({ decision }) => decision !== null);
    const document = minutesOf({ jury, members, asides, rows: decided, gauges }, locale);
    const bytes = await documentPdf(document, paperOf(city, locale), { locale, at: now });
    const minutes = await keepPdf(trx, files, bytes, `PV-${jury.editionCode}-${jury.heldOn}.pdf`);
    const after = await setJury(trx, id, { state: "closed", minutes });
    const counts = Object.fromEntries(["proposed", "reserve", "rejected"].map((one) => [one, decided.filter(({ decision }) => decision === one).length]));
    await logAct(trx, { kind: "jury", id, version: after }, "closed", { minutes, ...counts }, by);
    return { ok: true, minutes };
  });
}

interface MinutesData {
  jury: Jury;
  members: JuryMember[];
  asides: StepAside[];
  rows: RankedRow[];
  gauges: Awaited<ReturnType<typeof gaugesOf>>;
}

/** The minutes as a document, in a language. Pure. */
export function minutesOf({ jury, members, asides, rows, gauges }: MinutesData, locale: Locale): PdfDocument {
  const t = translator(locale);
  const euro = (cents: number) => formatMoney(cents, jury.currency, locale);
  const score = (value: number | null) => (value === null ? "–" : new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(value));
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const named = (name: (typeof gauges)[number]["sourceName"]) => textIn(name, locale)?.text ?? "";
  const decision = (wanted: string): Block[] => {
    const chosen = rows.filter((row) => row.decision === wanted).toSorted((a, b) => (a.juryRank ?? a.rank) - (b.juryRank ?? b.rank) || a.rank - b.rank);
    if (chosen.length === 0) return [];
    const proposed = wanted === "proposed";
    return [
      {
        type: "table",
        caption: `${t.dynamic(`jury.decision.${wanted}`)} (${chosen.length})`,
        columns: [
          { label: t.dynamic("jury.rank"), numeric: true },
          { label: t.dynamic("instruction.number") },
          { label: t.dynamic("instruction.applicant") },
          { label: t.dynamic("assessment.mean"), numeric: true },
          { label: t.dynamic("instruction.asked"), numeric: true },
          ...(proposed ? [{ label: t.dynamic("jury.amount"), numeric: true }] : []),
          { label: t.dynamic("jury.reasons") },
        ],
        rows: chosen.map((row) => [
          String(row.juryRank ?? row.rank),
          row.number,
          row.applicant,
          score(row.mean),
          euro(row.askedCents),
          ...(proposed ? [row.proposals.map((one) => `${euro(one.amountCents)} (${named(gauges.find(({ source }) => source === one.source)?.sourceName ?? {})})`).join("\n")] : []),
          row.decisionComment ?? "",
        ]),
        ...(proposed
          ? { foot: ["", "", t.dynamic("jury.total"), "", euro(sum(chosen, "askedCents")), euro(sum(chosen, "proposedCents")), ""] }
          : {}),
      },
    ];
  };
  const present = members.filter((member) => member.present);
  const absent = members.filter((member) => !member.present);
  const line = ({ name, quality }: JuryMember) => (quality ? `${name}, ${quality}` : name);
  return {
    title: t.dynamic("jury.minutes.title"),
    subtitle: textIn(jury.editionName, locale)?.text ?? jury.editionCode,
    footer: `${t.dynamic("jury.minutes.title")} · ${jury.editionCode} · ${formatPartialDate(jury.heldOn, locale)}`,
    blocks: [
      {
        type: "facts",
        rows: [
          [t.dynamic("jury.heldOn"), formatPartialDate(jury.heldOn, locale)],
          ...(jury.place ? [[t.dynamic("jury.place"), jury.place] as [string, string]] : []),
          [t.dynamic("jury.filesDecided"), String(rows.length)],
        ],
      },
      { type: "heading", level: 1, text: t.dynamic("jury.present") },
      { type: "list", items: present.map(line) },
      ...(absent.length > 0
        ? ([{ type: "heading", level: 1, text: t.dynamic("jury.absent") }, { type: "list", items: absent.map(line) }] as Block[])
        : []),
      { type: "heading", level: 1, text: t.dynamic("jury.stepAsides") },
      asides.length === 0
        ? { type: "text", text: t.dynamic("jury.stepAsides.none") }
        : {
            type: "table",
            caption: t.dynamic("jury.minutes.stepAsides"),
            columns: [{ label: t.dynamic("instruction.number") }, { label: t.dynamic("jury.member") }, { label: t.dynamic("jury.reasons") }],
            rows: asides
              .filter(({ application }) => numbers.has(application))
              .map(({ application, name, reason }) => [
                numbers.get(application)!,
                name,
                t.has(`assessment.reason.${reason}`) ? t.dynamic(`assessment.reason.${reason}`) : reason,
              ]),
          },
      { type: "heading", level: 1, text: t.dynamic("jury.decisions") },
      { type: "text", text: t.dynamic("assessment.tieRule") },
      ...decision("proposed"),
      ...decision("reserve"),
      ...decision("rejected"),
      {
        type: "table",
        caption: t.dynamic("jury.envelopes"),
        columns: [{ label: t.dynamic("jury.source") }, { label: t.dynamic("jury.ae"), numeric: true }, { label: t.dynamic("jury.proposed"), numeric: true }, { label: t.dynamic("jury.left"), numeric: true }],
        rows: gauges.map((gauge) => [named(gauge.sourceName), euro(gauge.aeCents), euro(gauge.proposedCents), euro(gauge.freeCents)]),
      },
      ...(jury.remarks ? ([{ type: "heading", level: 1, text: t.dynamic("jury.remarks") }, { type: "text", text: jury.remarks }] as Block[]) : []),
      { type: "text", text: t.dynamic("jury.minutes.vote") },
      { type: "signatures", parties: [{ name: "", role: t.dynamic("jury.chair") }, { name: "", role: t.dynamic("jury.secretary") }] },
    ],
  };
}

const sum = (rows: readonly RankedRow[], name: "askedCents" | "proposedCents") => rows.reduce((total, row) => total + row[name], 0);
