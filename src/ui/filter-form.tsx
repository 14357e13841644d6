import type { Child, FC } from "hono/jsx";
import type { PageContext } from "./page.ts";

interface Option {
  value: string;
  label: string;
  count?: number;
}
export type FilterField =
  | {
      type: "text" | "search" | "number" | "date";
      name: string;
      label: string;
      value?: string | number | undefined;
      min?: number;
      step?: number;
    }
  | { type: "select"; name: string; label: string; value?: string | undefined; options: Option[]; empty: string | null }
  | { type: "checks"; name: string; label: string; values: readonly string[]; options: Option[] };

export interface ActiveFilter {
  label: string;
  without: string;
}

/** Narrows a list by its address: a plain GET form, and the filters in force as links that take each of them away. */
export const FilterForm: FC<{
  c: PageContext;
  action: string;
  label: string;
  fields: FilterField[];
  active: ActiveFilter[];
  clear: string;
  /** What the form keeps as it is and does not show. */
  hidden?: Record<string, string | readonly string[] | undefined>;
}> = ({ c, action, label, fields, active, clear, hidden }) => (
  <div class="filters">
    <form method="get" action={action} aria-label={label} role="search">
      {Object.entries(hidden ?? {}).flatMap(([name, value]) =>
        [value ?? []].flat().map((one) => <input type="hidden" name={name} value={one} />),
      )}
      {fields.map((field) => (
        <Filter field={field} />
      ))}
      <p class="actions">
        <button type="submit">{c.get("t")("common.filter")}</button>
      </p>
    </form>
    <ActiveFilters c={c} active={active} clear={clear} />
  </div>
);

/** The filters in force, each a link that takes it away; nothing when there is none. */
export const ActiveFilters: FC<{ c: PageContext; active: ActiveFilter[]; clear: string }> = ({ c, active, clear }) => {
  const t = c.get("t");
  if (active.length === 0) return <></>;
  return (
    <ul class="active-filters" aria-label={t("common.activeFilters")}>
      {active.map((filter) => (
        <li>
          <a href={filter.without}>
            <span class="visually-hidden">{t("common.removeFilter")} </span>
            {filter.label}
            <span aria-hidden="true"> ×</span>
          </a>
        </li>
      ))}
      <li>
        <a href={clear}>{t("common.clearFilters")}</a>
      </li>
    </ul>
  );
};

const Filter: FC<{ field: FilterField }> = ({ field }) => {
  if (field.type === "checks") return <Checks field={field} />;
  const id = `filter-${field.name}`;
  return (
    <p class="field">
      <label for={id}>{field.label}</label>
      {field.type === "select" ? (
        <select id={id} name={field.name}>
          {field.empty !== null && <option value="">{field.empty}</option>}
          {field.options.map((option) => (
            <option value={option.value} selected={option.value === field.value}>
              {labelOf(option)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type={field.type}
          name={field.name}
          value={field.value === undefined ? "" : String(field.value)}
          min={field.min}
          step={field.step}
          inputmode={field.type === "number" ? "numeric" : undefined}
        />
      )}
    </p>
  );
};

const Checks: FC<{ field: Extract<FilterField, { type: "checks" }> }> = ({ field }) => (
  <details class="checks" open={field.values.length > 0}>
    <summary>
      {field.label}
      {field.values.length > 0 && ` (${field.values.length})`}
    </summary>
    <fieldset>
      <legend class="visually-hidden">{field.label}</legend>
      {field.options.map((option) => (
        <label>
          <input type="checkbox" name={field.name} value={option.value} checked={field.values.includes(option.value)} />{" "}
          <span>{labelOf(option)}</span>
        </label>
      ))}
    </fieldset>
  </details>
);

function labelOf(option: Option): Child {
  return option.count === undefined ? option.label : `${option.label} (${option.count})`;
}
