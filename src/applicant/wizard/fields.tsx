import type { FC } from "hono/jsx";
import {
  compactIban,
  countWords,
  type Draft,
  ENGAGEMENT_VERSION,
  isAsked,
  limits,
  partnerKinds,
  resourceStatuses,
  type Section,
  totalsOf,
} from "../../funding/application/content.ts";
import { owesEngagement } from "../../funding/application/eligibility.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { date, money, share } from "../../ui/format.ts";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { type MapMark, WorldMap } from "../../ui/world-map.tsx";
import type { SpaceContext } from "../env.ts";
import type { Countries, OpenFile } from "../facts.ts";
import { AreaField, ChoiceField, FieldProblems, type Form, fieldId, type Option, SelectField, TextField, TickField } from "../forms.tsx";
import { centsText, numberText } from "./values.ts";

export interface SectionProps {
  c: SpaceContext;
  file: OpenFile;
  draft: Draft;
  form: Form;
  countries: Countries;
}

/** The fields of each section, filled with a draft. */
export const SectionFields: FC<SectionProps & { section: Section }> = ({ section, ...props }) => {
  switch (section) {
    case "project":
      return <ProjectFields {...props} />;
    case "places":
      return <PlaceFields {...props} />;
    case "partners":
      return <PartnerFields {...props} />;
    case "questions":
      return <QuestionFields {...props} />;
    case "budget":
      return <BudgetFields {...props} />;
    case "indicators":
      return <IndicatorFields {...props} />;
    case "commitments":
      return <CommitmentFields {...props} />;
    default:
      return <></>;
  }
};

const ProjectFields: FC<SectionProps> = ({ c, file: { edition }, draft, form }) => {
  const t = c.get("t");
  return (
    <>
      <TextField form={form} path="title" label={t("space.field.title")} hint={t("space.hint.title")} value={draft.title} />
      <AreaField
        form={form}
        path="summary"
        label={t("space.field.summary")}
        hint={t("space.hint.summary", { maximum: limits.summary })}
        value={draft.summary}
        rows={7}
      />
      <div class="form-pair">
        <TextField form={form} path="startsOn" label={t("space.field.startsOn")} value={draft.startsOn} type="date" />
        <TextField
          form={form}
          path="endsOn"
          label={t("space.field.endsOn")}
          hint={edition.maxMonths ? t("space.hint.endsOn", { months: edition.maxMonths }) : undefined}
          value={draft.endsOn}
          type="date"
        />
      </div>
    </>
  );
};

/** The lines of a list, an empty one after them, and a button that saves and brings another. */
const Lines: FC<{ c: SpaceContext; path: string; count: number; children: (i: number, isNew: boolean) => unknown }> = ({
  c,
  path,
  count,
  children,
}) => {
  const t = c.get("t");
  return (
    <div id={fieldId(path)} tabindex={-1}>
      <input type="hidden" name={`${path}.count`} value={count + 1} />
      {Array.from({ length: count + 1 }, (_, i) => (
        <fieldset class="form-line" id={fieldId(`${path}.${i}`)}>
          <legend>{i === count ? t.dynamic(`space.line.new.${path}`) : t.dynamic(`space.line.${path}`, { n: i + 1 })}</legend>
          {children(i, i === count) as never}
          {i < count && (
            <p class="line-actions">
              <button class="quiet small" type="submit" name="do" value={`remove:${path}.${i}`} formnovalidate>
                {t("space.remove")}
                <span class="visually-hidden"> : {t.dynamic(`space.line.${path}`, { n: i + 1 })}</span>
              </button>
            </p>
          )}
        </fieldset>
      ))}
      <p>
        <button class="quiet" type="submit" name="do" value={`more:${path}`} formnovalidate>
          {t("space.more")}
        </button>
      </p>
    </div>
  );
};

