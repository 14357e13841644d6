import { BodyIndex, isAnother, type KnownBody, sirenOf } from "../../../register/organisation/body-index.ts";
import { isSiren } from "../../../register/organisation/identifiers.ts";
import { FreeIds, fold } from "../../../register/record/names.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import type { Numbers } from "./identifiers.ts";

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
  readonly #index = new BodyIndex();
  readonly #free: FreeIds;
  readonly #new = new Set<string>();

  constructor(known: readonly KnownBody[], terms: BodyTerms) {
    this.#terms = terms;
    this.#free = new FreeIds(known.map(({ id }) => id));
    for (const body of known) this.#index.add(body);
  }

  find(numbers: Numbers, name: string, giver: boolean): FoundBody {
    const { siret, rna } = numbers;
    const siren = sirenOf(numbers);
    const exact = (siret && this.#index.numbered(`siret ${siret}`)[0]) || (rna && this.#index.numbered(`rna ${rna}`)[0]);
    if (exact) return this.#found(exact, false);
    const homonyms = this.#index.named(fold(name));
    // Of one legal body: the record that has no establishment, or the same name, or the only one when no establishment is asked for.
    const same = siren ? this.#index.numbered(`siren ${siren}`) : [];
    const legal = same.find((one) => !one.siret) ?? same.find((one) => homonyms.includes(one)) ?? (siret ? undefined : same[0]);
    if (legal) return this.#found(legal, false);
    const fitting = homonyms.filter((one) => one.status !== "archived" && !isAnother(one, numbers));
    if (fitting.length === 1) return this.#found(fitting[0]!, true);
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
    const id = this.#free.take(slugOf(label));
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
    const body: KnownBody = { id, name: { fr: label }, aliases: [], status, siret, siren, rna, foreignScheme: null, foreignId: null };
    this.#new.add(id);
    this.#index.add(body);
    return this.#found(body, false);
  }
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
