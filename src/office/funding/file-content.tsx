import type { Child, FC } from "hono/jsx";
import { profileSchema } from "../../funding/applicant/rules.ts";
import { compactIban, type Draft, isAsked, maskIban } from "../../funding/application/content.ts";
import type { FileRecord } from "../../funding/instruction/file-store.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { isPartialDate } from "../../register/record/partial-date.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { Budget, written } from "./file-budget.tsx";
import { Part } from "./file-parts.tsx";

const day = (value: string, locale: Locale) => (isPartialDate(value) ? date(value, locale) : value);

/** What a body sent, under the version of the rules that it was made under. `account`: who may see the bank account, and how. */
export const FileContent: FC<{
  c: OfficeContext;
  file: FileRecord;
  draft: Draft;
  edition: Edition;
  countryName: (code: string) => string;
  account: "whole" | "masked" | "hidden";
}> = ({ c, file, draft, edition, countryName, account }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Part id="projet" title={t("instruction.project")}>
      <p class="lead">{draft.title}</p>
      <p class="pre">{draft.summary}</p>
      <Facts
        facts={[
          [t("instruction.starts"), day(draft.startsOn, locale)],
          [t("instruction.ends"), day(draft.endsOn, locale)],
          [
            t("instruction.places"),
            draft.places.length > 0 && (
              <ul class="plain">
                {draft.places.map((place) => (
                  <li>
                    {place.name} ({countryName(place.country)})
                    {typeof place.latitude === "number" && <span class="muted"> {`${place.latitude}, ${place.longitude}`}</span>}
                  </li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
      {draft.partners.length > 0 && (
        <Table
          caption={t("instruction.partners")}
          class="dense"
          rows={draft.partners}
          columns={[
            { label: t("instruction.name"), heading: true, cell: (partner) => partner.name },
            { label: t("instruction.country"), cell: (partner) => countryName(partner.country) },
            { label: t("instruction.kind"), cell: (partner) => partner.kind && t.dynamic(`instruction.partner.${partner.kind}`) },
            { label: t("instruction.role"), cell: (partner) => partner.role },
          ]}
        />
      )}
      <Answers c={c} draft={draft} edition={edition} />
      <Budget c={c} file={file} draft={draft} edition={edition} />
      {draft.indicators.length > 0 && (
        <Table
          caption={t("instruction.indicators")}
          class="dense"
          rows={draft.indicators}
          columns={[
            {
              label: t("instruction.indicator"),
              heading: true,
              cell: (one) => {
                const asked = edition.indicators.find(({ code }) => code === one.code);
                return asked ? <Text value={asked.name} locale={locale} /> : one.label;
              },
            },
            { label: t("instruction.baseline"), numeric: true, cell: (one) => written(one.baseline, locale) },
            { label: t("instruction.target"), numeric: true, cell: (one) => written(one.target, locale) },
            {
              label: t("instruction.unit"),
              cell: (one) => plain(edition.indicators.find(({ code }) => code === one.code)?.unit ?? {}, locale) || one.unit,
            },
          ]}
        />
      )}
      <Facts
        facts={[
          [
            t("instruction.declarations"),
            <ul class="plain">
              {["honour", ...edition.conditions.filter(({ rule }) => rule === "declared").map(({ code }) => code)].map((code) => (
                <li>
                  {draft.declarations[code] ? "✓" : "✗"}{" "}
                  {code === "honour" ? (
                    t("instruction.honour")
                  ) : (
                    <Text value={edition.conditions.find((one) => one.code === code)!.label} locale={locale} />
                  )}
                  {!draft.declarations[code] && <strong> ({t("instruction.notDeclared")})</strong>}
                </li>
              ))}
            </ul>,
          ],
          [
            t("instruction.engagement"),
            draft.engagement?.accepted
              ? t("instruction.engagement.accepted", {
                  by: draft.engagement.by,
                  day: date(draft.engagement.at.slice(0, 10), locale),
                  version: draft.engagement.textVersion,
                })
              : t("instruction.engagement.not"),
          ],
          ...(account === "hidden" || draft.bankAccount.iban === ""
            ? []
            : ([
                [
                  t("instruction.account"),
                  <>
                    {account === "whole" ? draft.bankAccount.iban : maskIban(compactIban(draft.bankAccount.iban))},{" "}
                    {draft.bankAccount.holder}
                    {draft.bankAccount.holder.trim().toLowerCase() !== file.applicantName.trim().toLowerCase() && (
                      <strong class="late"> {t("instruction.account.other")}</strong>
                    )}
                  </>,
                ],
              ] as [Child, Child][])),
        ]}
      />
    </Part>
  );
};

const Answers: FC<{ c: OfficeContext; draft: Draft; edition: Edition }> = ({ c, draft, edition }) => {
  const locale = c.get("locale");
  const t = c.get("t");
  const asked = edition.questions.filter(({ code }) => isAsked(edition, draft.answers, code));
  if (asked.length === 0) return <></>;
  return (
    <dl class="answers">
      {asked.map(({ code, label, type }) => {
        const answer = draft.answers[code];
        const given = (Array.isArray(answer) ? answer : [answer ?? ""]).filter(Boolean);
        const chosen = (value: string) => {
          const option = edition.options.find((one) => one.question === code && one.code === value);
          return option ? plain(option.name, locale) : type === "yes_no" ? t.dynamic(`instruction.answer.${value}`) : value;
        };
        return (
          <div>
            <dt>
              <Text value={label} locale={locale} />
            </dt>
            <dd class="pre">
              {given.length === 0 ? <span class="muted">{t("instruction.noAnswer")}</span> : given.map(chosen).join(", ")}
            </dd>
          </div>
        );
      })}
    </dl>
  );
};

/** Who asks: its identity, its numbers, the persons to write to. */
export const Body: FC<{ c: OfficeContext; file: FileRecord; countryName: (code: string) => string }> = ({ c, file, countryName }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const profile = profileSchema.parse(file.profile ?? {});
  const person = (name: string, title: string) => [name, title].filter(Boolean).join(", ");
  return (
    <Facts
      facts={[
        [t("instruction.body.name"), [file.applicantName, profile.acronym].filter(Boolean).join(" · ")],
        [t("instruction.body.form"), t.dynamic(`instruction.form.${file.legalForm}`)],
        ["SIRET", file.siret],
        ["RNA", file.rna],
        [file.foreignScheme ?? "", file.foreignId],
        [
          t("instruction.body.noIdentifier"),
          !file.siret && !file.rna && !file.foreignId && file.noIdentifier && t.dynamic(`instruction.noIdentifier.${file.noIdentifier}`),
        ],
        [t("instruction.body.founded"), file.foundedOn && date(file.foundedOn, locale)],
        [
          t("instruction.body.address"),
          [profile.street, [file.postalCode, profile.city].filter(Boolean).join(" "), countryName(file.country)].filter(Boolean).join(", "),
        ],
        [t("instruction.body.representative"), person(profile.representativeName, profile.representativeTitle)],
        [
          t("instruction.body.contact"),
          person(profile.contactName, [profile.contactEmail, profile.contactPhone].filter(Boolean).join(" ")),
        ],
        [t("instruction.body.purpose"), profile.purpose],
        [
          t("instruction.body.people"),
          [
            profile.members !== null && t("instruction.body.members", { count: profile.members }),
            profile.volunteers !== null && t("instruction.body.volunteers", { count: profile.volunteers }),
            profile.employees !== null && t("instruction.body.employees", { count: profile.employees }),
          ]
            .filter(Boolean)
            .join(", "),
        ],
        [t("instruction.body.budget"), profile.yearlyBudgetCents !== null && money(profile.yearlyBudgetCents, "EUR", locale)],
      ]}
    />
  );
};
