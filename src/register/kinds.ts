import { advice } from "./advice/rules.ts";
import { agreement } from "./agreement/rules.ts";
import { award } from "./award/rules.ts";
import { call } from "./call/rules.ts";
import { document } from "./document/rules.ts";
import { edition } from "./edition/rules.ts";
import { expert } from "./expert/rules.ts";
import { figure } from "./figure/rules.ts";
import { honour } from "./honour/rules.ts";
import { media } from "./media/rules.ts";
import { mission } from "./mission/rules.ts";
import { network } from "./network/rules.ts";
import { occasion } from "./occasion/rules.ts";
import { organisation } from "./organisation/rules.ts";
import { page } from "./page/rules.ts";
import { partner } from "./partner/rules.ts";
import { place } from "./place/rules.ts";
import { prize } from "./prize/rules.ts";
import { programme } from "./programme/rules.ts";
import { project } from "./project/rules.ts";
import type { DocumentOf } from "./record/fields.ts";
import type { Kind } from "./record/kind.ts";
import { source } from "./source/rules.ts";
import { subsidy } from "./subsidy/rules.ts";

/** Every kind of record, in an order in which each may refer to those before it. */
export const kinds = {
  source,
  document,
  media,
  place,
  organisation,
  partner,
  network,
  agreement,
  programme,
  project,
  award,
  subsidy,
  figure,
  call,
  edition,
  occasion,
  honour,
  prize,
  expert,
  mission,
  advice,
  page,
} as const;

export type KindName = keyof typeof kinds;
export type Document<K extends KindName = KindName> = DocumentOf<(typeof kinds)[K]["fields"]>;

export const kindNames = Object.keys(kinds) as KindName[];
/** The kinds that can be published. */
export const publicKindNames = kindNames.filter((name) => !kinds[name].office);

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}

/** The kind by name, without its exact field types: what works on every kind alike takes this. */
export function kindOf(name: KindName): Kind {
  return kinds[name] as unknown as Kind;
}
