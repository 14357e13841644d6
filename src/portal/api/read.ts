import type { Locale } from "../../platform/i18n/languages.ts";
import type { Services } from "../../platform/web/env.ts";
import { exampleIds } from "../../publishing/api/examples-store.ts";
import { openapi } from "../../publishing/api/openapi.ts";
import { operations } from "../../publishing/api/operations.ts";

// The document is JSON of a known form: it is made by our own code and held against the standard's schema in the tests.
export type Json = Record<string, any>;

/** One operation as the page shows it. */
export interface Shown {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  keyed: boolean;
  params: Json[];
  /** The body that it takes: its media type, its fields by name (the required ones named), and one that could be sent. */
  body: { type: string; fields: [string, Json][]; required: string[]; example: unknown } | undefined;
  /** The fields of a row of its answer, by name. */
  fields: [string, Json][];
  /** An address that answers. */
  example: string | undefined;
}
export interface Reference {
  document: Json;
  operations: Shown[];
}

/** The parameters that most lists take: told once. */
export const shared = ["id", "updatedSince", "demo", "fields", "limit", "cursor", "count", "lang", "format"];

/** The document of the API, laid out to be read. */
export async function readReference(services: Services, locale: Locale): Promise<Reference> {
  const document = openapi(services, locale);
  const examples = await exampleIds(services.published);
  const shown = Object.entries(document.paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, one]) => shownOf(document, path, method, one, examples)),
  );
  return { document, operations: shown };
}

/** What "#/components/…" names. */
export function resolve(document: Json, schema: Json | undefined): Json {
  if (!schema?.$ref) return schema ?? {};
  return (schema.$ref as string)
    .split("/")
    .slice(1)
    .reduce((at: Json, step) => at[step] ?? {}, document);
}

function shownOf(document: Json, path: string, method: string, one: Json, examples: Record<string, string>): Shown {
  const ok = Object.entries(one.responses as Json).find(([status]) => /^2/.test(status))?.[1];
  const answer = resolve(document, ok?.content?.["application/json"]?.schema);
  const isRecord = path.endsWith("}") && method === "get";
  return {
    id: one.operationId,
    method: method.toUpperCase(),
    path,
    tag: one.tags[0],
    summary: one.summary,
    description: one.description,
    keyed: one.security !== undefined,
    params: one.parameters,
    body: bodyOf(document, one.requestBody),
    // A list shows the filters, the record its fields.
    fields:
      answer.properties && (isRecord || !answer.properties.data) && path !== "/api/v1/vocabularies/{vocabulary}"
        ? Object.entries(answer.properties as Json)
        : [],
    example: exampleOf(path, one.operationId, examples),
  };
}

function bodyOf(document: Json, body: Json | undefined): Shown["body"] {
  const [type, content] = Object.entries((body?.content ?? {}) as Json)[0] ?? [];
  if (!type) return undefined;
  const schema = resolve(document, content.schema);
  return { type, fields: Object.entries((schema.properties ?? {}) as Json), required: schema.required ?? [], example: content.example };
}

function exampleOf(path: string, id: string, examples: Record<string, string>): string | undefined {
  const operation = operations.find((one) => one.id === id);
  if (operation?.example || operation?.method !== "get" || operation.scopes) return operation?.example;
  const record = examples[path.split("/")[3]!];
  return record && path.replace(/\{\w+\}/, record);
}

/** What a schema allows, in a few words. */
export function typeOf(schema: Json): string {
  if (schema.$ref) return (schema.$ref as string).split("/").at(-1)!;
  const some = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (some) return some.map(typeOf).join(" | ");
  if (schema.enum) return (schema.enum as string[]).join(" | ");
  if (schema.type === "array") return `${typeOf(schema.items ?? {})}[]`;
  return [schema.type].flat().join(" | ");
}
