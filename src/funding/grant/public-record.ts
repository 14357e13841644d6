import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type KindName, kindOf } from "../../register/kinds.ts";
import { editRecord, putRecord } from "../../register/record/actions.ts";
import { publishWithReferences } from "../../register/record/publish.ts";
import { slugOf } from "../../register/record/slug.ts";
import { findRecord, freeId } from "../../register/record/store.ts";
import { type Outcome, refuse } from "../acts.ts";
import { publishedPlaceAt } from "./store.ts";

/** What of an application becomes public with the vote: nothing of a person, no address, no account. */
export interface PublicContent {
  title: string;
  summary: string;
  startsOn: string | null;
  endsOn: string | null;
  totalCents: number;
  countries: string[];
  places: { name: string; country: string; latitude: number; longitude: number }[];
  indicators: { label: string; unit: string; target: number | null }[];
}

const published = (by: Actor): Actor => ({ id: by.id, name: by.name, role: "system" });
const inFrench = (text: string) => (text.trim() === "" ? {} : { fr: text.trim() });

/** Puts a new record of the register and publishes it, within the caller's transaction. */
async function put(
  trx: Database,
  kind: KindName,
  stem: string,
  input: Record<string, unknown>,
  by: Actor,
  demo: boolean,
): Promise<Outcome<{ id: string }>> {
  const id = await freeId(trx, kindOf(kind), stem);
  const made = await putRecord(trx, kind, id, input, published(by), { status: "published", isNew: true, lenient: true, demo });
  return made.ok ? { ok: true, id } : { ok: false, reason: "invalid", problems: made.problems };
}

/** Makes the beneficiary public, if it is not yet: a body that is paid from public money is named (décret 2017-779). */
export async function publishOrganisation(trx: Database, organisation: string, by: Actor): Promise<Outcome> {
  const record = await findRecord(trx, kindOf("organisation"), organisation);
  if (!record) return refuse("organisation_missing");
  if (record.status === "published") return { ok: true };
  const shown = await publishWithReferences(trx, "organisation", organisation, published(by));
  return shown.ok ? { ok: true } : refuse("organisation_unpublished");
}

async function placeOf(trx: Database, place: PublicContent["places"][number], by: Actor, demo: boolean): Promise<Outcome<{ id: string }>> {
  const known = await publishedPlaceAt(trx, place);
  if (known) return { ok: true, id: known };
  const { country, latitude, longitude } = place;
  return put(
    trx,
    "place",
    slugOf(`${place.name} ${country}`),
    { name: inFrench(place.name), country, latitude, longitude, exactness: "approximate" },
    by,
    demo,
  );
}

/** Publishes the project that a grant pays for. Returns its identifier. */
export async function publishProject(
  trx: Database,
  content: PublicContent,
  about: { number: string; programme: string; organisation: string; currency: string; demo: boolean },
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  const programme = await findRecord(trx, kindOf("programme"), about.programme);
  const tags = (programme?.document ?? {}) as { priorities?: string[]; themes?: string[]; goals?: string[] };
  const places: string[] = [];
  for (const place of content.places) {
    const made = await placeOf(trx, place, by, about.demo);
    if (!made.ok) return made;
    if (!places.includes(made.id)) places.push(made.id);
  }
  return put(
    trx,
    "project",
    slugOf(content.title),
    {
      name: inFrench(content.title),
      description: inFrench(content.summary),
      reference: about.number,
      programme: about.programme,
      state: "planned",
      plannedStart: content.startsOn,
      plannedEnd: content.endsOn,
      countries: content.countries.map((country) => ({ country, percentage: null })),
      places: places.map((place) => ({ place, note: {} })),
      partners: [{ partner: null, organisation: about.organisation, network: null, role: "lead" }],
      priorities: tags.priorities ?? [],
      themes: tags.themes ?? [],
      goals: tags.goals ?? [],
      budgetCents: content.totalCents,
      currency: about.currency,
      results: content.indicators
        .filter(({ label }) => label.trim() !== "")
        .map(({ label, unit, target }) => ({
          indicator: inFrench(label),
          unit: inFrench(unit),
          targetValue: target,
          targetOn: target === null ? null : content.endsOn,
        })),
    },
    by,
    about.demo,
  );
}

/** Publishes the award: the public face of a grant. */
export function publishAward(
  trx: Database,
  about: {
    number: string;
    title: string;
    organisation: string;
    programme: string;
    project: string;
    deliberation: string;
    votedOn: string;
    amountCents: number;
    currency: string;
    tranches: { year: number; budgetSource: string; amountCents: number }[];
    demo: boolean;
  },
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  const { number, title, votedOn, demo, tranches, ...rest } = about;
  // The award has one line per year and source; a grant may pay several tranches of them.
  const lines = [...Map.groupBy(tranches, (one) => `${one.year} ${one.budgetSource}`).values()].map((group) => ({
    ...group[0]!,
    amountCents: group.reduce((sum, one) => sum + one.amountCents, 0),
  }));
  return put(trx, "award", slugOf(`${number}`), { name: inFrench(title), awardedOn: votedOn, tranches: lines, ...rest }, by, demo);
}

/** Changes what the public record of a project says, within the caller's transaction. A project that is gone stays gone. */
export async function editProject(
  trx: Database,
  project: string | null,
  change: (document: Record<string, unknown>) => Record<string, unknown>,
  by: Actor,
): Promise<Outcome> {
  const record = project ? await findRecord(trx, kindOf("project"), project) : undefined;
  if (!record) return { ok: true };
  const document = { ...record.document, ...change(record.document) };
  const edited = await editRecord(trx, "project", record.id, record.version, document, published(by));
  if (edited.ok) return { ok: true };
  return edited.reason === "invalid" ? { ok: false, reason: "invalid", problems: edited.problems } : refuse("project_unwritable");
}
