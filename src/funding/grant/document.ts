import type { Locale } from "../../platform/i18n/languages.ts";
import { type Translator, translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import { paperOf } from "../../platform/pdf/document.ts";
import { keepPdf } from "../../platform/pdf/keep.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { UUID } from "../../platform/uuid.ts";
import type { Services } from "../../platform/web/env.ts";
import { editionAt } from "../../register/edition/store.ts";
import { type Outcome, refuse } from "../acts.ts";
import { findApplicant } from "../applicant/store.ts";
import { identifiersOf } from "../deliberation/store.ts";
import { convention } from "../documents/convention.ts";
import { namesOf } from "../names-store.ts";
import { findConvention, type Terms } from "./convention-store.ts";
import { reportsOf } from "./schedule.ts";
import { findGrant } from "./store.ts";

/** Makes and keeps the PDF of a convention, or of an amendment, from its terms. The same terms make the same bytes. */
export async function conventionDocument(
  { db, city, files }: Pick<Services, "db" | "city" | "files">,
  id: string,
  locale: Locale,
): Promise<Outcome<{ sha256: string }>> {
  const one = UUID.test(id) ? await findConvention(db, id) : undefined;
  const grant = one && (await findGrant(db, one.grant));
  if (!one || !grant) return refuse("not_found");
  const [applicant, edition, identifiers, source] = await Promise.all([
    findApplicant(db, grant.applicant),
    editionAt(db, grant.edition, grant.editionVersion),
    identifiersOf(db, [grant.applicant]),
    namesOf(db, { vocabulary: "budget-source" }, locale),
  ]);
  if (!applicant) return refuse("not_found");
  const t = translator(locale);
  const profile = applicant.profile as unknown as Record<string, unknown>;
  const text = (key: string) => (typeof profile[key] === "string" ? (profile[key] as string).trim() : "");
  const endsOn = one.endsOn ?? grant.endsOn!;
  const words = (value: Record<string, string>) => textIn(value, locale)?.text ?? "";
  const document = convention(
    {
      number: grant.number,
      amendment: one.number,
      reasons: one.reasons,
      city: { name: words(city.name), details: city.address, representative: words(city.acts.signatory), capacity: words(city.service) },
      beneficiary: {
        name: applicant.name,
        details: [
          t.dynamic(`choice.applicant.legalForm.${applicant.legalForm}`),
          identifiers.get(applicant.id) ?? "",
          [text("street"), applicant.postalCode ?? "", text("city")].filter(Boolean).join(" "),
        ].filter(Boolean),
        representative: text("representativeName") || applicant.name,
        capacity: text("representativeTitle") || t("grants.legalRepresentative"),
      },
      object: grant.object,
      application: grant.number,
      deliberation: grant.deliberationReference!,
      votedOn: grant.votedOn!,
      amountCents: one.amountCents,
      currency: grant.currency,
      tranches: linesOf(one.terms, source, t),
      startsOn: grant.startsOn ?? grant.votedOn!,
      endsOn,
      reports: reportsOf(edition ?? { reports: [] }, grant.signedOn ?? grant.votedOn!, endsOn).map(({ type, dueOn }) => ({
        name: t.dynamic(`report.type.${type}`),
        dueOn,
      })),
      humanitarian: grant.programmeType === "emergency",
      engagement: applicant.legalForm !== "public_utility",
      privacyContact: city.email,
      court: words(city.acts.court),
    },
    t,
  );
  const bytes = await documentPdf(document, paperOf(city, locale), { locale, at: one.createdAt });
  const name = one.number === 0 ? `convention-${grant.number}.pdf` : `avenant-${one.number}-${grant.number}.pdf`;
  return { ok: true, sha256: await keepPdf(db, files, bytes, name) };
}

const linesOf = ({ tranches }: Terms, source: (code: string) => string, t: Translator) =>
  tranches.map((line) => ({
    year: line.year,
    source: source(line.source),
    condition: t.dynamic(`choice.schedule.tranches.condition.${line.condition}`),
    cents: line.amountCents,
  }));
