import type { Database } from "../platform/database/connect.ts";
import type { Locale } from "../platform/i18n/languages.ts";
import { isKindName, kindOf } from "../register/kinds.ts";
import type { Fields } from "../register/record/fields.ts";
import type { Kind, Problem } from "../register/record/kind.ts";
import { linksOf } from "../register/record/links.ts";
import { allCountries, choicesOf, idsByName, listRecords, termsOfVocabulary } from "../register/record/list-store.ts";
import type { FormContext, Options } from "../ui/forms/context.ts";
import type { FormValues } from "../ui/forms/values.ts";
import { plain } from "../ui/text.tsx";

/** More than this many records are not sent with a form: their names are typed and found when the form is sent. */
const MOST_OFFERED = 1_000;

function widgetsOf(fields: Fields): Fields[string]["widget"][] {
  return Object.values(fields).flatMap(({ widget }) => (widget.type === "list" ? [widget, ...widgetsOf(widget.fields)] : [widget]));
}

/** All that the form of a kind lets choose: one query per list, whatever the number of lines. */
export async function formOptions(db: Database, kind: Kind, locale: Locale): Promise<Options> {
  const widgets = widgetsOf(kind.fields);
  const references = [...new Set(widgets.flatMap((widget) => (widget.type === "reference" ? [widget.to] : [])))];
  const vocabularies = [
    ...new Set(widgets.flatMap((widget) => (widget.type === "terms" || widget.type === "term" ? [widget.vocabulary] : []))),
  ];
  const named = ({ code, name }: { code: string; name: Parameters<typeof plain>[0] }) => ({
    value: code,
    label: plain(name, locale) || code,
  });
  const numbered = ({ code, name }: { code: string; name: Parameters<typeof plain>[0] }) => ({
    value: code,
    label: `${code} ${plain(name, locale)}`,
  });
  const entries = await Promise.all([
    ...references.map(
      async (to): Promise<[string, Options[string]]> => [
        `reference ${to}`,
        (await choicesOf(db, to, MOST_OFFERED)).map(({ id, name }) => ({ value: id, label: plain(name, locale) || id })),
      ],
    ),
    ...vocabularies.map(
      async (vocabulary): Promise<[string, Options[string]]> => [
        `terms ${vocabulary}`,
        (await termsOfVocabulary(db, vocabulary)).map(/^(sdg|dac)-/.test(vocabulary) ? numbered : named),
      ],
    ),
    ...(widgets.some((widget) => widget.type === "country")
      ? [allCountries(db, locale).then((countries): [string, Options[string]] => ["country", countries.map(named)])]
      : []),
  ]);
  return Object.fromEntries(entries);
}

/**
 * Where a name was typed instead of an identifier, the identifier of the one record of that name; a problem when
 * several have it. Names that no record has stay, for the action to refuse.
 */
export async function resolveNames(
  db: Database,
  kind: Kind,
  input: Record<string, unknown>,
): Promise<{ input: Record<string, unknown>; problems: Problem[] }> {
  const links = linksOf(kind.fields, input).flatMap((link) =>
    link.to.type === "record" && typeof link.key === "string" ? [{ path: link.path, kind: link.to.kind, key: link.key }] : [],
  );
  const problems: Problem[] = [];
  const result = structuredClone(input);
  for (const [to, group] of Map.groupBy(links, (link) => link.kind)) {
    const found = await idsByName(db, to, [...new Set(group.map((link) => link.key))]);
    for (const { path, key } of group) {
      const ids = found.get(key) ?? [];
      if (ids.length > 1) problems.push({ path, code: "ambiguous_reference", values: { key } });
      else if (ids.length === 1) setAt(result, path, ids[0]);
    }
  }
  return { input: result, problems };
}

function setAt(target: Record<string, any>, path: string, value: unknown): void {
  const parts = path.split(".");
  const last = parts.pop()!;
  let at: any = target;
  for (const part of parts) at = at[part];
  at[last] = value;
}

/** The widget of the field at a path such as "partners.2.organisation". */
function widgetAt(fields: Fields, path: string): Fields[string]["widget"] | undefined {
  const [name = "", ...rest] = path.split(".");
  const widget = fields[name]?.widget;
  return widget?.type === "list" && rest.length > 1 ? widgetAt(widget.fields, rest.slice(1).join(".")) : widget;
}

const MOST_FOUND = 20;

/** The records that the words typed in a reference find, to choose from: for lists too long to be sent with a form. */
export async function findChoices(
  db: Database,
  fields: Fields,
  values: FormValues,
  path: string,
  locale: Locale,
): Promise<FormContext["found"]> {
  const widget = widgetAt(fields, path);
  if (widget?.type !== "reference" || !isKindName(widget.to)) return undefined;
  const q = values[path]?.[0]?.trim() ?? "";
  const { rows } = await listRecords(db, kindOf(widget.to), { q: q || undefined, where: {}, sort: "name", page: 1 });
  return {
    path,
    options: rows
      .filter((row) => row.status !== "archived")
      .slice(0, MOST_FOUND)
      .map((row) => ({ value: row.id, label: plain(row.name, locale) || row.id })),
  };
}

/** "partners.2.organisation=radio-erena": what one of the buttons of `findChoices` puts where. */
export function pick(values: FormValues, choice: string): FormValues {
  const at = choice.lastIndexOf("=");
  return at > 0 ? { ...values, [choice.slice(0, at)]: [choice.slice(at + 1)] } : values;
}
