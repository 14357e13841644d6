import type { FC } from "hono/jsx";
import { type Draft, resourceStatuses, totalsOf } from "../../funding/application/content.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { money, share } from "../../ui/format.ts";
import { Of } from "../../ui/of.tsx";
import { plain } from "../../ui/text.tsx";
import type { SpaceContext } from "../env.ts";
import { FieldProblems, fieldId, SelectField, TextField, TickField } from "../forms.tsx";
import type { SectionProps } from "./parts.tsx";
import { centsText } from "./values.ts";

export const BudgetFields: FC<SectionProps> = ({ c, file, draft, form }) => {
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
                    <Of t={t}>{row.label || known?.label}</Of>
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
