import type { Child, FC } from "hono/jsx";
import type { PageContext } from "./page.ts";

interface Option {
  value: string;
  label: string;
  count?: number;
}
export type FilterField =
  | { type: "text" | "search" | "number"; name: string; label: string; value?: string | number | undefined; min?: number; step?: number }
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
  hidden?: Record<string, string>;
}> = ({ c, action, label, fields, active, clear, hidden }) => {
  const t = c.get("t");
  return (
    <div class="filters">
      <form method="get" action={action} aria-label={label} role="search">
        {Object.entries(hidden ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {fields.map((field) => (
          <Filter field={field} />
        ))}
        <p class="actions">
          <button type="submit">{t("common.filter")}</button>
        </p>
      </form>
      {active.length > 0 && (
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
      )}
    </div>
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
