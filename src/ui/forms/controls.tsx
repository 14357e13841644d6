import type { FC } from "hono/jsx";
import type { Translator } from "../../platform/i18n/messages.ts";
import { instantOfLocal, utcOffset } from "../../platform/instants.ts";
import { acceptedBy } from "../../platform/intake/rules.ts";
import { timeZone, timeZoneName } from "../../platform/time-zone.ts";
import type { Widget } from "../../register/record/fields.ts";
import { useOf } from "../file-limits.ts";
import { Of } from "../of.tsx";
import {
  bare,
  choiceKey,
  type FormContext,
  fieldId,
  first,
  labelOf,
  MOST_IN_LIST,
  namesIn,
  type Option,
  type Options,
  problemsAt,
} from "./context.ts";
import { describedBy, FieldHint } from "./field.tsx";

export const Required: FC<{ t: Translator }> = ({ t }) => <span class="required"> {t("office.form.required")}</span>;

const hints: Partial<Record<Widget["type"], string>> = {
  date: "office.hint.date",
  instant: "calls.hint.instant",
  texts: "office.hint.texts",
  cents: "office.hint.cents",
  url: "office.hint.url",
};

/** What a field asks for: words of its own ("hint.<kind>.<path>") where the catalogue has any, then how such values are written. */
function hintsOf(form: FormContext, widget: Widget, path: string): string[] {
  const own = `hint.${form.kind}.${namesIn(bare(form, path)).join(".")}`;
  const usual = widget.type === "file" ? `office.hint.file.${widget.accept}` : hints[widget.type];
  return [
    ...(form.t.has(own) ? [form.t.dynamic(own)] : []),
    ...(usual ? [form.t.dynamic(usual, { zone: timeZoneName(form.locale) })] : []),
  ];
}

export const Hint: FC<{ form: FormContext; widget: Widget; path: string }> = ({ form, widget, path }) => (
  <FieldHint id={fieldId(path)} hint={hintsOf(form, widget, path).join(" ")} />
);

export const described = (form: FormContext, path: string, hint = false) =>
  describedBy({ id: fieldId(path), hint, problem: problemsAt(form, path).length > 0 });

export const Control: FC<{ form: FormContext; widget: Widget; path: string }> = ({ form, widget, path }) => {
  const id = fieldId(path);
  const value = first(form.values, path);
  const common = { id, name: path, ...described(form, path, hintsOf(form, widget, path).length > 0) };
  switch (widget.type) {
    case "choice":
      return (
        <Select
          {...common}
          value={value}
          empty={!widget.required || value === ""}
          options={widget.options.map((option) => ({
            value: option,
            label: form.t.dynamic(choiceKey(form.kind, bare(form, path), option)),
          }))}
        />
      );
    case "country":
      return <Select {...common} value={value} empty options={form.options.country ?? []} />;
    case "term":
      return <Select {...common} value={value} empty options={form.options[`terms ${widget.vocabulary}`] ?? []} />;
    case "reference":
      return <Reference form={form} to={widget.to} path={path} common={common} value={value} />;
    case "texts":
      return (
        <textarea {...common} rows={3}>
          {value}
        </textarea>
      );
    case "text":
      return widget.long ? (
        <textarea {...common} rows={5}>
          {value}
        </textarea>
      ) : (
        <input type="text" {...common} value={value} maxlength={widget.max} />
      );
    case "instant":
      return <InstantControl form={form} path={path} common={common} value={value} />;
    case "file":
      return (
        <>
          <input type="hidden" name={path} value={value} />
          {value && (
            <span class="file-kept">
              {form.t("office.form.fileKept")} {form.fileHref && <a href={form.fileHref(value)}>{form.t("office.form.fileSee")}</a>}
            </span>
          )}
          <input type="file" id={id} name={`${path}.upload`} accept={acceptedBy(useOf[widget.accept])} {...described(form, path, true)} />
        </>
      );
    default:
      return (
        <input
          type="text"
          {...common}
          value={value}
          inputmode={widget.type === "cents" || widget.type === "number" ? "decimal" : undefined}
          autocomplete="off"
        />
      );
  }
};

