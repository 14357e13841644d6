import type { Child } from "hono/jsx";

export interface Column<R> {
  label: Child;
  cell: (row: R) => Child;
  /** Numbers stand to the right in tabular figures. */
  numeric?: boolean;
  /** The column that names the row. */
  heading?: boolean;
}

/** A table that scrolls inside its own focusable region when the screen is narrow, never the page. */
export function Table<R>({
  caption,
  columns,
  rows,
  hideCaption,
  class: className,
  foot,
}: {
  caption: Child;
  columns: Column<R>[];
  rows: readonly R[];
  hideCaption?: boolean;
  class?: string;
  foot?: Child;
}) {
  return (
    <div class="table-scroll" role="group" tabindex={0} aria-label={typeof caption === "string" ? caption : undefined}>
      <table class={className}>
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
                  <td class={column.numeric ? "number" : undefined}>{column.cell(row)}</td>
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
