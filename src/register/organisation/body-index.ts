import type { Localised } from "../../platform/localised.ts";
import { foldedNames, NameIndex } from "../record/names.ts";
import type { Status } from "../record/states.ts";

/** The numbers by which a body is known: French ones, or that of another country's register. */
export interface BodyNumbers {
  siret?: string | null | undefined;
  siren?: string | null | undefined;
  rna?: string | null | undefined;
  foreignScheme?: string | null | undefined;
  foreignId?: string | null | undefined;
}
export interface KnownBody {
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

/** The SIREN of a body: its own, or that of the establishment that its SIRET names. */
export const sirenOf = ({ siren, siret }: BodyNumbers): string | undefined => siren ?? siret?.slice(0, 9);

const foreignKey = ({ foreignScheme: scheme, foreignId: id }: BodyNumbers) => (scheme && id ? `${scheme} ${id}`.toLowerCase() : undefined);

/** Each number as one word to compare by, the most precise first. */
export function numberKeys(numbers: BodyNumbers): string[] {
  const { siret, rna } = numbers;
  const [siren, foreign] = [sirenOf(numbers), foreignKey(numbers)];
  return [siret && `siret ${siret}`, siren && `siren ${siren}`, rna && `rna ${rna}`, foreign].filter(
    (key) => key !== undefined && key,
  ) as string[];
}

const differ = (a: string | null | undefined, b: string | null | undefined) => Boolean(a && b && a !== b);

/** Whether a number says that a body of the same name is another: both have one of the same register, and they differ. */
export function isAnother(body: BodyNumbers, numbers: BodyNumbers): boolean {
  return (
    differ(body.siret, numbers.siret) ||
    differ(sirenOf(body), sirenOf(numbers)) ||
    differ(body.rna, numbers.rna) ||
    (body.foreignScheme === numbers.foreignScheme && differ(foreignKey(body), foreignKey(numbers)))
  );
}

/** Finds bodies by a number, or by one of their exact names. Pure; made once for a file, whose new bodies are added. */
export class BodyIndex {
  readonly #byNumber = new NameIndex<KnownBody>();
  readonly #byName = new NameIndex<KnownBody>();

  add(body: KnownBody): void {
    this.know(body, numberKeys(body), foldedNames(body.name, body.aliases));
  }

  /** By more than the register has of it. */
  know(body: KnownBody, numbers: readonly string[], words: readonly string[]): void {
    this.#byNumber.add(numbers, body);
    this.#byName.add(words, body);
  }

  /** Those of a number, as `numberKeys` writes it. */
  numbered(key: string): readonly KnownBody[] {
    return this.#byNumber.get(key);
  }

  /** Those of a folded name. */
  named(word: string): readonly KnownBody[] {
    return this.#byName.get(word);
  }
}
