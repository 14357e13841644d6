import type { FC } from "hono/jsx";
import type { Draft } from "../../funding/application/content.ts";
import { Of } from "../../ui/of.tsx";
import type { SpaceContext } from "../env.ts";
import type { Countries, OpenFile } from "../facts.ts";
import { FieldProblems, type Form, fieldId } from "../forms.tsx";

export interface SectionProps {
  c: SpaceContext;
  file: OpenFile;
  draft: Draft;
  form: Form;
  countries: Countries;
}

/** The lines of a list, an empty one after them, and a button that saves and brings another. */
export const Lines: FC<{ c: SpaceContext; path: string; count: number; children: (i: number, isNew: boolean) => unknown }> = ({
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
                <Of t={t}>{t.dynamic(`space.line.${path}`, { n: i + 1 })}</Of>
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

export const TickBox: FC<{
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
