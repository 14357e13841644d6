import type { FC } from "hono/jsx";
import type { ConventionRow } from "../../funding/grant/convention-store.ts";
import { signatureForm } from "../../funding/grant/rules.ts";
import type { GrantRecord } from "../../funding/grant/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { officeFileHref } from "../preview.ts";
import { type Given, kindOfForm, SmallForm } from "./small-form.tsx";

export const Conventions: FC<{
  c: OfficeContext;
  rows: ConventionRow[];
  grant: GrantRecord;
  given: Given | undefined;
  officer: boolean;
}> = ({ c, rows, grant, given, officer }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (rows.length === 0) return <p class="muted">{t("grants.conventions.none")}</p>;
  const signature = (on: string | null, by: string | null, evidence: string | null, file: string | null) =>
    on && (
      <>
        {by}, {date(on, locale)}
        {evidence && ` (${evidence})`}
        {file && (
          <>
            {" "}
            <a href={officeFileHref(file)}>{t("grants.convention.signedFile")}</a>
          </>
        )}
      </>
    );
  return (
    <>
      {rows.map((one) => (
        <article class="record">
          <h3>{one.number === 0 ? t("grants.convention") : t("grants.amendment", { number: one.number })}</h3>
          <Facts
            facts={[
              [t("grants.state"), t.dynamic(`state.convention.${one.state}`)],
              [t("grants.amount"), money(one.amountCents, grant.currency, locale)],
              [t("field.endsOn"), one.endsOn && date(one.endsOn, locale)],
              [t("field.reasons"), one.reasons],
              [t("grants.document"), one.document && <a href={officeFileHref(one.document)}>{t("grants.convention.pdf")}</a>],
              [
                t("grants.signed.beneficiary"),
                signature(one.beneficiarySignedOn, one.beneficiarySignatory, one.beneficiaryEvidence, one.beneficiaryFile),
              ],
              [t("grants.signed.city"), signature(one.citySignedOn, one.citySignatory, one.cityEvidence, one.cityFile)],
            ]}
          />
          {officer && one.state === "draft" && (
            <form method="post" class="row-form">
              <input type="hidden" name="convention" value={one.id} />
              <button type="submit" name="do" value="send">
                {t("grants.convention.send")}
              </button>
              <button type="submit" name="do" value="abandon" class="quiet">
                {t("grants.convention.abandon")}
              </button>
            </form>
          )}
          {officer && one.state === "sent" && (
            <>
              <SmallForm
                c={c}
                name="sign"
                kind={kindOfForm(signatureForm)}
                submit={t("grants.convention.sign")}
                given={given}
                initial={{ party: one.beneficiarySignedOn ? "city" : "beneficiary" }}
                hidden={{ convention: one.id }}
                note={t("grants.convention.signNote")}
                multipart
              />
              <form method="post">
                <input type="hidden" name="convention" value={one.id} />
                <p>
                  <button type="submit" name="do" value="abandon" class="quiet">
                    {t("grants.convention.abandon")}
                  </button>
                </p>
              </form>
            </>
          )}
        </article>
      ))}
    </>
  );
};