/**
 * A day and hour by the city's clocks. What no clock shows stays as typed, in a plain field; an hour that the clocks
 * show twice brings the choice between the two, which needs no script: the form comes back with it.
 */
const InstantControl: FC<{ form: FormContext; path: string; common: { id: string; name: string }; value: string }> = ({
  form,
  path,
  common,
  value,
}) => {
  const read = instantOfLocal(value, timeZone());
  const plain = value !== "" && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value);
  const chosen = first(form.values, `${path}.offset`);
  const id = fieldId(`${path}.offset`);
  return (
    <span class="instant">
      {plain ? (
        <input type="text" {...common} value={value} autocomplete="off" />
      ) : (
        <input type="datetime-local" step="1" {...common} value={value} />
      )}
      {!read.ok && read.reason === "twice" && (
        <span class="instant-offset">
          <label for={id}>{form.t("calls.form.offset")}</label>{" "}
          <Select
            id={id}
            name={`${path}.offset`}
            value={chosen}
            empty={chosen === ""}
            options={read.offsets.map((offset, i) => ({
              value: offset,
              label: form.t(i === 0 ? "calls.form.first" : "calls.form.second", { offset: utcOffset(offset) }),
            }))}
          />
        </span>
      )}
    </span>
  );
};

const Select: FC<{ id: string; name: string; value: string; empty: boolean; options: Option[] }> = ({
  value,
  empty,
  options,
  ...attributes
}) => (
  <select {...attributes}>
    {empty && <option value=""></option>}
    {value !== "" && !options.some((option) => option.value === value) && (
      <option value={value} selected>
        {value}
      </option>
    )}
    {options.map((option) => (
      <option value={option.value} selected={option.value === value}>
        {option.label}
      </option>
    ))}
  </select>
);

const Reference: FC<{ form: FormContext; to: string; path: string; common: { id: string; name: string }; value: string }> = ({
  form,
  to,
  path,
  common,
  value,
}) => {
  const options = form.options[`reference ${to}`] ?? [];
  if (options.length <= MOST_IN_LIST) return <Select {...common} value={value} empty options={options} />;
  const known = options.find((option) => option.value === value);
  const label = labelOf(form.t, form.kind, bare(form, path));
  const found = form.found?.path === path ? form.found.options : undefined;
  return (
    <>
      <span class="with-button">
        <input type="text" {...common} value={value} list={`list-${to}`} autocomplete="off" />
        <FormButton t={form.t} action={`find:${path}`} label={form.t("office.form.find")} of={label} at={common.id} />
      </span>
      {known && <span class="hint">{known.label}</span>}
      {found && (
        <span class="found" role="status">
          {found.length === 0 && form.t("office.form.foundNone")}
          {found.map((option) => (
            <FormButton t={form.t} action={`pick:${path}=${option.value}`} label={option.label} of={label} at={common.id} />
          ))}
        </span>
      )}
    </>
  );
};

/** The names that the long references propose as one types: once for the whole form. */
export const ReferenceLists: FC<{ options: Options }> = ({ options }) => (
  <>
    {Object.entries(options)
      .filter(([name, choices]) => name.startsWith("reference ") && choices.length > MOST_IN_LIST)
      .map(([name, choices]) => (
        <datalist id={`list-${name.slice("reference ".length)}`}>
          {choices.map((choice) => (
            <option value={choice.value}>{choice.label}</option>
          ))}
        </datalist>
      ))}
  </>
);

// A button of the form itself: the page comes back, where it was, with all that was typed and one thing changed. No script.
export const FormButton: FC<{ t: Translator; action: string; label: string; of: string; at: string }> = ({ t, action, label, of, at }) => (
  <button class="quiet small" type="submit" name="do" value={action} formaction={`#${at}`} formnovalidate>
    {label}
    <Of t={t}>{of}</Of>
  </button>
);
