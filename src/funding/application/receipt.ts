import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { localeOf } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { showInstant } from "../../platform/instants.ts";
import type { Task } from "../../platform/jobs/jobs.ts";
import { textIn } from "../../platform/localised.ts";
import { paperOf } from "../../platform/pdf/document.ts";
import { keepPdf } from "../../platform/pdf/keep.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { editionAt, readCountryLists } from "../../register/edition/store.ts";
import { type Applicant, personOf } from "../applicant/store.ts";
import { receipt } from "../documents/receipt.ts";
import { mailApplicant } from "../mails.ts";
import { formatMoney } from "../money.ts";
import { describe } from "./describe.ts";
import type { Sealed } from "./seal.ts";
import { findApplication } from "./store.ts";
import { setReceipt, submissionOf } from "./submission-store.ts";

export interface ReceiptDesk {
  db: Database;
  files: Files;
  city: City;
  baseUrl: string;
}

/**
 * Makes the receipt of an application that was sent: { application: its identifier }. Made from what was sealed, it is
 * the same however late and however often it is made; it is mailed once.
 */
export const receiptTask =
  (desk: ReceiptDesk): Task =>
  async ({ application }: { application: string }) => {
    await makeReceipt(desk, application);
  };

export async function makeReceipt({ db, files, city, baseUrl }: ReceiptDesk, id: string): Promise<void> {
  const [file, snapshot] = [await findApplication(db, id), await submissionOf(db, id)];
  // Deleted since, or never sent: nothing to attest.
  if (!file?.submittedAt || !file.number || !snapshot) return;
  const sealed = snapshot.content as Sealed;
  const edition = await editionAt(db, file.edition, sealed.editionVersion);
  if (!edition) throw new Error(`edition ${file.edition} has no version ${sealed.editionVersion}`);
  const sender = await personOf(db, snapshot.byUser);
  const locale = localeOf(sender?.locale);
  const t = translator(locale);
  const names = new Map((await readCountryLists(db)).countries.map(({ code, name }) => [code, textIn(name, locale)?.text ?? code]));
  const words = (value: Parameters<typeof textIn>[0]) => textIn(value, locale)?.text ?? "";
  const applicant = sealed.applicant as unknown as Applicant;
  const described = describe(sealed.content, edition, applicant, (code) => names.get(code) ?? code, t);
  const submittedAt = `${file.submittedAt.toISOString().slice(0, 19)}Z`;
  const { engagement } = sealed.content;
  const document = receipt(
    {
      number: file.number,
      edition: words(edition.name),
      project: sealed.content.title,
      organisation: applicant.name,
      by: snapshot.byName,
      submittedAt,
      zone: timeZone(),
      askedCents: file.askedCents,
      currency: file.currency,
      sections: described.sections,
      budget: described.budget,
      files: sealed.files.map(({ requirement, ...rest }) => ({
        ...rest,
        requirement: requirement && words(edition.requirements.find(({ code }) => code === requirement)?.name ?? {}),
      })),
      declarations: described.declarations,
      engagement: engagement?.accepted
        ? { textVersion: engagement.textVersion, at: `${engagement.at.slice(0, 19)}Z`, by: engagement.by }
        : null,
      seal: snapshot.sha256,
    },
    t,
  );
  const bytes = await documentPdf(document, paperOf(city, locale), { locale, at: file.submittedAt });
  await db.transaction().execute(async (trx) => {
    const name = `${file.number}-${locale === "fr" ? "recepisse" : "receipt"}.pdf`;
    const sha256 = await keepPdf(trx, files, bytes, name);
    await setReceipt(trx, id, sha256);
    const params = {
      applicant: applicant.name,
      number: file.number!,
      title: sealed.content.title,
      instant: showInstant(locale, submittedAt, timeZone()),
      amount: formatMoney(file.askedCents, file.currency, locale),
      sha256: snapshot.sha256,
      link: `${baseUrl}/espace/demandes/${id}`,
    };
    await mailApplicant(trx, file.applicant, "receipt", params, {
      dedupeKey: `receipt ${id}`,
      attachments: [{ sha256, name, mediaType: "application/pdf" }],
      aboutKind: "application",
      aboutId: id,
    });
  });
}
