import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { mainLanguage } from "../../platform/i18n/languages.ts";
import { type Translator, translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { type Block, type PdfDocument, paperOf } from "../../platform/pdf/document.ts";
import { keepPdf } from "../../platform/pdf/keep.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { act, logAct, type Outcome, refuse } from "../acts.ts";
import { minutes as minutesDocument } from "../documents/minutes.ts";
import { tryMove, whoIs } from "../states.ts";
import {
  allStepAsides,
  findJury,
  gaugesOf,
  type Jury,
  type JuryGauge,
  type JuryMember,
  juryFacts,
  lockJury,
  membersOf,
  type StepAside,
  setJury,
} from "./jury-store.ts";
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
  if (!may(by, "jury.run")) return refuse("forbidden");
  const { db, files, city } = services;
  return act(db, async (trx): Promise<Outcome<{ minutes: string }>> => {
    const locked = await lockJury(trx, id);
    if (!locked) return refuse("not_found");
    if (locked.version !== version) return refuse("conflict");
    const facts = await juryFacts(trx, id);
    const result = tryMove(juryMoves, locked.state, "close", whoIs(by), facts);
    if (!result.ok) return refuse(result.reason, { count: facts.undecided });
    const locale = mainLanguage();
    const jury = (await findJury(trx, id))!;
    const rows = (await wholeRanking(trx, program, jury.edition)).filter(({ decision }) => decision !== null);
    const document = minutesOf(
      { jury, members: await membersOf(trx, id), asides: await allStepAsides(trx, id), rows, gauges: await gaugesOf(trx, jury.edition) },
      translator(locale),
    );
    const bytes = await documentPdf(document, paperOf(city, locale), { locale, at: now });
    const minutes = await keepPdf(trx, files, bytes, `PV-${jury.editionCode}-${jury.heldOn}.pdf`);
    const after = await setJury(trx, id, { state: "closed", minutes });
    const counts = Object.fromEntries(
      (["proposed", "reserve", "rejected"] as const).map((one) => [one, rows.filter(({ decision }) => decision === one).length]),
    );
    await logAct(trx, { kind: "jury", id, version: after }, "closed", { minutes, ...counts }, by);
    return { ok: true, minutes };
  });
}

interface MeetingData {
  jury: Jury;
  members: JuryMember[];
  asides: StepAside[];
  rows: RankedRow[];
  gauges: JuryGauge[];
}

/** The minutes as a document: in the order of the jury, who stepped aside on what, what each envelope still holds. Pure. */
export function minutesOf({ jury, members, asides, rows, gauges }: MeetingData, t: Translator): PdfDocument {
  const { locale } = t;
  const words = (text: Localised) => textIn(text, locale)?.text ?? "";
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const listed = (present: boolean) =>
    members.filter((member) => member.present === present).map(({ name, quality }) => ({ name, capacity: quality }));
  const order = { proposed: 0, reserve: 1, rejected: 2 };
  const document = minutesDocument(
    {
      edition: words(jury.editionName) || jury.editionCode,
      heldAt: jury.heldOn,
      zone: timeZone(),
      place: jury.place || null,
      chair: null,
      present: listed(true),
      absent: listed(false),
      interests: asides.flatMap(({ application, name }) =>
        numbers.has(application) ? [{ member: name, file: numbers.get(application)! }] : [],
      ),
      currency: jury.currency,
      ranking: rows
        .toSorted((a, b) => order[a.decision!] - order[b.decision!] || (a.juryRank ?? a.rank) - (b.juryRank ?? b.rank) || a.rank - b.rank)
        .map((row) => ({
          rank: row.juryRank ?? row.rank,
          number: row.number,
          organisation: row.applicant,
          title: row.title,
          score: row.mean,
          askedCents: row.askedCents,
          decision: row.decision!,
          proposedCents: row.proposedCents,
          reason: row.decisionComment || null,
        })),
      gauges: gauges
        .filter(({ envelope }) => envelope !== null)
        .map(({ sourceName, aeCents, freeCents, proposedCents }) => ({
          name: `${words(sourceName)} ${jury.fiscalYear}`,
          ceilingCents: aeCents,
          usedCents: aeCents - freeCents - proposedCents,
          proposedCents,
        })),
      signatories: [
        { name: "", role: t("jury.chair") },
        { name: "", role: t("jury.secretary") },
      ],
    },
    t,
  );
  const also: Block[] = [
    { type: "text", text: t("assessment.tieRule") },
    ...(jury.remarks
      ? ([
          { type: "heading", level: 1, text: t("jury.remarks") },
          { type: "text", text: jury.remarks },
        ] satisfies Block[])
      : []),
  ];
  // Above the room to sign.
  const end = document.blocks.findIndex(({ type }) => type === "signatures");
  return { ...document, blocks: document.blocks.toSpliced(end < 0 ? document.blocks.length : end, 0, ...also) };
}
