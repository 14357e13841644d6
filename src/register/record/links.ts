import type { Fields, Widget } from "./fields.ts";

/** One value of a document that names something else: a record, a country, a term, a file. */
export interface Link {
  path: string;
  to: { type: "record"; kind: string } | { type: "country" } | { type: "term"; vocabulary: string } | { type: "file" };
  key: string;
  /** Named by what stays in the office: it may itself be unpublished. */
  internal?: true;
}

/** Every link of a document, in the order of its fields. */
export function linksOf(fields: Fields, document: Record<string, unknown>, prefix = ""): Link[] {
  return Object.entries(fields).flatMap(([name, { widget, internal }]): Link[] => {
    const links = linksOfField(widget, document[name], prefix + name);
    return internal ? links.map((link) => ({ ...link, internal })) : links;
  });
}

function linksOfField(widget: Widget, value: unknown, path: string): Link[] {
  if (value === null || value === undefined) return [];
  switch (widget.type) {
    case "reference":
      return [{ path, to: { type: "record", kind: widget.to }, key: value as string }];
    case "country":
      return [{ path, to: { type: "country" }, key: value as string }];
    case "term":
      return [{ path, to: { type: "term", vocabulary: widget.vocabulary }, key: value as string }];
    case "terms":
      return (value as string[]).map((key) => ({ path, to: { type: "term", vocabulary: widget.vocabulary }, key }));
    case "file":
      return [{ path, to: { type: "file" }, key: value as string }];
    case "list":
      return (value as Record<string, unknown>[]).flatMap((line, i) => linksOf(widget.fields, line, `${path}.${i}.`));
    default:
      return [];
  }
}