const PlaceFields: FC<SectionProps> = ({ c, draft, form, countries }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const marks = draft.places.flatMap((place): MapMark[] => {
    const own =
      typeof place.latitude === "number" && typeof place.longitude === "number" ? ([place.latitude, place.longitude] as const) : undefined;
    const at = own ?? countries.at.get(place.country);
    return at
      ? [
          {
            kind: "project",
            latitude: at[0],
            longitude: at[1],
            hollow: !own,
            label: [place.name, countries.nameOf(place.country)].filter(Boolean).join(", "),
          },
        ]
      : [];
  });
  return (
    <>
      <p>{t("space.help.places")}</p>
      <FieldProblems form={form} path="places" />
      {marks.length > 0 && <WorldMap marks={marks} label={t("space.map")} class="small-map" />}
      <Lines c={c} path="places" count={draft.places.length}>
        {(i) => {
          const place = draft.places[i];
          const field = (name: string) => ({ form, path: `places.${i}.${name}` });
          return (
            <div class="form-grid">
              <SelectField
                {...field("country")}
                label={t("space.field.places.country")}
                value={place?.country ?? ""}
                options={countries.options}
              />
              <TextField {...field("name")} label={t("space.field.places.name")} hint={t("space.hint.place")} value={place?.name ?? ""} />
              <TextField
                {...field("latitude")}
                label={t("space.field.places.latitude")}
                required={false}
                inputmode="decimal"
                value={numberText(place?.latitude ?? null, locale)}
              />
              <TextField
                {...field("longitude")}
                label={t("space.field.places.longitude")}
                required={false}
                inputmode="decimal"
                value={numberText(place?.longitude ?? null, locale)}
              />
            </div>
          );
        }}
      </Lines>
    </>
  );
};

