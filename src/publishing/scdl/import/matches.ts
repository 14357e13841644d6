import { fold } from "../../../register/record/names.ts";

/** A grant of the register, as a row of a file may be the same. */
export interface KnownGrant {
  id: string;
  organisation: string;
  /** Of a subsidy. */
  funder: string | null;
  decision: string | null;
  /** The days that it may go by: of the agreement, of the vote. */
  days: string[];
  amountCents: number;
  /** The yearly total of a body: it may hold any grant of that year. */
  aggregate: boolean;
  name: string;
  /** It came from a file: how it stood then. */
  imported: boolean;
}
export interface Wanted {
  organisation: string;
  funder: string | null;
  decision: string | null;
  day: string;
  amountCents: number;
  object: string;
}

/** The grants of the register by their body. */
export class KnownGrants {
  readonly #byBody: Map<string, KnownGrant[]>;
  readonly #used = new Set<string>();
  constructor(known: readonly KnownGrant[]) {
    this.#byBody = Map.groupBy(known, ({ organisation, funder }) => `${organisation} ${funder}`);
  }

  /** The grant with the same decision, body, day and amount: once for one row. The purpose decides between several. */
  same(wanted: Wanted): KnownGrant | undefined {
    const all = this.#of(wanted).filter(
      (one) =>
        !this.#used.has(one.id) &&
        !one.aggregate &&
        one.amountCents === wanted.amountCents &&
        fold(one.decision ?? "") === fold(wanted.decision ?? "") &&
        one.days.includes(wanted.day),
    );
    const object = fold(wanted.object);
    // Without a decision the purpose must be the same.
    const found = all.find((one) => fold(one.name) === object) ?? (wanted.decision ? all[0] : undefined);
    if (found) this.#used.add(found.id);
    return found;
  }

  /** A grant that may be the same: of the same body and year, and the same amount or the year's total. */
  near(wanted: Wanted): KnownGrant | undefined {
    const year = wanted.day.slice(0, 4);
    return this.#of(wanted).find(
      (one) =>
        !this.#used.has(one.id) &&
        one.days.some((day) => day.startsWith(year)) &&
        (one.aggregate || one.amountCents === wanted.amountCents),
    );
  }

  #of({ organisation, funder }: Wanted): KnownGrant[] {
    return this.#byBody.get(`${organisation} ${funder}`) ?? [];
  }
}
