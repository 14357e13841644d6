import type { Localised } from "../../../platform/localised.ts";
import { textIn } from "../../../platform/localised.ts";
import { BodyIndex, isAnother, type KnownBody, numberKeys } from "../../../register/organisation/body-index.ts";
import { FreeIds, fold, foldedNames, NameIndex } from "../../../register/record/names.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import { type FoundNumbers, identityOf, numbersOf } from "./identities.ts";
import { detached } from "./node.ts";
import type { Party } from "./parties.ts";

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
  #bodies = new BodyIndex();
  #others = new NameIndex<Match>();
  #byId = new Map<string, KnownBody>();
  #free: FreeIds;
  #same: ReadonlyMap<string, string>;
  #status: Status;

  /** `same`: the keys of new organisations that are one of the register; `status`: that of new ones. */
  constructor(known: readonly KnownBody[], others: readonly KnownOther[], same: ReadonlyMap<string, string>, status: Status) {
    this.#same = same;
    this.#status = status;
    this.#free = new FreeIds(known.map(({ id }) => id));
    for (const one of known) this.#learn(one);
    for (const { kind, id, status: state, name, aliases } of others)
      if (state !== "archived") this.#others.add(foldedNames(name, aliases), { kind, id, status: state });
  }

  /** Those of `same` that name no organisation. */
  unknownTargets(): string[] {
    return [...this.#same.values()].filter((id) => !this.#byId.has(id));
  }

  /** The record that a party is, or the organisation to be made of it. With `only`, no partner or network will do. */
  find(party: Party, only = false): { match: Match; made?: NewOrganisation } {
    const numbers = numbersOf(party.ref ? identityOf(party.ref) : undefined);
    const keys = numberKeys(numbers);
    // By the very number; else, for a SIRET, the body of its SIREN, as a reference of IATI is of the body.
    const numbered = keys.map((key) => this.#bodies.numbered(key)).find(({ length }) => length > 0);
    if (numbered) return { match: firstOf(numbered.map(matchOf)) };
    const words = foldedNames(party.name);
    // A SIRET stands for its body: another establishment is no other body.
    const named = { ...numbers, siret: null };
    const bodies = words.flatMap((word) => this.#bodies.named(word)).filter((one) => !isAnother(one, named));
    // An organisation rather than a partner or a network of the same name.
    if (bodies.length > 0) return { match: firstOf(bodies.map(matchOf)) };
    const others = only ? [] : words.flatMap((word) => this.#others.get(word));
    if (others.length > 0) return { match: firstOf(others) };
    const key = keys[0] ?? `name ${words[0] ?? fold(party.ref ?? "")}`;
    const same = this.#byId.get(this.#same.get(key) ?? "");
    if (!same) return this.#make(detached(party), detached(numbers), key);
    this.#bodies.know(same, keys.slice(0, 1), words);
    return { match: matchOf(same) };
  }

  #make(party: Party, numbers: FoundNumbers, key: string): { match: Match; made: NewOrganisation } {
    const name: Localised = Object.keys(party.name).length > 0 ? party.name : { fr: party.ref! };
    const id = this.#free.take(slugOf(textIn(name, "fr")!.text));
    this.#learn({ id, name, aliases: [], status: this.#status, ...numbers });
    const noIdentifier = numberKeys(numbers).length > 0 ? null : "unknown";
    const document = { name, type: party.type ?? OTHER, ...numbers, noIdentifier };
    return {
      match: { kind: "organisation", id, status: this.#status },
      made: { key, id, line: party.line, ref: party.ref, document },
    };
  }

  /** An archived one is found by no file; a person may still say that it is the same. */
  #learn(one: KnownBody): void {
    this.#byId.set(one.id, one);
    if (one.status !== "archived") this.#bodies.add(one);
  }
}

const matchOf = ({ id, status }: KnownBody): Match => ({ kind: "organisation", id, status });

/** The first; ambiguous where another of its kind had the name or the number too. */
function firstOf(matches: readonly Match[]): Match {
  const [first] = matches as [Match];
  return matches.some(({ kind, id }) => kind === first.kind && id !== first.id) ? { ...first, ambiguous: true } : first;
}
