import type { FC } from "hono/jsx";
import { type KindName, kindOf } from "../register/kinds.ts";
import { same } from "../register/record/history.ts";
import type { Kind } from "../register/record/kind.ts";
import type { StoredRecord } from "../register/record/store.ts";
import { fieldId, labelOf } from "../ui/forms/context.ts";
import { type FormValues, fromForm, toForm } from "../ui/forms/values.ts";
import { Of } from "../ui/of.tsx";
import { officeHref } from "./addresses.ts";
import type { Reader } from "./difference.tsx";
import type { OfficeContext } from "./env.ts";

type Document = Record<string, unknown>;

const ofField = (values: FormValues, name: string): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key === name || key.startsWith(`${name}.`)));

/** One field of what was typed, as it stands in a document. */
export function takeField(kind: Kind, values: FormValues, document: Document, name: string, locale: string): FormValues {
  const field = kind.fields[name];
  if (!field) return values;
  const others = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name && !key.startsWith(`${name}.`)));
  return { ...others, ...toForm({ [name]: field }, document, locale) };
}

/** The fields in which what was typed differs from a document, compared as both would stand in a form. */
export function differingFields(kind: Kind, values: FormValues, document: Document, locale: string): string[] {
  return Object.entries(kind.fields).flatMap(([name, field]) => {
    const stands = fromForm({ [name]: field }, toForm({ [name]: field }, document, locale));
    return same(fromForm({ [name]: field }, ofField(values, name))[name], stands[name]) ? [] : [name];
  });
}

/**
 * What was typed over `base`, brought onto `current`: a field that was left alone becomes what it is now; one that was
 * changed stays as typed, whoever else changed it.
 */
export function bringOnto(kind: Kind, values: FormValues, base: Document, current: Document, locale: string): FormValues {
  const typed = new Set(differingFields(kind, values, base, locale));
  return Object.keys(kind.fields).reduce((all, name) => (typed.has(name) ? all : takeField(kind, all, current, name, locale)), values);
}

/** Field by field: what stands now, what was typed, and a button to take the first. The form below keeps the second. */
export const Conflict: FC<{ c: OfficeContext; kind: KindName; current: StoredRecord; values: FormValues; read: Reader; form: string }> = ({
  c,
  kind,
  current,
  values,
  read,
  form,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { fields } = kindOf(kind);
  const names = differingFields(kindOf(kind), values, current.document, locale);
  const typed = fromForm(fields, values);
  return (
    <div class="error-summary" role="alert" id="conflict">
      <h2>{t("office.conflict.title")}</h2>
      <p>{t("office.conflict.text")}</p>
      {names.length === 0 && <p>{t("office.conflict.none")}</p>}
      <dl class="differences">
        {names.map((name) => (
          <div>
            <dt>
              <a href={`#${fieldId(name)}`}>{labelOf(t, kind, name)}</a>
            </dt>
            <dd>
              <dl class="before-after">
                <div>
                  <dt>{t("office.conflict.now")}</dt>
                  <dd class="pre">{read(name, current.document[name]) || t("office.history.empty")}</dd>
                </div>
                <div>
                  <dt>{t("office.conflict.typed")}</dt>
                  <dd class="pre">{read(name, typed[name]) || t("office.history.empty")}</dd>
                </div>
              </dl>
              <button class="quiet small" type="submit" form={form} name="do" value={`take:${name}`} formnovalidate>
                {t("office.conflict.takeOne")}
                <Of t={t}>{labelOf(t, kind, name)}</Of>
              </button>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={officeHref(kind, current.id)}>{t("office.conflict.take")}</a>
      </p>
    </div>
  );
};
