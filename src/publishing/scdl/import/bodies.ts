import type { Localised } from "../../../platform/localised.ts";
import { fold } from "../../../register/import/columns.ts";
import { isSiren } from "../../../register/organisation/identifiers.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import type { Numbers } from "./identifiers.ts";

export interface KnownBody {
  id: string;
  name: Localised;
  aliases: string[];
  status: Status;
  siret: string | null;
  siren: string | null;
  rna: string | null;
}
export interface NewBody {
  id: string;
  status: Status;
  document: Record<string, unknown>;
}
export interface FoundBody {
  id: string;
  status: Status;
  /** Known by its name alone. */
  byName: boolean;
  isNew: boolean;
}
/** What new bodies are made of. */
export interface BodyTerms {
  types: ReadonlySet<string>;
  /** The country of those with a French number, if the register has it. */
  country: string | null;
  /** The status of new records. */
  status: Status;
}

/** Finds the bodies of a file, by their numbers, else by their exact name; makes those that are not there. Pure. */
export class Bodies {
  readonly made: NewBody[] = [];
  readonly #terms: BodyTerms;
  readonly #known = new Map<string, KnownBody>();
  readonly #byNumber = new Map<string, KnownBody>();
  readonly #bySiren = new Map<string, KnownBody[]>();
  readonly #byName = new Map<string, KnownBody[]>();
  readonly #taken: FreeIds;
  readonly #new = new Set<string>();

  constructor(known: readonly KnownBody[], terms: BodyTerms) {
    this.#terms = terms;
    this.#taken = new FreeIds(known.map(({ id }) => id));
    for (const body of known) this.#add(body);
  }

  find(numbers: Numbers, name: string, giver: boolean): FoundBody {
    const { siret, rna } = numbers;
    const siren = numbers.siren ?? siret?.slice(0, 9);
    const exact = (siret && this.#byNumber.get(`siret ${siret}`)) || (rna && this.#byNumber.get(`rna ${rna}`));
    if (exact) return this.#found(exact, false);
    const folded = fold(name);
    // Of one legal body: the record that has no establishment, or the same name, or the only one when no establishment is asked for.
    const same = siren ? (this.#bySiren.get(siren) ?? []) : [];
    const legal = same.find((one) => !one.siret) ?? same.find((one) => named(one, folded)) ?? (siret ? undefined : same[0]);
    if (legal) return this.#found(legal, false);
    const homonyms = (this.#byName.get(folded) ?? []).filter((one) => one.status !== "archived" && agrees(one, siret, siren, rna));
    if (folded !== "" && homonyms.length === 1) return this.#found(homonyms[0]!, true);
    return this.#make(numbers, name, giver);
  }

  #found(body: KnownBody, byName: boolean): FoundBody {
    return { id: body.id, status: body.status, byName, isNew: this.#new.has(body.id) };
  }

  #make(numbers: Numbers, name: string, giver: boolean): FoundBody {
    const { siret = null, rna = null } = numbers;
    const cut = siret?.slice(0, 9);
    const siren = numbers.siren ?? (cut && isSiren(cut) ? cut : null);
    const french = siret !== null || siren !== null || rna !== null;
    const label = name || siret || siren || "";
    const id = this.#taken.take(slugOf(label));
    const { status } = this.#terms;
    this.made.push({
      id,
      status,
      document: {
        name: { fr: label },
        type: typeOf(this.#terms.types, siren ?? cut, rna, name, giver),
        siret,
        siren,
        rna,
        noIdentifier: french ? null : "unknown",
        country: french ? this.#terms.country : null,
      },
    });
    const body: KnownBody = { id, name: { fr: label }, aliases: [], status, siret, siren, rna };
    this.#new.add(id);
    this.#add(body);
    return this.#found(body, false);
  }

  #add(body: KnownBody): void {
    this.#known.set(body.id, body);
    if (body.siret) this.#byNumber.set(`siret ${body.siret}`, body);
    if (body.rna) this.#byNumber.set(`rna ${body.rna}`, body);
    const siren = body.siren ?? body.siret?.slice(0, 9);
    if (siren) push(this.#bySiren, siren, body);
    for (const name of new Set([...Object.values(body.name), ...body.aliases].map((one) => fold(String(one)))))
      push(this.#byName, name, body);
  }
}

/** Identifiers that nothing has yet, each given once. */
export class FreeIds {
  readonly #taken: Set<string>;
  readonly #next = new Map<string, number>();
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }
  take(stem: string): string {
    let id = stem;
    for (let n = this.#next.get(stem) ?? 2; this.#taken.has(id); n++) {
      id = `${stem}-${n}`;
      this.#next.set(stem, n + 1);
    }
    this.#taken.add(id);
    return id;
  }
}

const push = <V>(map: Map<string, V[]>, key: string, value: V) => void (map.get(key)?.push(value) ?? map.set(key, [value]));
const named = (body: KnownBody, folded: string) =>
  [...Object.values(body.name), ...body.aliases].some((one) => fold(String(one)) === folded);

/** No number of the row says that it is another body. */
function agrees(body: KnownBody, siret: string | undefined, siren: string | undefined, rna: string | undefined): boolean {
  const own = body.siren ?? body.siret?.slice(0, 9);
  return !(siret && body.siret) && !(siren && own && siren !== own) && !(rna && body.rna);
}

/**
 * IATI OrganisationType, as far as the numbers and the name tell: SIREN of the State start with 1, of local authorities and
 * what they run with 2 (INSEE); an RNA number is an association's; a legal form stands at the end of a firm's name.
 */
function typeOf(types: ReadonlySet<string>, siren: string | undefined, rna: string | null, name: string, giver: boolean): string {
  const firm = /\b(SA|SAS|SASU|SARL|EURL|SNC|SCOP|SCIC|SCI)\.?$/i.test(name);
  const type = rna ? "22" : siren?.startsWith("1") ? "10" : siren?.startsWith("2") || giver ? "11" : firm ? "70" : "90";
  return types.has(type) ? type : "22";
}
