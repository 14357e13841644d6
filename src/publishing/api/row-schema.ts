import { z } from "zod";
import { kindOf } from "../../register/kinds.ts";
import { type Fields, publicFields, type Widget } from "../../register/record/fields.ts";
import { derivedFields } from "./derived-store.ts";
import { isBrief, type Resource, relationsOf } from "./resources.ts";
import * as s from "./schemas.ts";

/** What an answer holds of a field: a new field of a kind is described by itself. */
function valueSchema(widget: Widget): z.ZodType {
  const or = (schema: z.ZodType, required: boolean) => (required ? schema : schema.nullable());
  switch (widget.type) {
    case "text":
      return widget.localised ? s.localised : or(z.string(), widget.required);
    case "texts":
      return z.array(z.string());
    case "choice":
      return or(z.enum(widget.options as [string, ...string[]]), widget.required);
    case "reference":
    case "term":
      return or(z.string(), widget.required);
    case "terms":
      return z.array(z.string());
    case "country":
      return or(s.country, widget.required);
    case "date":
      return or(s.partialDate, widget.required);
    case "instant":
      return or(s.instant, widget.required);
    case "number":
      return or(widget.step === 1 ? z.int() : z.number(), widget.required);
    case "cents":
      return or(s.cents, widget.required);
    case "flag":
      return z.boolean();
    case "url":
      return z.string().nullable();
    case "file":
      return or(s.file, widget.required);
    case "list":
      return z.array(z.object(shapeOf(widget.fields)));
  }
}

const shapeOf = (fields: Fields) => Object.fromEntries(Object.entries(fields).map(([name, { widget }]) => [name, valueSchema(widget)]));
const briefOf = (kind: string) => {
  const fields = publicFields(kindOf(kind as never).fields);
  return z.object({ id: z.string(), ...shapeOf(Object.fromEntries(Object.entries(fields).filter(([, { widget }]) => isBrief(widget)))) });
};

const made = new Map<string, z.ZodObject>();

/** The schema of a whole row: with `fields`, an answer holds some of it. */
export function rowSchema(resource: Resource): z.ZodObject {
  const known = made.get(resource.name);
  if (known) return known;
  const included = Object.fromEntries(
    relationsOf(resource).map((name) => {
      const widget = resource.fields[name]?.widget;
      return [
        name,
        widget?.type === "reference"
          ? briefOf(widget.to).nullable().optional()
          : z.array(briefOf(resource.referrers.find((one) => one.name === name)!.table)).optional(),
      ];
    }),
  );
  const derived = resource.kind ? (derivedFields[resource.kind] ?? {}) : {};
  const schema = z
    .object({
      [resource.id]: z.string(),
      ...shapeOf(resource.fields),
      ...Object.fromEntries(Object.entries(derived).map(([name, one]) => [name, one.schema])),
      ...(resource.kind
        ? { demo: z.boolean(), version: z.int(), publishedAt: s.instant, updatedAt: s.instant, url: z.url().nullable() }
        : {}),
      ...(Object.keys(included).length > 0 ? { included: z.object(included).optional() } : {}),
    })
    .meta({ id: resource.table.replace(/^./, (letter) => letter.toUpperCase()) });
  made.set(resource.name, schema);
  return schema;
}
