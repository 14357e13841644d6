import { decimalOfCents } from "../money.ts";
import { element, textElement } from "../xml.ts";
import type { ActivityAward, ActivityRow } from "./activity-store.ts";
import { type Budget, committedByYear, splitByYear, uncommitted } from "./budgets.ts";
import type { IatiContext } from "./context.ts";
import type { ActivityDates } from "./dates.ts";
import { activityIdentifier, organisationReference, organisationType } from "./identifiers.ts";
import { narrated, narratives } from "./words.ts";

/** The grants with a day that is past are dated transactions, the others budgets of their year. */
function isDated(award: ActivityAward, today: string): boolean {
  return award.awardedOn.length === 10 && award.awardedOn <= today;
}

export function budgets(project: Pick<ActivityRow, "budgetCents" | "currency" | "awards">, dates: ActivityDates, today: string): string {
  const committed = committedByYear(project.awards.filter((award) => !isDated(award, today)));
  const left = project.budgetCents === null ? 0 : uncommitted(project.budgetCents, project.currency, committed);
  // A budget of nothing is an answer; the rest of one that is all committed is none.
  const indicative =
    left > 0 || (project.budgetCents === 0 && committed.length === 0) ? splitByYear(left, project.currency, dates.start, dates.end) : [];
  return [...indicative, ...committed].map(budgetXml).join("");
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

/** A grant voted on a day: an outgoing commitment (type 2) of the city to whom receives it. */
export function transactions(project: Pick<ActivityRow, "id" | "awards">, { city, today }: IatiContext): string {
  return project.awards
    .filter((award) => isDated(award, today))
    .map(({ id, name, awardedOn, amountCents, currency, organisation }) =>
      element(
        "transaction",
        { ref: id },
        element("transaction-type", { code: 2 }),
        element("transaction-date", { "iso-date": awardedOn }),
        value(amountCents, currency, awardedOn),
        narrated("description", {}, name, id),
        element(
          "provider-org",
          { ref: city.organisationIdentifier, type: city.organisationType, "provider-activity-id": activityIdentifier(city, project.id) },
          narratives(city.name),
        ),
        element(
          "receiver-org",
          { ref: organisationReference(organisation), type: organisationType(organisation) },
          narratives(organisation.name, organisation.id),
        ),
      ),
    )
    .join("");
}
