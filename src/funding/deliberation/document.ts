import type { Actor } from "../../platform/accounts/rights.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import { paperOf } from "../../platform/pdf/document.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import type { Services } from "../../platform/web/env.ts";
import { deliberation } from "../documents/deliberation.ts";
import { namesOf } from "../names-store.ts";
import { deliberationFiles, findDeliberation, identifiersOf } from "./store.ts";

/** The deliberation as a PDF: exposé des motifs, articles, annex of the beneficiaries that the reader may see. Undefined when there is none. */
export async function deliberationDocument(
  { db, city }: Pick<Services, "db" | "city">,
  id: string,
  locale: Locale,
  reader: Actor,
): Promise<Uint8Array | undefined> {
  const one = await findDeliberation(db, id);
  if (!one) return undefined;
  const files = await deliberationFiles(db, { deliberation: id }, reader);
  const [country, identifiers] = await Promise.all([
    namesOf(db, "country", locale),
    identifiersOf(
      db,
      files.map(({ applicant }) => applicant),
    ),
  ]);
  const document = deliberation(
    {
      reference: one.reference,
      title: one.title,
      sessionOn: one.sessionOn,
      motives: one.statement,
      considering: [],
      mayor: textIn(city.acts.signatory, locale)?.text ?? "",
      currency: files[0]?.currency ?? "EUR",
      beneficiaries: files.flatMap((file) =>
        file.sources.map(({ sourceName, cents }) => ({
          number: file.number,
          organisation: file.applicantName,
          identifier: identifiers.get(file.applicant) ?? null,
          object: file.title,
          countries: file.countries.map(country),
          source: textIn(sourceName, locale)?.text ?? "",
          cents,
        })),
      ),
    },
    translator(locale),
  );
  return documentPdf(document, paperOf(city, locale), { locale, at: one.updatedAt });
}
