import { commitmentsOf } from "../../funding/public/rules.ts";
import type { City } from "../../platform/city.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { type Localised, textIn } from "../../platform/localised.ts";
import { firstDay } from "../../register/record/partial-date.ts";
import { href } from "../../ui/paths.ts";
import { activityIdentifier, programmeIdentifier } from "../iati/identifiers.ts";
import type { AwardedGrant } from "./award-store.ts";
import { grantIdentifier, recipientIdentifier } from "./identifiers.ts";

export interface GrantContext {
  city: City;
  /** The public address of the site, without a slash at the end. */
  baseUrl: string;
  locale: Locale;
}

/** The longest title that the standard advises, in characters. */
const LONGEST_TITLE = 139;

// A user-assigned code: no country of ISO 3166-1, which the standard's list is.
const KOSOVO = "XK";

/**
 * An award as a grant of 360Giving 1.4.3. The standard has one language and whole days: what is known to the year or
 * the month only is written as its first day, and said in the description; so is a row that adds several grants up.
 * All recipients of the register are legal bodies: no person is ever named.
 */
export function threeSixtyGrant(award: AwardedGrant, { city, baseUrl, locale }: GrantContext): Record<string, unknown> {
  const { grant, project, programme } = award;
  const t = translator(locale);
  const words = (text: Localised | null | undefined) => (text && textIn(text, locale)?.text) ?? "";
  const id = grantIdentifier(city, award.id);
  const name = (award.demo ? `[${t("common.demo")}] ` : "") + (words(award.name) || award.id);
  const organisation = award.organisation!;
  return clean({
    id,
    title: shortened(name, LONGEST_TITLE),
    description: [
      words(award.description) || name,
      // A total of one is that one.
      ...(award.aggregate && award.aggregatedCount !== 1 ? [t("threesixty.aggregate", { count: award.aggregatedCount ?? 0 })] : []),
      ...(award.awardedOn.length < 10 ? [t("threesixty.date", { value: award.awardedOn })] : []),
    ].join("\n"),
    currency: award.currency,
    amountAppliedFor: grant && grant.askedCents > 0 ? units(grant.askedCents) : undefined,
    amountAwarded: units(grant?.votedCents ?? award.amountCents),
    amountDisbursed: grant && units(grant.paidCents - grant.recoveredCents),
    awardDate: firstDay(award.awardedOn),
    url: baseUrl + href(locale, "award", { id: award.id }),
    plannedDates: event(grant?.startsOn ?? project?.plannedStart, grant?.endsOn ?? project?.plannedEnd),
    actualDates: event(project?.actualStart, project?.actualEnd),
    recipientOrganization: [
      clean({
        id: recipientIdentifier(city, organisation),
        name: words(organisation.name) || organisation.id,
        organisationType: words(organisation.type?.name),
        addressCountry: organisation.country,
        url: organisation.website,
      }),
    ],
    beneficiaryLocation: locations(project, words),
    fundingOrganization: [{ id: city.organisationIdentifier, name: words(city.name), department: words(city.service) }],
    grantProgramme: programme
      ? [{ code: programme.id, title: words(programme.name), url: baseUrl + href(locale, "programme", { id: programme.id }) }]
      : [],
    fromOpenCall: award.procedure && (award.procedure === "call" ? "Yes" : "No"),
    classifications: project ? classifications(project, words) : [],
    commitmentTransaction: grant
      ? commitmentsOf(grant).map(({ number, on, cents }) => transaction(`${id}-C${number}`, on, cents, award.currency))
      : [],
    disbursementTransaction: grant
      ? [
          ...grant.payments.map((one) => transaction(`${id}-P-${one.id.slice(0, 8)}`, one.paidOn, one.amountCents, award.currency)),
          // Money that came back.
          ...grant.recoveries.map((one) => transaction(`${id}-R-${one.id.slice(0, 8)}`, one.receivedOn, -one.amountCents, award.currency)),
        ]
      : [],
    relatedActivity: activityOf(award, city),
    dateModified: award.updatedAt.toISOString(),
    dataSource: `${baseUrl}/data/360giving.json`,
  });
}

/** The IATI activity in which the award is a transaction: its project's, else its programme's. */
function activityOf({ activity, project, programme }: AwardedGrant, city: City): string[] {
  if (activity) return [activity];
  if (project) return [activityIdentifier(city, project.id)];
  return programme ? [programmeIdentifier(city, programme.id)] : [];
}

/** Cents as a number of units: the nearest double, which JSON writes with at most two decimals up to 10^13 units. */
const units = (cents: number) => cents / 100;

function shortened(text: string, longest: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function event(startDate: string | null | undefined, endDate: string | null | undefined) {
  return startDate || endDate ? [clean({ startDate, endDate })] : [];
}

function transaction(id: string, transactionDate: string, cents: number, currency: string) {
  return { id, transactionDate, currency, value: units(cents) };
}

type Words = (text: Localised | null | undefined) => string;

function locations(project: AwardedGrant["project"], words: Words) {
  const code = (country: string) => (country === KOSOVO ? undefined : country);
  const places = project?.places.flatMap(({ point }) => (point ? [point] : [])) ?? [];
  const placed = new Set(places.map(({ country }) => country));
  return [
    ...places.map(({ id, name, country, latitude, longitude }) =>
      clean({ name: words(name) || id, countryCode: code(country), latitude, longitude }),
    ),
    ...(project?.countries ?? []).flatMap(({ country }) =>
      country && !placed.has(country.code) ? [clean({ name: words(country.name), countryCode: code(country.code) })] : [],
    ),
  ];
}

function classifications({ themes, goals, sectors }: NonNullable<AwardedGrant["project"]>, words: Words) {
  const terms = (vocabulary: string, list: { code: string; name: Localised }[]) =>
    list.map(({ code, name }) => clean({ vocabulary, code, title: words(name) }));
  return [
    ...terms("themes", themes),
    ...terms(
      "OECD DAC CRS purpose codes",
      sectors.flatMap(({ term }) => (term ? [term] : [])),
    ),
    ...terms("UN Sustainable Development Goals", goals),
  ];
}

/** Without what is not known: an absent field, never an empty one. */
function clean(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
