import { type KindName, kindOf } from "../register/kinds.ts";
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
/** By what a record takes over topics of another, its hub. */
export interface Through {
  kind: KindName;
  hub: Hub;
  types: readonly ValuedType[];
  from: string;
  record: string;
  /** The column that names the hub. */
  to: string;
}

const self: Partial<Record<KindName, ValuedType>> = { partner: "partner", programme: "programme", network: "network", call: "call" };

/** Those whose topics others take over, each after those that it takes over from itself. */
export const hubs = ["partner", "agreement", "programme", "project", "call", "award"] as const satisfies KindName[];
export type Hub = (typeof hubs)[number];
const given: Record<Hub, readonly ValuedType[]> = {
  partner: ["country"],
  agreement: ["partner", "country"],
  programme: [],
  project: ["theme", "country", "partner", "programme", "network"],
  call: ["theme", "programme"],
  award: ["theme", "country", "partner", "programme"],
};
/** A network is not of the country of each of its members, nor a programme of that of each who takes part. */
const takesNothing = new Set<KindName>(["network", "programme"]);
/** Countries that are named to be left out. */
const leftOut = new Set(["edition_exclusion"]);

const isHub = (kind: string): kind is Hub => (hubs as readonly string[]).includes(kind);
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface Column {
  from: string;
  record: string;
  column: string;
  widget: Widget;
}
function columnsOf(kind: KindName, fields: Fields, table: string, owner: string): Column[] {
  return Object.entries(fields).flatMap(([name, { widget, internal }]): Column[] => {
    if (internal) return [];
    if (widget.type === "list") return leftOut.has(widget.table) ? [] : columnsOf(kind, widget.fields, widget.table, kind);
    return [{ from: `published.${table} r`, record: `r.${owner}`, column: `r.${snake(name)}`, widget }];
  });
}

/** Every way in which the records of a kind belong to topics. */
export function relationsOf(kind: KindName): { own: Relation[]; through: Through[] } {
  const type = self[kind];
  const own: Relation[] = type ? [{ type, kind, from: `published.${kind} r`, record: "r.id", value: "r.id" }] : [];
  const through: Through[] = [];
  for (const { from, record, column, widget } of columnsOf(kind, kindOf(kind).fields, kind, "id")) {
    if (widget.type === "country") own.push({ type: "country", kind, from, record, value: column });
    if (widget.type === "terms" && widget.vocabulary === "theme")
      own.push({ type: "theme", kind, from: `${from} CROSS JOIN LATERAL unnest(${column}) AS v(code)`, record, value: "v.code" });
    if (widget.type !== "reference") continue;
    const { to } = widget;
    const named = self[to as KindName];
    if (named) own.push({ type: named, kind, from, record, value: column });
    if (to === "place")
      own.push({ type: "country", kind, from: `${from} JOIN published.place v ON v.id = ${column}`, record, value: "v.country" });
    if (!isHub(to) || to === kind || takesNothing.has(kind)) continue;
    // The themes of a call are those of its programme.
    const types = kind === "call" && to === "programme" ? (["theme"] as const) : given[to];
    if (types.length > 0) through.push({ kind, hub: to, types, from, record, to: column });
  }
  return { own, through };
}
