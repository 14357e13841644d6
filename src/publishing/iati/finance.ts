import { commitmentsOf, endedStates, scheduleByYear } from "../../funding/public/rules.ts";
import type { Localised } from "../../platform/localised.ts";
import { firstDay, lastDay } from "../../register/record/partial-date.ts";
import { decimalOfCents } from "../money.ts";
import { said } from "../said.ts";
import { element, textElement } from "../xml.ts";
import type { ActivityAward } from "./awards-store.ts";
import { type Budget, committedByYear, scheduledByYear, splitByYear, uncommitted } from "./budgets.ts";
import type { IatiContext } from "./context.ts";
import type { ActivityDates } from "./dates.ts";
import { organisationReference, organisationType } from "./identifiers.ts";
import { narrated, narratives } from "./words.ts";

/** Of the awards that no grant of the platform stands behind: those with a day that is past are dated transactions, the others budgets of their year. */
function isDated(award: ActivityAward, today: string): boolean {
  return award.awardedOn.length === 10 && award.awardedOn <= today;
}

/** The money of a project or a programme; a programme has no budget of its own here, its ceiling being none. */
interface Money {
  budgetCents: number | null;
  currency: string;
  awards: ActivityAward[];
}

export function budgets(project: Money, dates: ActivityDates, today: string): string {
  const known = [
    ...committedByYear(project.awards.filter((award) => !award.grant && !isDated(award, today))),
    ...project.awards.flatMap(({ grant }) => (grant ? scheduledByYear(grant) : [])),
  ];
  const left = project.budgetCents === null ? 0 : uncommitted(project.budgetCents, project.currency, known);
  // A budget of nothing is an answer; the rest of one that is all committed is none.
  const indicative =
    left > 0 || (project.budgetCents === 0 && known.length === 0) ? splitByYear(left, project.currency, dates.start, dates.end) : [];
  return [...indicative, ...known].map(budgetXml).join("");
}

function budgetXml(budget: Budget): string {
  return element(
    "budget",
    { type: 1, status: budget.status },
    element("period-start", { "iso-date": budget.start }),
    element("period-end", { "iso-date": budget.end }),
    value(budget.cents, budget.currency, budget.start),
  );
}

const value = (cents: number, currency: string, day: string) =>
  textElement("value", { currency, "value-date": day }, decimalOfCents(cents));

/** An outgoing commitment (2) or disbursement (3) of the city to a beneficiary, on a day. Below 0: less is committed, or money came back. */
interface Transaction {
  ref: string;
  type: 2 | 3;
  on: string;
  cents: number;
  description: Localised;
}

/**
 * Of a grant of the platform, its acts: the convention's commitment at its signature, the difference of each amendment,
 * each payment, each recovery as a negative disbursement. Of any other award, a commitment on the day of the vote.
 */
function actsOf(award: ActivityAward, today: string): Transaction[] {
  const { id, name, grant } = award;
  if (!grant) return isDated(award, today) ? [{ ref: id, type: 2, on: award.awardedOn, cents: award.amountCents, description: name }] : [];
  return [
    ...commitmentsOf(grant).map(
      ({ number, on, cents }): Transaction => ({
        ref: number === 0 ? id : `${id}-${number}`,
        type: 2,
        on,
        cents,
        description: number === 0 ? name : said("iati.amendment", { number: String(number) }),
      }),
    ),
    ...grant.payments.map(
      ({ id: payment, paidOn, amountCents }): Transaction => ({
        ref: `${id}-${payment.slice(0, 8)}`,
        type: 3,
        on: paidOn,
        cents: amountCents,
        description: said("iati.payment"),
      }),
    ),
    ...grant.recoveries.map(
      ({ id: recovery, receivedOn, amountCents }): Transaction => ({
        ref: `${id}-${recovery.slice(0, 8)}`,
        type: 3,
        on: receivedOn,
        cents: -amountCents,
        description: said("iati.recovery"),
      }),
    ),
  ].filter(({ on, cents }) => on <= today && cents !== 0);
}

const provider = ({ city }: Pick<IatiContext, "city">, identifier: string) =>
  element(
    "provider-org",
    { ref: city.organisationIdentifier, type: city.organisationType, "provider-activity-id": identifier },
    narratives(city.name),
  );

const receiver = ({ organisation }: ActivityAward) =>
  element(
    "receiver-org",
    { ref: organisationReference(organisation), type: organisationType(organisation) },
    narratives(organisation.name, organisation.id),
  );

/** `identifier`: of the activity that the money is of. */
export function transactions(awards: ActivityAward[], identifier: string, context: Pick<IatiContext, "city" | "today">): string {
  return awards
    .flatMap((award) =>
      actsOf(award, context.today).map(({ ref, type, on, cents, description }) =>
        element(
          "transaction",
          { ref },
          element("transaction-type", { code: type }),
          element("transaction-date", { "iso-date": on }),
          value(cents, award.currency, on),
          narrated("description", {}, description, award.id),
          provider(context, identifier),
          receiver(award),
        ),
      ),
    )
    .join("");
}

/** What the schedules of the grants of the platform still hold, by year, original (1): not what is paid, nor what will not be. */
export function plannedDisbursements(awards: ActivityAward[], identifier: string, context: Pick<IatiContext, "city">): string {
  return awards
    .flatMap((award) => {
      const { grant } = award;
      if (!grant || endedStates.includes(grant.state)) return [];
      const years = Map.groupBy(scheduleByYear(grant), ({ year }) => year);
      return [...years].flatMap(([year, lines]) => {
        const cents = lines.reduce((sum, { amountCents, paidCents }) => sum + Math.max(0, amountCents - paidCents), 0);
        const [start, end] = [firstDay(String(year)), lastDay(String(year))];
        return cents === 0
          ? []
          : [
              element(
                "planned-disbursement",
                { type: 1 },
                element("period-start", { "iso-date": start }),
                element("period-end", { "iso-date": end }),
                value(cents, award.currency, start),
                provider(context, identifier),
                receiver(award),
              ),
            ];
      });
    })
    .join("");
}
