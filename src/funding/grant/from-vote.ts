import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { editionAt } from "../../register/edition/store.ts";
import { logAct, type Outcome, refuse } from "../acts.ts";
import { sentContent } from "../application/move-store.ts";
import { publicContentOf } from "../application/public.ts";
import type { DeliberationFile } from "../deliberation/store.ts";
import { post } from "../envelope/store.ts";
import { publishAward, publishOrganisation, publishProject } from "./public-record.ts";
import { scheduleOf } from "./schedule.ts";
import { insertGrant } from "./store.ts";

/**
 * The grant that a vote makes of a file, inside the transaction of the vote: its public records, its schedule, its
 * reservation turned into voted money, envelope by envelope.
 */
export async function grantFromVote(
  trx: Database,
  file: DeliberationFile,
  deliberation: { id: string; reference: string; votedOn: string },
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  if (!file.organisation) return refuse("organisation_missing", { file: file.number });
  const application = await sentContent(trx, file.id);
  const edition = await editionAt(trx, file.edition, application.editionVersion);
  if (!edition) return refuse("not_found");
  const content = publicContentOf(application.content, edition);
  const shown = await publishOrganisation(trx, file.organisation, by);
  if (!shown.ok) return { ...shown, values: { file: file.number } };
  const { number, organisation, programme, currency, demo } = file;
  const project = await publishProject(
    trx,
    { ...content, totalCents: file.totalCents },
    { number, programme, organisation, currency, demo },
    by,
  );
  if (!project.ok) return project;
  const amountCents = file.sources.reduce((sum, { cents }) => sum + cents, 0);
  const tranches = scheduleOf(edition, file.sources);
  const award = await publishAward(
    trx,
    {
      number,
      title: content.title,
      organisation,
      programme,
      project: project.id,
      deliberation: deliberation.reference,
      votedOn: deliberation.votedOn,
      amountCents,
      currency,
      tranches: tranches.map(({ year, source, amountCents: cents }) => ({ year, budgetSource: source, amountCents: cents })),
      demo,
    },
    by,
  );
  if (!award.ok) return award;
  const id = await insertGrant(
    trx,
    {
      number,
      application: file.id,
      deliberation: deliberation.id,
      edition: file.edition,
      programme,
      organisation,
      award: award.id,
      project: project.id,
      amountCents,
      currency,
      object: content.title,
      startsOn: content.startsOn,
      endsOn: content.endsOn,
      demo,
    },
    file.sources.map(({ envelope, cents }) => ({ envelope, amountCents: cents })),
    tranches,
  );
  const about = { kind: "grant", id } as const;
  await post(
    trx,
    file.sources.flatMap(({ envelope, cents }) => [
      { envelope, account: "reserved" as const, cents: -cents, about },
      { envelope, account: "voted" as const, cents, about },
    ]),
    by,
  );
  await logAct(
    trx,
    { kind: "grant", id },
    "voted",
    { number, amountCents, deliberation: deliberation.reference, award: award.id, tranches },
    by,
  );
  return { ok: true, id };
}
