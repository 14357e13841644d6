import type { FC } from "hono/jsx";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";

const parameters = ["theme", "country", "programme", "goal", "state", "year", "min", "max", "q", "lang"] as const;
type Parameter = (typeof parameters)[number];

/** How to take a part of the projects: by the list and its filters, or by the address. `examples`: values of this register. */
export const Extracts: FC<{ c: PageContext; examples: Record<string, string | undefined> }> = ({ c, examples }) => {
  const { baseUrl } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const values: Partial<Record<Parameter, string>> = {
    ...examples,
    state: "running",
    year: "2023",
    min: "10000",
    max: "50000",
    q: t("data.example.q"),
    lang: "en",
  };
  const example = hrefOfData("projects.csv", { theme: values.theme, country: values.country });
  const columns: Column<Parameter>[] = [
    { label: t("data.parameter"), heading: true, cell: (name) => <code>{name}</code> },
    { label: t("data.column.meaning"), cell: (name) => t.dynamic(`data.parameter.${name}`) },
    { label: t("data.example"), cell: (name) => values[name] && <code>{`${name}=${values[name]}`}</code> },
  ];
  return (
    <>
      <p>
        {t("data.extractList")} <a href={href(locale, "projects")}>{t("data.extractLink")}</a>
      </p>
      <p>
        {t("data.extractAddress")}{" "}
        <a href={example}>
          <code>{baseUrl + example}</code>
        </a>
      </p>
      <Table caption={t("data.parameters")} columns={columns} rows={parameters} />
    </>
  );
};
