import { type KindName, kindOf, publicKindNames } from "../register/kinds.ts";
import type { Fields, Widget } from "../register/record/fields.ts";
import type { ValuedType } from "./rules.ts";

/**
 * By what records belong to topics, read from the fields of their kinds: a project to its countries, a grant to those of
 * its project. A new kind, or a new public field, belongs by itself.
 */
export interface Relation {
  type: ValuedType;
  kind: KindName;
  /** Where it is read: views of the schema "published" only, so that nothing else can be found by it. */
  from: string;
  /** The columns that hold the record and the value. */
  record: string;
  value: string;
}

const self: Partial<Record<KindName, ValuedType>> = { partner: "partner", programme: "programme", network: "network", call: "call" };

/** Of what a record refers to, the topics that it takes over. */
const inherited: Partial<Record<KindName, readonly ValuedType[]>> = {
  partner: ["country"],
  agreement: ["partner", "country"],
  project: ["theme", "country", "partner", "programme", "network"],
  award: ["theme", "country", "partner", "programme"],
  call: ["theme", "programme"],
};
/** A network is not of the country of each of its members, nor a programme of that of each who takes part. */
const takesNothing = new Set<KindName>(["network", "programme"]);
/** Countries that are named to be left out. */
const leftOut = new Set(["edition_exclusion"]);

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const known = new Map<KindName, Relation[]>();

interface Column {
  table: string;
  owner: string;
  column: string;
  widget: Widget;
}
function columnsOf(kind: KindName, fields: Fields, table: string, owner: string): Column[] {
  return Object.entries(fields).flatMap(([name, { widget, internal }]): Column[] => {
    if (internal) return [];
    if (widget.type === "list") return leftOut.has(widget.table) ? [] : columnsOf(kind, widget.fields, widget.table, kind);
    return [{ table, owner, column: snake(name), widget }];
  });
}

/** Every way in which the records of a kind belong to topics. */
export function relationsOf(kind: KindName): Relation[] {
  const made = known.get(kind);
  if (made) return made;
  const own = self[kind];
  const relations: Relation[] = own ? [{ type: own, kind, from: `published.${kind} r`, record: "r.id", value: "r.id" }] : [];
  for (const { table, owner, column, widget } of columnsOf(kind, kindOf(kind).fields, kind, "id")) {
    const from = `published.${table} r`;
    const base = { kind, from, record: `r.${owner}` };
    if (widget.type === "country") relations.push({ ...base, type: "country", value: `r.${column}` });
    else if (widget.type === "terms" && widget.vocabulary === "theme")
      relations.push({ ...base, type: "theme", from: `${from} CROSS JOIN LATERAL unnest(r.${column}) AS v(code)`, value: "v.code" });
    else if (widget.type === "reference") {
      const to = widget.to as KindName;
      const type = self[to];
      if (type) relations.push({ ...base, type, value: `r.${column}` });
      if (to === "place")
        relations.push({ ...base, type: "country", from: `${from} JOIN published.place v ON v.id = r.${column}`, value: "v.country" });
      // The themes of a call are those of its programme.
      const types = takesNothing.has(kind) ? [] : kind === "call" && to === "programme" ? (["theme"] as const) : (inherited[to] ?? []);
      for (const through of types.length > 0 ? relationsOf(to) : [])
        if ((types as readonly ValuedType[]).includes(through.type))
          relations.push({
            ...base,
            type: through.type,
            from: `${from} JOIN (SELECT ${through.record} AS id, ${through.value} AS value FROM ${through.from}) v ON v.id = r.${column}`,
            value: "v.value",
          });
    }
  }
  known.set(kind, relations);
  return relations;
}

/** The same of several kinds, of some types of topics. */
export function relations(kinds: readonly KindName[], types: readonly string[]): Relation[] {
  return kinds
    .filter((kind) => publicKindNames.includes(kind))
    .flatMap((kind) => relationsOf(kind).filter(({ type }) => types.includes(type)));
}
