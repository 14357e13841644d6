import type { FC } from "hono/jsx";
import type { PageContext } from "../../ui/page.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { type Json, type Shown, shared, typeOf } from "./read.ts";

/** One operation: its address, what it takes, what it answers, and an address to try. */
export const OperationShown: FC<{ c: PageContext; of: Shown; document: Json }> = ({ c, of, document }) => {
  const t = c.get("t");
  const params = of.params.filter((param) => !(shared.includes(param.name) && param.in === "query"));
  return (
    <section class="api-operation" aria-labelledby={of.id}>
      <h4 id={of.id}>{of.summary}</h4>
      <p>
        <code>
          {of.method} {of.path}
        </code>
        {of.keyed && (
          <>
            {" "}
            <span class="tag">{t("api.needsKey")}</span>
          </>
        )}
      </p>
      <p>{of.description}</p>
      {params.length > 0 && (
        <details>
          <summary>
            {t("api.parameters")} <span class="muted">({params.length})</span>
          </summary>
          <Parameters c={c} caption={of.summary} params={params} />
        </details>
      )}
      {of.body && <BodyShown body={of.body} />}
      {of.fields.length > 0 && (
        <details>
          <summary>
            {t("api.fields")} <span class="muted">({of.fields.length})</span>
          </summary>
          <FieldsShown c={c} caption={of.summary} fields={of.fields} document={document} />
        </details>
      )}
      {of.example && (
        <p>
          {t("api.try")}
          {t("data.colon")} <a href={of.example}>{of.example}</a>
        </p>
      )}
    </section>
  );
};

/** What could be sent, with what it is sent as. */
const BodyShown: FC<{ body: NonNullable<Shown["body"]> }> = ({ body: { type, fields, required, example } }) => (
  <>
    <p>
      <code>{type}</code>
      {fields.length > 0 && ": "}
      {fields.map(([name], i) => (
        <>
          {i > 0 && ", "}
          <code>{required.includes(name) ? name : `${name}?`}</code>
        </>
      ))}
    </p>
    {example !== undefined && (
      <pre class="api-code">
        <code>{JSON.stringify(example, null, 2)}</code>
      </pre>
    )}
  </>
);

export const Parameters: FC<{ c: PageContext; caption: string; params: Json[] }> = ({ c, caption, params }) => {
  const t = c.get("t");
  const columns: Column<Json>[] = [
    { label: t("api.parameter"), heading: true, cell: (param) => <code>{param.name}</code> },
    {
      label: t("api.meaning"),
      cell: (param) => (
        <>
          {param.description}
          {param.required && ` (${t("api.required")})`}
          {param.explode === true && ` (${t("api.several")})`}
          {param.explode === false && ` (${t("api.list")})`}
        </>
      ),
    },
    { label: t("api.values"), cell: (param) => <span class="api-values">{valuesOf(param)}</span> },
  ];
  return <Table caption={`${t("api.parameters")}${t("data.colon")} ${caption}`} hideCaption columns={columns} rows={params} />;
};

/** The options, the bounds, or an example. */
function valuesOf({ name, schema, example }: Json): string {
  // Those of the answer: its own table tells them.
  if (name === "fields") return "name,countries";
  const one = schema.items ?? schema;
  if (one.enum) return (one.enum as string[]).join(", ");
  if (one.minimum !== undefined && one.maximum !== undefined) return `${one.minimum} … ${one.maximum}`;
  return example === undefined ? typeOf(one) : String(example);
}

const FieldsShown: FC<{ c: PageContext; caption: string; fields: [string, Json][]; document: Json }> = ({ c, caption, fields }) => {
  const t = c.get("t");
  const columns: Column<[string, Json]>[] = [
    { label: t("data.column.name"), heading: true, cell: ([name]) => <code>{name}</code> },
    { label: t("api.meaning"), cell: ([, schema]) => schema.description ?? "" },
    { label: t("api.values"), cell: ([, schema]) => <span class="api-values">{linesOf(schema)}</span> },
  ];
  return <Table caption={`${t("api.fields")}${t("data.colon")} ${caption}`} hideCaption columns={columns} rows={fields} />;
};

/** Of a list of lines, the fields of each. */
function linesOf(schema: Json): string {
  const line = schema.items?.properties ?? (schema.type === "object" ? schema.properties : undefined) ?? objectIn(schema);
  return line ? `{ ${Object.keys(line).join(", ")} }${schema.type === "array" ? "[]" : ""}` : typeOf(schema);
}
const objectIn = ({ anyOf }: Json): Json | undefined => (anyOf as Json[] | undefined)?.find(({ properties }) => properties)?.properties;
