import { z } from "zod";
import type { Locale } from "../../platform/i18n/languages.ts";
import { type Translator, translator } from "../../platform/i18n/messages.ts";
import { textIn } from "../../platform/localised.ts";
import type { Services } from "../../platform/web/env.ts";
import type { Fields } from "../../register/record/fields.ts";
import { mediaTypes } from "./formats.ts";
import { USUAL_RATE } from "./limits.ts";
import type { Operation, Param } from "./operation.ts";
import { operations } from "./operations.ts";
import { PROBLEM_TYPE, problemSchema, statusOfProblem } from "./problem.ts";
import { resources } from "./resources.ts";

type Json = Record<string, any>;
export const API_VERSION = "1.0.0";

/** The arguments of an operation's words, said. */
const spoken = (t: Translator, values: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(values).map(([name, key]) => [name, t.dynamic(key)]));

/** How often one address may ask. */
export const limitsText = (t: Translator, rate: number = USUAL_RATE) =>
  rate === 0 ? t("api.limits.none") : t("api.limits.text", { rate });

export const summaryOf = (t: Translator, { words, values }: Operation) => t.dynamic(`api.op.${words}`, spoken(t, values));
export const textOf = (t: Translator, { words, values }: Operation) => t.dynamic(`api.op.${words}.text`, spoken(t, values));
export const paramText = (t: Translator, { words, name }: Param) => t.dynamic(`api.param.${words ?? name}`);

/** The document of the API (OpenAPI 3.1), made from the operations and the schemas by which they read and are tested. */
export function openapi({ city, baseUrl, config }: Pick<Services, "city" | "baseUrl" | "config">, locale: Locale): Json {
  const t = translator(locale);
  const schemas: Json = {};
  const say = (text: Record<string, string>) => textIn(text, locale)?.text ?? "";
  const paths: Json = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = operationOf(t, operation, schemas);
  for (const { table, fields } of resources) describeFields(t, table, fields, schemas[pascal(table)]);
  schemas.Problem = schemaOf(problemSchema, schemas);
  const keyed = operations.some(({ scopes }) => scopes);
  return {
    openapi: "3.1.0",
    info: {
      title: t("api.title", { city: say(city.name) }),
      version: API_VERSION,
      summary: t("api.lede"),
      description: [t("api.same"), t("api.versions.text"), limitsText(t, config.apiRate), t("api.formats.text")].join("\n\n"),
      contact: { name: say(city.service), email: city.email },
      license: { name: say(city.licence.name), url: city.licence.url },
    },
    externalDocs: { url: `${baseUrl}/api?lang=${locale}` },
    servers: [{ url: baseUrl }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name, description: t.dynamic(`api.tag.${name}`) })),
    paths,
    components: {
      schemas,
      responses: Object.fromEntries(
        Object.entries(statusOfProblem).map(([code, status]) => [
          code,
          { description: `${status}: ${t.dynamic(`api.problem.${code}.title`)}`, content: problem },
        ]),
      ),
      ...(keyed ? { securitySchemes: { key: { type: "http", scheme: "bearer", description: t("api.needsKey") } } } : {}),
    },
  };
}

const pascal = (name: string) => name.replace(/^./, (letter) => letter.toUpperCase());

/** What a field is called in the forms and on the pages. */
export function labelOf(t: Translator, table: string, path: readonly string[]): string {
  const keys = [`field.${table}.${path.join(".")}`, `field.${table}.${path.at(-1)}`, `field.${path.at(-1)}`, `api.field.${path.at(-1)}`];
  const key = keys.find((one) => t.has(one));
  return key ? t.dynamic(key) : "";
}

function describeFields(t: Translator, table: string, fields: Fields, schema: Json | undefined): void {
  for (const [name, property] of Object.entries((schema?.properties ?? {}) as Json)) {
    const label = labelOf(t, table, [name]);
    if (label) property.description = label;
    const widget = fields[name]?.widget;
    if (widget?.type === "list")
      for (const [line, part] of Object.entries((property.items?.properties ?? {}) as Json))
        part.description = labelOf(t, table, [name, line]);
  }
}

