import { describe, expect, it } from "vitest";
import { type Column, Table } from "./table.tsx";

const row = { name: "Accra", country: "Ghana", type: "Ville", projects: 3 };
const columns: Column<typeof row>[] = [
  { label: "Nom", heading: true, cell: ({ name }) => name },
  { label: "Pays", cell: ({ country }) => country },
  { label: "Type", cell: ({ type }) => type },
  { label: "Projets", numeric: true, cell: ({ projects }) => projects },
];
const draw = (props: Partial<Parameters<typeof Table<typeof row>>[0]> = {}) =>
  String(<Table caption="Partenaires" rows={[row]} columns={columns} {...props} />);

describe("a table on a narrow screen", () => {
  it("names each value where words are many", () => {
    expect(draw()).toContain('class="stacks"');
    expect(draw()).toContain('data-label="Pays"');
  });

  it("scrolls where numbers are, where columns are few, and above a line of totals", () => {
    const numbers = columns.map((column, i) => ({ ...column, numeric: i > 0 }));
    for (const html of [
      draw({ columns: numbers }),
      draw({ columns: columns.slice(0, 3) }),
      draw({ foot: <tr /> }),
      draw({ narrow: "scroll" }),
    ])
      expect(html).not.toMatch(/stacks|data-label/);
  });
});
