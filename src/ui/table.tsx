import type { Child } from "hono/jsx";

export interface Column<R> {
  label: Child;
  cell: (row: R) => Child;
  /** Numbers stand to the right in tabular figures. */
  numeric?: boolean;
  /** The column that names the row. */
  heading?: boolean;
}

/** Words in three columns, of four or more, do not fit side by side on a narrow screen; fewer do, and so do numbers. */
function fits(columns: Column<never>[]): boolean {
  return columns.length < 4 || columns.filter(({ numeric }) => !numeric).length < 3;
}

/**
 * A table that, on a narrow screen, scrolls inside its own focusable region, never the page; one of many words stands
 * there row under row, each value after the name of its column, unless `narrow` says otherwise or it ends in a line of
 * totals, which is read down a column.
 */
export function Table<R>({
  caption,
  columns,
  rows,
  hideCaption,
  class: className,
  foot,
  narrow = foot || fits(columns) ? "scroll" : "stack",
}: {
  caption: Child;
  columns: Column<R>[];
  rows: readonly R[];
  hideCaption?: boolean;
  class?: string;
  foot?: Child;
  narrow?: "scroll" | "stack";
}) {
  const stacks = narrow === "stack";
  return (
    <div class="table-scroll" role="group" tabindex={0} aria-label={typeof caption === "string" ? caption : undefined}>
      <table class={[className, stacks && "stacks"].filter(Boolean).join(" ") || undefined}>
        <caption class={hideCaption ? "visually-hidden" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={column.numeric ? "number" : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) =>
                column.heading ? (
                  <th scope="row">{column.cell(row)}</th>
                ) : (
                  <td
                    class={column.numeric ? "number" : undefined}
                    data-label={stacks && typeof column.label === "string" ? column.label : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}
