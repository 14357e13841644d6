import { textIn } from "../../platform/localised.ts";
import { largestRemainder } from "../iati/shares.ts";
import type { AidLists } from "./aid-lists-store.ts";
import type { Finding, FindingCode } from "./check.ts";
import { defaultAidType, defaultChannel, defaultCollaboration } from "./defaults.ts";
import type { PaidAct, UnpaidAward } from "./paid-store.ts";

/** DAC code of developing countries, unspecified: of money that no one country receives. */
export const UNSPECIFIED = "998";

/**
 * recipient: a country of the list in force on the day of the payment. in_donor: spent at home on what counts as aid
 * (types H: awareness, refugees), whose recipient is unspecified. unspecified: the action names no country. no_list: no
 * edition of the list covers the day. not_aid: a country that is not on the list: set apart.
 */
export type AidStatus = "recipient" | "in_donor" | "unspecified" | "no_list" | "not_aid";

/** One payment to one country: the unit of the declaration. */
export interface ApdRow {
  paid: PaidAct;
  country: string | null;
  status: AidStatus;
  dacCode: string | null;
  incomeGroup: string | null;
  /** Of the payment, in cents; below 0 when money came back. The rows of a payment add up to it exactly. */
  amountCents: number;
  aidType: string;
  collaboration: string;
  channel: string | null;
  /** The largest of its sectors, and its share in percent where there are several. */
  sector: { code: string; percentage: number | null } | null;
  supposed: ("aidType" | "collaboration" | "channel" | "shares")[];
}

export interface Apd {
  rows: ApdRow[];
  findings: Finding[];
}

/** Percentages as whole ten-thousandths; equal parts where none is given. */
function weightsOf(percentages: (number | null)[]): { weights: number[]; supposed: boolean } {
  const weights = percentages.map((one) => Math.round((one ?? 0) * 10_000));
  if (weights.some((one) => one > 0)) return { weights, supposed: percentages.includes(null) };
  return { weights: weights.map(() => 1), supposed: weights.length > 1 };
}

/** An amount in cents cut by weights, whatever its sign. The parts add up to it exactly. */
export function cut(cents: number, weights: number[]): number[] {
  const sign = cents < 0 ? -1 : 1;
  return largestRemainder(Math.abs(cents), weights).map((part) => (part === 0 ? 0 : sign * part));
}

function statusOf(
  country: string | null,
  day: string,
  aidType: string,
  lists: AidLists,
): Pick<ApdRow, "status" | "dacCode" | "incomeGroup"> {
  const atHome = aidType.startsWith("H");
  const nobody = (status: AidStatus) => ({ status, dacCode: UNSPECIFIED, incomeGroup: null });
  if (country === null) return nobody(atHome ? "in_donor" : "unspecified");
  const answer = lists(country, day);
  if (answer.status === "recipient") return answer;
  if (atHome) return nobody("in_donor");
  return { status: answer.status === "no_list" ? "no_list" : "not_aid", dacCode: null, incomeGroup: null };
}

function rowsOf(paid: PaidAct, lists: AidLists, home: string): ApdRow[] {
  const { project, organisation } = paid;
  const body = { organisationType: organisation.type, organisationCountry: organisation.country, home, forProject: project !== null };
  const aidType = project?.aidType ?? defaultAidType(body);
  const collaboration = project?.collaboration ?? defaultCollaboration(aidType);
  const channel = project?.channel ?? defaultChannel(body);
  const countries = project?.countries.length ? project.countries : [{ country: null, percentage: null }];
  const shares = weightsOf(countries.map(({ percentage }) => percentage));
  const supposed: ApdRow["supposed"] = [
    ...(project?.aidType ? [] : ["aidType" as const]),
    ...(project?.collaboration ? [] : ["collaboration" as const]),
    ...(project?.channel ? [] : ["channel" as const]),
    ...(shares.supposed ? ["shares" as const] : []),
  ];
  const parts = cut(paid.amountCents, shares.weights);
  return countries.map(({ country }, i) => ({
    paid,
    country,
    ...statusOf(country, paid.on, aidType, lists),
    amountCents: parts[i]!,
    aidType,
    collaboration,
    channel,
    sector: mainSector(project?.sectors ?? []),
    supposed,
  }));
}

/** The one of the largest share; the first of those that share alike. */
export function mainSector(sectors: { sector: string; percentage: number | null }[]): ApdRow["sector"] {
  const [first, ...others] = sectors;
  if (!first) return null;
  const largest = others.reduce((best, one) => ((one.percentage ?? 0) > (best.percentage ?? 0) ? one : best), first);
  return { code: largest.sector, percentage: others.length === 0 ? null : largest.percentage };
}

const nameOf = (name: Parameters<typeof textIn>[0], id: string) => textIn(name, "fr")?.text ?? id;

function findingsOf(row: ApdRow): Finding[] {
  const { paid, country, status } = row;
  const { project } = paid;
  const grant = { record: { kind: "grant" as const, id: paid.grant }, label: `${paid.number} · ${paid.object}` };
  const about = project ? { record: { kind: "project" as const, id: project.id }, label: nameOf(project.name, project.id) } : grant;
  const money = { amountCents: row.amountCents, currency: paid.currency };
  const say = (code: FindingCode, where: typeof about | typeof grant, value?: string): Finding => ({
    code,
    ...where,
    ...money,
    ...(value ? { value } : {}),
  });
  const supposes = (what: ApdRow["supposed"][number]) => row.supposed.includes(what);
  return [
    ...(project ? [] : [say("no_project", grant)]),
    ...(status === "no_list" ? [say("no_list", about, country!)] : []),
    ...(status === "unspecified" && project ? [say("no_country", about)] : []),
    ...(status === "not_aid" ? [say("not_recipient", about, country!)] : []),
    ...(project && !row.sector ? [say("no_sector", about)] : []),
    ...(paid.currency === "EUR" ? [] : [say("not_euro", grant, paid.currency)]),
    ...(supposes("shares") ? [say("shares_assumed", about)] : []),
    ...(supposes("aidType") ? [say("default_aid_type", about, row.aidType)] : []),
    ...(supposes("collaboration") ? [say("default_collaboration", about, row.collaboration)] : []),
    ...(supposes("channel") ? [row.channel ? say("default_channel", about, row.channel) : say("no_channel", about)] : []),
    ...(paid.demo ? [say("demo", grant)] : []),
  ];
}

/** What was granted in the year and of which no payment is known. */
export function unpaidFindings(unpaid: UnpaidAward[]): Finding[] {
  return unpaid.map((award) => ({
    code: "awarded_unpaid" as const,
    record: award.grant ? { kind: "grant" as const, id: award.grant } : { kind: "award" as const, id: award.id },
    label: `${nameOf(award.organisation, "")} · ${nameOf(award.name, award.id)}`,
    amountCents: award.amountCents,
    currency: award.currency,
  }));
}

/** The payments of a year as a declaration needs them, and all that must be looked at before it is sent. `home`: the city's own country. */
export function declareApd(acts: PaidAct[], unpaid: UnpaidAward[], lists: AidLists, home: string): Apd {
  const rows = acts.flatMap((paid) => rowsOf(paid, lists, home));
  return { rows, findings: [...unpaidFindings(unpaid), ...rows.flatMap(findingsOf)] };
}
