import type { Hono } from "hono";
import { type ConventionRow, conventionsOf } from "../funding/grant/convention-store.ts";
import { recordSignature } from "../funding/grant/conventions.ts";
import { type GrantRecord, grantOf, tranchesOf } from "../funding/grant/store.ts";
import { requestPayment } from "../funding/payment/actions.ts";
import { paymentsOf } from "../funding/payment/store.ts";
import { reportsOfGrant } from "../funding/report/store.ts";
import { dayOf } from "../platform/instants.ts";
import { keepAdmitted } from "../platform/intake/actions.ts";
import { inspect, sentFile } from "../platform/intake/gate.ts";
import { oneOf, readForm } from "../platform/web/form-data.ts";
import { giveFile } from "../platform/web/stored-file.ts";
import { readCents } from "../register/record/numbers.ts";
import { fileLimits } from "../ui/file-limits.ts";
import { fileHref } from "./addresses.ts";
import type { SpaceContext, SpaceEnv } from "./env.ts";
import { isUuid, type OpenFile, openFile } from "./facts.ts";
import { GrantSection, type GrantShown } from "./grant-section.tsx";
import { refusalWords } from "./words.ts";

type Page = (c: SpaceContext, file: OpenFile, shown: GrantShown) => Promise<Response>;

/** After the vote: signing, asking to be paid. `page`: the page of the file, with what was wrong. */
export function grantPages(app: Hono<SpaceEnv>, page: Page): void {
  app.get("/demandes/:id/conventions/:convention", async (c) => {
    const found = await conventionIn(c);
    if (!found?.convention.document) return c.notFound();
    const { grant, convention } = found;
    const name = convention.number === 0 ? `convention-${grant.number}.pdf` : `avenant-${convention.number}-${grant.number}.pdf`;
    return giveFile(c, c.get("services").files, { sha256: convention.document!, name, mediaType: "application/pdf" }, "private, no-store");
  });

  app.post("/demandes/:id/conventions/:convention", async (c) => {
    const found = await conventionIn(c);
    if (!found) return c.notFound();
    const { file, convention } = found;
    const { values, files: sent } = await readForm(c);
    const { db, files } = c.get("services");
    const t = c.get("t");
    const shown: GrantShown = { at: convention.id, values: { signatory: oneOf(values, "signatory"), signedOn: oneOf(values, "signedOn") } };
    if (file.standing !== "representative") return page(c, file, { ...shown, refused: refusalWords(t, { reason: "forbidden" }) });
    const signed = sent.file;
    if (!signed) return page(c, file, { ...shown, problems: [{ path: "file", code: "signed_pdf" }] });
    const admitted = await inspect("signature", await sentFile(signed));
    const about = { kind: "application", id: file.file.id };
    const kept = admitted.ok ? await keepAdmitted(db, files, admitted, { by: c.get("person"), about }) : admitted;
    if (!kept.ok)
      return page(c, file, { ...shown, problems: [{ path: "file", code: kept.code, values: fileLimits("signature", c.get("locale")) }] });
    const input = {
      party: "beneficiary",
      signedOn: oneOf(values, "signedOn"),
      signatory: oneOf(values, "signatory"),
      evidence: null,
      file: kept.sha256,
    };
    const result = await recordSignature(db, convention.id, input, c.get("person"), {
      who: ["representative"],
      on: dayOf(c.get("arrivedAt")),
    });
    if (result.ok) return c.redirect(`${fileHref(file.file.id)}?fait=signe#grant`, 303);
    return page(c, file, { ...shown, ...(result.problems ? { problems: result.problems } : { refused: refusalWords(t, result) }) });
  });

  app.post("/demandes/:id/paiements", async (c) => {
    const file = await openFile(c);
    const grant = file && (await grantOf(c.get("services").db, file.file.id));
    if (!file || !grant) return c.notFound();
    const { values } = await readForm(c);
    const [tranche, amount] = [oneOf(values, "tranche"), oneOf(values, "amountCents")];
    const who = file.standing === "representative" ? (["representative"] as const) : [];
    const result = await requestPayment(
      c.get("services").db,
      grant.id,
      { tranche, amountCents: readCents(amount) ?? amount },
      c.get("person"),
      who,
    );
    if (result.ok) return c.redirect(`${fileHref(file.file.id)}?fait=paiement#grant`, 303);
    const shown: GrantShown = { at: "payment", values: { tranche, amountCents: amount } };
    return page(c, file, {
      ...shown,
      ...(result.problems ? { problems: result.problems } : { refused: refusalWords(c.get("t"), result) }),
    });
  });

  for (const step of ["paiements"]) app.get(`/demandes/:id/${step}`, (c) => c.redirect(fileHref(c.req.param("id") ?? "")));
}

async function conventionIn(c: SpaceContext): Promise<{ file: OpenFile; grant: GrantRecord; convention: ConventionRow } | undefined> {
  const file = await openFile(c);
  const id = c.req.param("convention") ?? "";
  if (!file || !isUuid(id)) return undefined;
  const { db } = c.get("services");
  const grant = await grantOf(db, file.file.id);
  const convention = grant && (await conventionsOf(db, grant.id)).find((one) => one.id === id);
  return grant && convention && { file, grant, convention };
}

/** What follows the vote, on the page of the file. */
export async function grantSections(c: SpaceContext, file: OpenFile, shown: GrantShown): Promise<unknown> {
  if (file.file.state !== "granted") return undefined;
  const { db } = c.get("services");
  const grant = await grantOf(db, file.file.id);
  if (!grant) return undefined;
  const [conventions, tranches, payments, reports] = await Promise.all([
    conventionsOf(db, grant.id),
    tranchesOf(db, grant.id),
    paymentsOf(db, grant.id),
    reportsOfGrant(db, grant.id),
  ]);
  return (
    <GrantSection
      c={c}
      file={file}
      grant={grant}
      conventions={conventions}
      tranches={tranches}
      payments={payments}
      reports={reports}
      shown={shown}
    />
  );
}
