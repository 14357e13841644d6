import type { Refusal } from "../../funding/acts.ts";
import { type Draft, parseDraft } from "../../funding/application/content.ts";
import { filesOf, type SentFile } from "../../funding/application/file-store.ts";
import { lateReportsOf } from "../../funding/application/list-store.ts";
import { applicationFacts } from "../../funding/application/move-store.ts";
import { type PieceRequest, piecesOf } from "../../funding/application/piece-store.ts";
import type { ApplicationState } from "../../funding/application/states.ts";
import { applicationMoves } from "../../funding/application/states.ts";
import { type Assigned, assignedTo, possibleAssessors } from "../../funding/assessment/assessor-store.ts";
import { type Interest, interestsIn, peopleOf } from "../../funding/assessment/interest-store.ts";
import { type Opinion, opinionsOn, type Spread, spreadOf } from "../../funding/assessment/opinion-store.ts";
import { type AdmissibilityItem, type MachineVerdict, machineVerdicts } from "../../funding/instruction/admissibility.ts";
import {
  type Checked,
  checksOf,
  type FileOfficer,
  type FileRecord,
  findFile,
  type HistoryLine,
  historyOfFile,
  type Note,
  notesOf,
  officersOn,
  type StrandAsked,
  strandsAsked,
} from "../../funding/instruction/file-store.ts";
import { officersOf } from "../../funding/instruction/list-store.ts";
import {
  type OrganisationFound,
  organisationsLike,
  type RelatedAward,
  type RelatedFile,
  relatedAwards,
  relatedFiles,
  yearlyTotal,
} from "../../funding/instruction/related-store.ts";
import { type OpenMove, openMoves, whoIs } from "../../funding/states.ts";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { dayOf } from "../../platform/instants.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { countriesAmong, editionAt, readCountryLists } from "../../register/edition/store.ts";
import type { FormValues } from "../../ui/forms/values.ts";
import { plain } from "../../ui/text.tsx";

/** A form of the page that was not taken: what was typed, and why. */
export interface GivenBack {
  do: string;
  values: FormValues;
  refusal: Refusal;
}

export interface FileData {
  file: FileRecord;
  draft: Draft;
  edition: Edition;
  strands: StrandAsked[];
  officers: FileOfficer[];
  sent: SentFile[];
  pieces: PieceRequest[];
  checks: Checked[];
  machine: Record<AdmissibilityItem, MachineVerdict>;
  moves: OpenMove<ApplicationState>[];
  countryName: (code: string) => string;
  /** What only the desk sees; undefined for others. */
  desk?: {
    officers: { id: string; name: string }[];
    assessors: { id: string; name: string; role: string }[];
    notes: Note[];
    history: HistoryLine[];
    related: RelatedFile[];
    awards: RelatedAward[];
    organisations: OrganisationFound[];
    yearly: number;
    assigned: Assigned[];
    opinions: Opinion[];
    spread: Spread;
    interests: Interest[];
    /** The names of the body's people that are this officer's own. */
    sameNames: string[];
  };
}

/** All that the page of a file shows to this person; undefined when they do not see it. */
export async function readFileData(db: Database, by: Actor, id: string, locale: Locale): Promise<FileData | undefined> {
  const file = await findFile(db, by, id);
  const edition = file && (await editionAt(db, file.edition, file.editionVersion));
  if (!file || !edition) return undefined;
  const [strands, officers, sent, pieces, checks, facts, lists, late] = await Promise.all([
    strandsAsked(db, id),
    officersOn(db, id),
    filesOf(db, id),
    piecesOf(db, id),
    checksOf(db, id),
    applicationFacts(db, id),
    readCountryLists(db),
    lateReportsOf(db, file.applicant, dayOf(file.submittedAt)),
  ]);
  const draft = parseDraft(file.content);
  const eligible = countriesAmong(lists, edition);
  const names = new Map(lists.countries.map(({ code, name }) => [code, plain(name, locale)]));
  const countryName = (code: string) => names.get(code) ?? code;
  const allowed = new Set(eligible.countries.map(({ code }) => code));
  const machine = machineVerdicts(draft, {
    edition,
    applicant: file,
    files: sent,
    today: dayOf(file.submittedAt),
    countries: allowed,
    lateReports: late.length,
    countryList: eligible.list ? plain(eligible.list.name, locale) || eligible.list.id : null,
    countryDay: eligible.on,
    refusedCountries: [...new Set(draft.places.map(({ country }) => country))]
      .filter((code) => code !== "" && !allowed.has(code))
      .map(countryName),
  });
  const moves = openMoves(applicationMoves, file.state, whoIs(by), facts);
  const data = { file, draft, edition, strands, officers, sent, pieces, checks, machine, moves, countryName };
  return may(by, "application.instruct") ? { ...data, desk: await readDesk(db, by, file) } : data;
}

async function readDesk(db: Database, by: Actor, file: FileRecord): Promise<NonNullable<FileData["desk"]>> {
  const { id } = file;
  const [officers, assessors, notes, history, related, awards, organisations, yearly, assigned, opinions, spread, interests, people] =
    await Promise.all([
      officersOf(db),
      possibleAssessors(db),
      notesOf(db, id),
      historyOfFile(db, id),
      relatedFiles(db, by, file),
      relatedAwards(db, file),
      file.organisation ? [] : organisationsLike(db, file),
      yearlyTotal(db, file, file.fiscalYear),
      assignedTo(db, id),
      opinionsOn(db, id),
      spreadOf(db, id),
      interestsIn(db, id),
      peopleOf(db, id),
    ]);
  const own = foldName(by.name);
  const sameNames = people.filter((name) => foldName(name) === own);
  return { officers, assessors, notes, history, related, awards, organisations, yearly, assigned, opinions, spread, interests, sameNames };
}

/** Names without accents, case or order of words: "Diallo, Awa" is "awa diallo". */
export const foldName = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(" ");
