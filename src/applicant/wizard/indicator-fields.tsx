import type { FC } from "hono/jsx";
import { Prose, plain } from "../../ui/text.tsx";
import { FieldProblems, fieldId, TextField } from "../forms.tsx";
import type { SectionProps } from "./parts.tsx";
import { numberText } from "./values.ts";

export const IndicatorFields: FC<SectionProps> = ({ c, file: { edition }, draft, form }) => {
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
