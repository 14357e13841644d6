import type { FC } from "hono/jsx";
import { compactIban, ENGAGEMENT_VERSION } from "../../funding/application/content.ts";
import { owesEngagement } from "../../funding/application/eligibility.ts";
import { date } from "../../ui/format.ts";
import { Text } from "../../ui/text.tsx";
import { TextField } from "../forms.tsx";
import { type SectionProps, TickBox } from "./parts.tsx";

/** The seven undertakings, in the order of the decree's annex. */
const UNDERTAKINGS = [1, 2, 3, 4, 5, 6, 7] as const;

export const CommitmentFields: FC<SectionProps> = ({ c, file: { edition, applicant, standing }, draft, form }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const owes = owesEngagement(applicant.legalForm);
  const binding = standing === "representative";
  return (
    <>
      <section>
        <h2>{t("space.commit.honour")}</h2>
        {!binding && <p class="notice">{t("space.commit.onlyRepresentative")}</p>}
        <TickBox
          disabled={!binding}
          form={form}
          path="declarations.honour"
          name="declarations"
          value="honour"
          checked={draft.declarations.honour ?? false}
          label={t("space.commit.honourText")}
        />
        {edition.conditions
          .filter(({ rule }) => rule === "declared")
          .map(({ code, label, help }) => (
            <TickBox
              disabled={!binding}
              form={form}
              path={`declarations.${code}`}
              name="declarations"
              value={code}
              checked={draft.declarations[code] ?? false}
              label={<Text value={label} locale={locale} />}
              hint={Object.keys(help).length > 0 ? <Text value={help} locale={locale} /> : undefined}
            />
          ))}
      </section>
      <section>
        <h2>{t("space.commit.contract")}</h2>
        {owes ? (
          <>
            <p>{t("space.commit.contractText")}</p>
            <ol class="undertakings">
              {UNDERTAKINGS.map((n) => (
                <li>{t.dynamic(`space.commit.undertaking.${n}`)}</li>
              ))}
            </ol>
            <p>
              <a href="https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000044806609" lang="fr">
                {t("space.commit.decree")}
              </a>
            </p>
            <TickBox
              disabled={!binding}
              form={form}
              path="engagement"
              name="engagement"
              value="1"
              checked={draft.engagement?.accepted ?? false}
              label={t("space.commit.accept", { version: ENGAGEMENT_VERSION })}
            />
            {draft.engagement?.accepted && draft.engagement.at && (
              <p class="hint">
                {t("space.commit.accepted", { name: draft.engagement.by, day: date(draft.engagement.at.slice(0, 10), locale) })}
              </p>
            )}
          </>
        ) : (
          <p>{t("space.commit.exempt")}</p>
        )}
      </section>
      {standing !== "guest" && (
        <section>
          <h2>{t("space.commit.bank")}</h2>
          <p class="hint">{t("space.commit.bankText")}</p>
          <div class="form-grid">
            <TextField
              form={form}
              path="bankAccount.holder"
              label={t("space.field.bankAccount.holder")}
              required={false}
              value={draft.bankAccount.holder}
            />
            <TextField
              form={form}
              path="bankAccount.iban"
              label={t("space.field.bankAccount.iban")}
              required={false}
              value={compactIban(draft.bankAccount.iban).replace(/(.{4})(?=.)/g, "$1 ")}
              autocomplete="off"
            />
          </div>
        </section>
      )}
    </>
  );
};