const PartnerFields: FC<SectionProps> = ({ c, draft, form, countries }) => {
  const t = c.get("t");
  const all = countries.options.map(({ value, label }) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  const kinds = partnerKinds.map((kind) => ({ value: kind, label: t.dynamic(`space.partnerKind.${kind}`) }));
  return (
    <>
      <p>{t("space.help.partners")}</p>
      <Lines c={c} path="partners" count={draft.partners.length}>
        {(i) => {
          const partner = draft.partners[i];
          const field = (name: string) => ({ form, path: `partners.${i}.${name}` });
          return (
            <div class="form-grid">
              <TextField {...field("name")} label={t("space.field.partners.name")} value={partner?.name ?? ""} />
              <SelectField {...field("kind")} label={t("space.field.partners.kind")} value={partner?.kind ?? ""} options={kinds} />
              <SelectField {...field("country")} label={t("space.field.partners.country")} value={partner?.country ?? ""} options={all} />
              <AreaField {...field("role")} label={t("space.field.partners.role")} value={partner?.role ?? ""} rows={2} />
            </div>
          );
        }}
      </Lines>
    </>
  );
};

const QuestionFields: FC<SectionProps> = ({ c, file: { edition }, draft, form }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const groups = Map.groupBy(edition.questions, ({ section }) => section);
  if (edition.questions.length === 0) return <p>{t("space.help.noQuestions")}</p>;
  return (
    <>
      {[...groups].map(([section, questions]) => (
        <section>
          <h2>{t.dynamic(`space.questions.${section}`)}</h2>
          {questions.map((question) => (
            <Question form={form} edition={edition} question={question} draft={draft} locale={locale} c={c} />
          ))}
        </section>
      ))}
    </>
  );
};

const Question: FC<{
  c: SpaceContext;
  form: Form;
  edition: Edition;
  question: Edition["questions"][number];
  draft: Draft;
  locale: string;
}> = ({ c, form, edition, question: { code, label, help, type, required, maxWords, showIf, showValue }, draft }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const answer = draft.answers[code];
  const value = Array.isArray(answer) ? "" : (answer ?? "");
  const helped = Object.keys(help).length > 0;
  const options: Option[] =
    type === "yes_no"
      ? [
          { value: "yes", label: t("common.yes") },
          { value: "no", label: t("common.no") },
        ]
      : edition.options
          .filter(({ question }) => question === code)
          .map((option) => ({ value: option.code, label: plain(option.name, locale) }));
  const common = {
    form,
    path: `answers.${code}`,
    label: <Text value={label} locale={locale} />,
    ...(helped ? { hint: <Text value={help} locale={locale} /> } : {}),
    ...(required ? {} : { required: false }),
  };
  const shown = isAsked(edition, draft.answers, code);
  const control =
    type === "long" ? (
      <AreaField {...common} value={value} rows={8} maxWords={maxWords} words={countWords(value)} />
    ) : type === "short" && maxWords !== null ? (
      <AreaField {...common} value={value} rows={2} maxWords={maxWords} words={countWords(value)} />
    ) : type === "choice" || type === "yes_no" ? (
      <ChoiceField {...common} type="radio" values={[value]} options={options} />
    ) : type === "choices" ? (
      <ChoiceField {...common} type="checkbox" values={Array.isArray(answer) ? answer : []} options={options} />
    ) : (
      <TextField
        {...common}
        value={value}
        type={type === "date" ? "date" : type === "url" ? "url" : "text"}
        {...(type === "number" || type === "money" ? { inputmode: "decimal" } : {})}
      />
    );
  // What hangs on an answer that is not given yet: shown apart, so that nobody has to come back for it.
  if (showIf === null) return control;
  const on = edition.questions.find((one) => one.code === showIf)!;
  const wanted =
    on.type === "yes_no"
      ? t(showValue === "yes" ? "common.yes" : "common.no")
      : plain(edition.options.find((one) => one.question === showIf && one.code === showValue)?.name ?? {}, locale);
  return (
    <details class="conditional" open={shown} data-show-if={`answers.${showIf}`} data-show-value={showValue}>
      <summary>{t("space.onlyIf", { question: plain(on.label, locale), answer: wanted })}</summary>
      {control}
    </details>
  );
};

const BudgetFields: FC<SectionProps> = ({ c, file, draft, form }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { edition } = file;
  const totals = totalsOf(draft, edition);
  const amount = (cents: number) => money(cents, edition.currency, locale);
  return (
    <>
      <section>
        <h2 id={fieldId("asked")} tabindex={-1}>
          {t("space.field.asked")}
        </h2>
        <p class="hint">
          {[
            edition.maxCents !== null && t("space.hint.ceiling", { amount: amount(edition.maxCents) }),
            edition.minCents !== null && t("space.hint.minimum", { amount: amount(edition.minCents) }),
            edition.citySharePercent !== null && t("space.hint.share", { share: share(edition.citySharePercent, locale) }),
          ]
            .filter(Boolean)
            .join(" ")}
        </p>
        <FieldProblems form={form} path="asked" />
        <div class="form-grid">
          {edition.strands.map(({ code, name, maxCents }) => (
            <TextField
              form={form}
              path={`asked.${code}`}
              label={edition.strands.length === 1 ? t("space.field.asked") : t("space.field.askedOf", { strand: plain(name, locale) })}
              {...(edition.strands.length > 1 ? { required: false } : {})}
              hint={maxCents !== null ? t("space.hint.ceiling", { amount: amount(maxCents) }) : undefined}
              inputmode="decimal"
              value={centsText(draft.asked[code] ?? null, locale)}
            />
          ))}
        </div>
      </section>
      <FieldProblems form={form} path="budget" />
      <BudgetSide c={c} file={file} draft={draft} form={form} side="expenses" />
      <BudgetSide c={c} file={file} draft={draft} form={form} side="resources" />
      <Balance c={c} totals={totals} currency={edition.currency} />
    </>
  );
};

/** Both sides of the budget, added up as it was last saved. */
export const Balance: FC<{ c: SpaceContext; totals: ReturnType<typeof totalsOf>; currency: string }> = ({ c, totals, currency }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const rows = balanceRows(totals);
  return (
    <table class="balance">
      <caption>{t("space.balance")}</caption>
      <tbody>
        {rows.map(({ id, cents }) => (
          <tr>
            <th scope="row">{t.dynamic(`space.balance.${id}`)}</th>
            <td class="number">
              <output id={`balance-${id}`}>{money(cents, currency, locale)}</output>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
export const balanceRows = (totals: ReturnType<typeof totalsOf>) => [
  { id: "expenses", cents: totals.expenses },
  { id: "resources", cents: totals.resources },
  { id: "difference", cents: totals.resources - totals.expenses },
  { id: "expensesInKind", cents: totals.expensesInKind },
  { id: "resourcesInKind", cents: totals.resourcesInKind },
];

interface Row {
  /** Where the line stands in the draft; undefined for one that is still empty. */
  at: number | undefined;
  line: string;
  label: string;
  cents: number | string | null;
  inKind: boolean;
  funder: string;
  status: string;
}

/** The lines of one side: those that are filled, one for each line of the edition that is not, and a free one. */
function rowsOf(draft: Draft, edition: Edition, side: "expenses" | "resources"): Row[] {
  const filled = draft.budget[side].map((line, at): Row => ({ funder: "", status: "requested", ...line, at }));
  const blank = (line: string, inKind = false): Row => ({
    at: undefined,
    line,
    label: "",
    cents: null,
    inKind,
    funder: "",
    status: "requested",
  });
  const order = edition.budgetLines.filter((line) => `${line.side}s` === side);
  if (order.length === 0) return [...filled, blank(""), blank("")];
  const inOrder = order.flatMap(({ code, inKind }) => {
    const own = filled.filter(({ line }) => line === code);
    return own.length > 0 ? own : [blank(code, inKind)];
  });
  return [...inOrder, ...filled.filter(({ line }) => !order.some(({ code }) => code === line)), blank("")];
}

const BudgetSide: FC<Omit<SectionProps, "countries"> & { side: "expenses" | "resources" }> = ({
  c,
  file: { edition },
  draft,
  form,
  side,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const rows = rowsOf(draft, edition, side);
  const options = edition.budgetLines
    .filter((line) => `${line.side}s` === side)
    .map(({ code, account, name }) => ({ value: code, label: [account, plain(name, locale)].filter(Boolean).join(" ") }));
  const asked = totalsOf(draft, edition).asked;
  return (
    <section>
      <h2 id={fieldId(`budget.${side}`)} tabindex={-1}>
        {t.dynamic(`space.field.${side}`)}
      </h2>
      <p>{t.dynamic(`space.help.${side}`)}</p>
      <FieldProblems form={form} path={`budget.${side}`} />
      <input type="hidden" name={`budget.${side}.count`} value={rows.length} />
      <div class="budget-lines">
        {side === "resources" && (
          <p class="budget-asked">
            <span>{t("space.field.askedLine")}</span> <output id="asked-total">{money(asked, edition.currency, locale)}</output>
          </p>
        )}
        {rows.map((row, i) => {
          const path = `budget.${side}.${row.at ?? `new-${i}`}`;
          const field = (name: string) => ({ form, path: `${path}.${name}`, name: `budget.${side}.${i}.${name}` });
          const known = options.find(({ value }) => value === row.line);
          return (
            <fieldset class="budget-line">
              <legend class={known ? "" : "visually-hidden"}>{known?.label ?? t("space.line.budget", { n: i + 1 })}</legend>
              {known ? (
                <input type="hidden" name={`budget.${side}.${i}.line`} value={row.line} />
              ) : (
                options.length > 0 && (
                  <SelectField {...field("line")} label={t("space.field.budget.line")} value={row.line} options={options} />
                )
              )}
              <TextField
                {...field("label")}
                label={t("space.field.budget.label")}
                {...(options.length > 0 ? { required: false } : {})}
                value={row.label}
                class="budget-label"
              />
              {side === "resources" && !row.inKind && (
                <>
                  <TextField {...field("funder")} label={t("space.field.budget.funder")} value={row.funder} />
                  <SelectField
                    {...field("status")}
                    label={t("space.field.budget.status")}
                    value={row.status}
                    options={resourceStatuses.map((status) => ({ value: status, label: t.dynamic(`space.status.${status}`) }))}
                  />
                </>
              )}
              <TextField
                {...field("cents")}
                label={t("space.field.budget.cents")}
                inputmode="decimal"
                value={centsText(row.cents, locale)}
                class="form-cents"
              />
              {options.length === 0 && <TickField {...field("inKind")} label={t("space.field.budget.inKind")} checked={row.inKind} />}
              {row.at !== undefined && (
                <p class="line-actions">
                  <button class="quiet small" type="submit" name="do" value={`remove:budget.${side}.${i}`} formnovalidate>
                    {t("space.remove")}
                    <span class="visually-hidden"> : {row.label || known?.label}</span>
                  </button>
                </p>
              )}
            </fieldset>
          );
        })}
      </div>
      <p>
        <button class="quiet" type="submit" name="do" value={`more:budget.${side}`} formnovalidate>
          {t("space.more")}
        </button>
      </p>
    </section>
  );
};

const IndicatorFields: FC<SectionProps> = ({ c, file: { edition }, draft, form }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  // Those of the edition first, each once; then the applicant's own, and an empty one.
  const rows = [
    ...edition.indicators.map(({ code, name, unit, definition, required }) => ({
      code,
      name,
      unit,
      definition,
      required,
      at: draft.indicators.findIndex((one) => one.code === code),
    })),
    ...draft.indicators.flatMap((one, at) =>
      one.code === "" ? [{ code: "", name: {}, unit: {}, definition: {}, required: true, at }] : [],
    ),
    { code: "", name: {}, unit: {}, definition: {}, required: false, at: -1 },
  ];
  return (
    <div id={fieldId("indicators")} tabindex={-1}>
      <p>{t("space.help.indicators")}</p>
      <FieldProblems form={form} path="indicators" />
      <input type="hidden" name="indicators.count" value={rows.length} />
      {rows.map((row, i) => {
        const one = draft.indicators[row.at];
        const path = `indicators.${row.at >= 0 ? row.at : `new-${i}`}`;
        const field = (name: string) => ({ form, path: `${path}.${name}`, name: `indicators.${i}.${name}` });
        const asked = row.code !== "";
        return (
          <fieldset class="form-line">
            <legend>
              {asked ? plain(row.name, locale) : t(row.at >= 0 ? "space.indicator.own" : "space.line.new.indicators")}
              {asked && !row.required && <span class="hint"> {t("space.optional")}</span>}
            </legend>
            {asked && <Prose value={row.definition} locale={locale as never} class="hint" />}
            <input type="hidden" name={`indicators.${i}.code`} value={row.code} />
            <div class="form-grid">
              {!asked && <TextField {...field("label")} label={t("space.field.indicators.label")} value={one?.label ?? ""} />}
              {!asked && <TextField {...field("unit")} label={t("space.field.indicators.unit")} value={one?.unit ?? ""} />}
              <TextField
                {...field("baseline")}
                label={
                  asked ? t("space.field.indicators.baselineIn", { unit: plain(row.unit, locale) }) : t("space.field.indicators.baseline")
                }
                required={false}
                inputmode="decimal"
                value={numberText(one?.baseline ?? null, locale)}
              />
              <TextField
                {...field("target")}
                label={asked ? t("space.field.indicators.targetIn", { unit: plain(row.unit, locale) }) : t("space.field.indicators.target")}
                inputmode="decimal"
                value={numberText(one?.target ?? null, locale)}
              />
            </div>
          </fieldset>
        );
      })}
      <p>
        <button class="quiet" type="submit" name="do" value="more:indicators" formnovalidate>
          {t("space.more")}
        </button>
      </p>
    </div>
  );
};

/** The seven undertakings, in the order of the decree's annex. */
const UNDERTAKINGS = [1, 2, 3, 4, 5, 6, 7] as const;

const CommitmentFields: FC<SectionProps> = ({ c, file: { edition, applicant, standing }, draft, form }) => {
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

const TickBox: FC<{
  form: Form;
  path: string;
  name: string;
  value: string;
  checked: boolean;
  label: unknown;
  hint?: unknown;
  disabled: boolean;
}> = ({ form, path, name, value, checked, label, hint, disabled }) => (
  <div class="form-field form-tick">
    <input type="checkbox" id={fieldId(path)} name={name} value={value} checked={checked} disabled={disabled} />
    <label for={fieldId(path)}>{label as never}</label>
    {hint ? <span class="hint">{hint as never}</span> : null}
    <FieldProblems form={form} path={path} />
  </div>
);
