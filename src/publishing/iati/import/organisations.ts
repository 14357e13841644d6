import type { Localised } from "../../../platform/localised.ts";
import { textIn } from "../../../platform/localised.ts";
import { fold } from "../../../register/import/columns.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import { type Identity, identityKey, identityOf } from "./identities.ts";
import { detached } from "./node.ts";
import type { Party } from "./parties.ts";

export interface KnownOrganisation {
  id: string;
  name: Localised;
  aliases: string[];
  status: Status;
  siret: string | null;
  siren: string | null;
  rna: string | null;
  foreignScheme: string | null;
  foreignId: string | null;
}
/** A partner or a network, which an activity may name as it names an organisation. */
export interface KnownOther {
  kind: "partner" | "network";
  id: string;
  name: Localised;
  aliases: string[];
  status: Status;
}
export interface Match {
  kind: "organisation" | "partner" | "network";
  id: string;
  status: Status;
  /** Several had the name or the number: the first is taken. */
  ambiguous?: boolean;
}
/** An organisation that no record is of yet. `key`: what the person who imports says it is the same as another by. */
export interface NewOrganisation {
  key: string;
  id: string;
  line: number;
  ref: string | null;
  document: Record<string, unknown>;
}

/** IATI OrganisationType of whom the file gives none of. */
const OTHER = "90";

/**
 * Finds the organisations that a file names, by their reference, else by their exact name or another of their names; what
 * is not found becomes new, and is then found. Pure: made once for a file.
 */
export class Organisations {
  #byIdentity = new Map<string, KnownOrganisation[]>();
  #byName = new Map<string, Match[]>();
  #byId = new Map<string, KnownOrganisation>();
  #taken = new Set<string>();
  #same: ReadonlyMap<string, string>;
  #status: Status;

  /** `same`: the keys of new organisations that are one of the register; `status`: that of new ones. */
  constructor(known: readonly KnownOrganisation[], others: readonly KnownOther[], same: ReadonlyMap<string, string>, status: Status) {
    this.#same = same;
    this.#status = status;
    for (const one of known) this.#learn(one);
    for (const { kind, id, status: state, name, aliases } of others)
      if (state !== "archived") for (const word of wordsOf(name, aliases)) add(this.#byName, word, { kind, id, status: state });
  }

  /** Those of `same` that name no organisation. */
  unknownTargets(): string[] {
    return [...this.#same.values()].filter((id) => !this.#byId.has(id));
  }

  /** The record that a party is, or the organisation to be made of it. With `only`, no partner or network will do. */
  find(party: Party, only = false): { match: Match; made?: NewOrganisation } {
    const identity = party.ref ? identityOf(party.ref) : undefined;
    const own = identity && this.#withIdentity(identity);
    if (own) return { match: own };
    const named = wordsOf(party.name, []).flatMap((word) => this.#byName.get(word) ?? []);
    const fitting = named.filter((match) => !(only && match.kind !== "organisation") && !this.#isAnother(match, identity));
    // An organisation rather than a partner or a network of the same name.
    const [first] = [...fitting].sort((a, b) => Number(a.kind !== "organisation") - Number(b.kind !== "organisation"));
    if (first) {
      const ambiguous = fitting.some((match) => match.kind === first.kind && match.id !== first.id);
      return { match: ambiguous ? { ...first, ambiguous } : first };
    }
    const key = identity ? identityKey(identity) : `name ${wordsOf(party.name, [])[0] ?? fold(party.ref ?? "")}`;
    const same = this.#byId.get(this.#same.get(key) ?? "");
    if (same) {
      if (identity) add(this.#byIdentity, identityKey(identity), same);
      const match: Match = { kind: "organisation", id: same.id, status: same.status };
      for (const word of wordsOf(party.name, [])) add(this.#byName, word, match);
      return { match };
    }
    return this.#make(detached(party), identity && detached(identity), key);
  }

  #make(party: Party, identity: Identity | undefined, key: string): { match: Match; made: NewOrganisation } {
    const name: Localised = Object.keys(party.name).length > 0 ? party.name : { fr: party.ref! };
    const numbers = {
      siret: identity?.kind === "siret" ? identity.siret : null,
      siren: identity && "siren" in identity ? identity.siren : null,
      rna: identity?.kind === "rna" ? identity.rna : null,
      foreignScheme: identity?.kind === "foreign" ? identity.scheme : null,
      foreignId: identity?.kind === "foreign" ? identity.id : null,
    };
    const id = this.#newId(slugOf(textIn(name, "fr")!.text));
    this.#learn({ id, name, aliases: [], status: this.#status, ...numbers });
    const document = { name, type: party.type ?? OTHER, ...numbers, noIdentifier: identity ? null : "unknown" };
    return {
      match: { kind: "organisation", id, status: this.#status },
      made: { key, id, line: party.line, ref: party.ref, document },
    };
  }

  #learn(one: KnownOrganisation): void {
    this.#byId.set(one.id, one);
    this.#taken.add(one.id);
    if (one.status === "archived") return;
    const siren = one.siren ?? one.siret?.slice(0, 9);
    const keys = [
      ...(one.siret ? [`siret ${one.siret}`] : []),
      ...(siren ? [`siren ${siren}`] : []),
      ...(one.rna ? [`rna ${one.rna}`] : []),
      ...(one.foreignScheme && one.foreignId ? [`${one.foreignScheme} ${one.foreignId}`.toLowerCase()] : []),
    ];
    for (const key of keys) add(this.#byIdentity, key, one);
    for (const word of wordsOf(one.name, one.aliases)) add(this.#byName, word, { kind: "organisation", id: one.id, status: one.status });
  }

  /** By the very number; else, for a SIRET, the body of its SIREN, as a reference of IATI is of the body. */
  #withIdentity(identity: Identity): Match | undefined {
    const exact = this.#byIdentity.get(identityKey(identity));
    const found = exact ?? (identity.kind === "siret" ? this.#byIdentity.get(`siren ${identity.siren}`) : undefined);
    const [first, ...more] = found ?? [];
    if (!first) return undefined;
    return { kind: "organisation", id: first.id, status: first.status, ...(more.length > 0 ? { ambiguous: true } : {}) };
  }

  /** Of the same name, but with another number of the same register: another body. */
  #isAnother(match: Match, identity: Identity | undefined): boolean {
    const one = match.kind === "organisation" ? this.#byId.get(match.id) : undefined;
    if (!one || !identity) return false;
    if (identity.kind === "foreign") return one.foreignScheme === identity.scheme;
    if (identity.kind === "rna") return one.rna !== null;
    const siren = one.siren ?? one.siret?.slice(0, 9);
    return siren !== undefined && siren !== identity.siren;
  }

  #newId(stem: string): string {
    if (!this.#taken.has(stem)) return stem;
    for (let n = 2; ; n++) if (!this.#taken.has(`${stem}-${n}`)) return `${stem}-${n}`;
  }
}

function wordsOf(name: Localised, aliases: readonly string[]): string[] {
  return [...new Set([...Object.values(name).map((text) => fold(text ?? "")), ...aliases.map(fold)])].filter((word) => word !== "");
}

function add<V extends { id: string; kind?: string }>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.some(({ id, kind }) => id === value.id && kind === value.kind)) list.push(value);
}