const problem = { [PROBLEM_TYPE]: { schema: { $ref: "#/components/schemas/Problem" } } };

function operationOf(t: Translator, operation: Operation, schemas: Json): Json {
  const { id, tag, params, answers, body, scopes, method } = operation;
  return {
    operationId: id,
    summary: summaryOf(t, operation),
    description: textOf(t, operation),
    tags: [tag],
    parameters: params.map((param) => paramOf(t, param, schemas)),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [body.type ?? "application/json"]: {
                schema: schemaOf(body.schema, schemas, "input"),
                ...(body.example === undefined ? {} : { example: body.example }),
              },
            },
          },
        }
      : {}),
    ...(scopes ? { security: [{ key: [...scopes] }] } : {}),
    responses: {
      ...Object.fromEntries(
        answers.map(({ status, words, schema, types }) => [
          String(status),
          {
            description: t.dynamic(`api.answer.${words}`),
            ...(schema
              ? {
                  content: Object.fromEntries(
                    (types ?? ["application/json"]).map((type) => [type, { schema: contentSchema(type, schema, schemas) }]),
                  ),
                }
              : {}),
          },
        ]),
      ),
      ...(method === "get" && !scopes
        ? {
            "304": { description: t("api.answer.same") },
            "400": { $ref: "#/components/responses/invalid_parameter" },
            "429": { $ref: "#/components/responses/too_many_requests" },
          }
        : {}),
      ...(operation.problems?.includes("not_found") ? { "404": { $ref: "#/components/responses/not_found" } } : {}),
      default: { description: t("api.answer.problem"), content: problem },
    },
  };
}

/** A table or a line a row is described by its media type alone. */
const contentSchema = (type: string, schema: z.ZodType, schemas: Json) =>
  type === mediaTypes.csv || type === mediaTypes.ndjson ? { type: "string" } : schemaOf(schema, schemas);

function paramOf(t: Translator, param: Param, schemas: Json): Json {
  const { name, form, required, example } = param;
  const one = schemaOf(param.schema, schemas);
  return {
    name,
    in: param.in,
    required: param.in === "path" || required === true,
    description: paramText(t, param),
    schema: form === "one" ? one : { type: "array", items: one, maxItems: 50 },
    ...(form === "several" ? { style: "form", explode: true } : form === "list" ? { style: "form", explode: false } : {}),
    ...(example === undefined ? {} : { example: form === "one" ? example : [example] }),
  };
}

/** A schema as JSON Schema (2020-12); those that have a name are kept once, under it. */
function schemaOf(schema: z.ZodType, schemas: Json, io: "input" | "output" = "output"): Json {
  const made = z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io,
    reused: "inline",
    unrepresentable: "any",
    cycles: "ref",
    override: ({ jsonSchema }) => {
      // Those of every whole number.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // Fields may come: whoever reads an answer leaves what it does not know.
      if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  }) as Json;
  return lifted(made, schemas);
}

/** Moves the definitions that a schema brings into the document's own. */
function lifted({ $schema: _, $defs, id: __, ...schema }: Json, schemas: Json): Json {
  for (const [name, definition] of Object.entries(($defs ?? {}) as Json))
    if (!schemas[name]) schemas[name] = pointed(withoutId(definition));
  const root = pointed(schema);
  return root;
}
const withoutId = ({ id: _, $id: __, ...rest }: Json): Json => rest;

/** "#/$defs/X" is "#/components/schemas/X" here. */
function pointed(value: any): any {
  if (Array.isArray(value)) return value.map(pointed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "$id")
      .map(([name, inner]) => [
        name,
        name === "$ref" && typeof inner === "string" ? inner.replace("#/$defs/", "#/components/schemas/") : pointed(inner),
      ]),
  );
}
