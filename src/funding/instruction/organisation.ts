import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { kindOf } from "../../register/kinds.ts";
import { isSiren } from "../../register/organisation/identifiers.ts";
import { createRecord } from "../../register/record/actions.ts";
import { findRecord } from "../../register/record/store.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import type { LegalForm } from "../application/eligibility.ts";
import { type FileRecord, findFile } from "./file-store.ts";
import { setOrganisation } from "./related-store.ts";

/** The type of organisation (IATI codelist) that a body of this form most often is. */
const typeOf: Record<LegalForm, string> = {
  association_1901: "22",
  association_1908: "22",
  public_utility: "22",
  foundation: "60",
  cooperative: "70",
  public_body: "15",
  foreign: "24",
  other: "90",
};

/** Says which organisation of the register the body of a file is: needed before the vote, which publishes it. */
export async function matchOrganisation(db: Database, id: string, organisation: string, by: Actor): Promise<Outcome> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  return act(db, async (trx) => {
    const file = await findFile(trx, by, id);
    const record = await findRecord(trx, kindOf("organisation"), organisation);
    if (!file || !record) return refuse("not_found");
    if (!(await setOrganisation(trx, file.applicant, organisation))) return refuse("organisation_taken");
    await logAct(trx, { kind: "application", id, version: file.version }, "organisation_matched", { organisation }, by);
    return { ok: true };
  });
}

/** Makes the organisation of the register, as a draft, from what the body says of itself. */
export async function createOrganisation(db: Database, id: string, by: Actor): Promise<Outcome<{ organisation: string }>> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  const file = await findFile(db, by, id);
  if (!file) return refuse("not_found");
  if (file.organisation) return { ok: true, organisation: file.organisation };
  const made = await createRecord(db, "organisation", documentOf(file), by);
  if (!made.ok) return made.reason === "invalid" ? invalid(made.problems) : refuse(made.reason);
  const matched = await matchOrganisation(db, id, made.id, by);
  return matched.ok ? { ok: true, organisation: made.id } : matched;
}

function documentOf(file: FileRecord): Record<string, unknown> {
  const { applicantName, legalForm, siret, rna, foreignScheme, foreignId, noIdentifier, country } = file;
  return {
    name: { fr: applicantName },
    type: typeOf[legalForm],
    siret,
    // A number that fails its own check is left to a person.
    siren: siret && isSiren(siret.slice(0, 9)) ? siret.slice(0, 9) : null,
    rna,
    foreignScheme,
    foreignId,
    noIdentifier,
    country,
  };
}
