import type { Localised } from "../../platform/localised.ts";

/** Compared without case, accents, spaces or punctuation, in any script. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** All that something is called, each once, to compare by; what has no letter says nothing. */
export function foldedNames(name: Localised, aliases: readonly string[] = []): string[] {
  return [...new Set([...Object.values(name), ...aliases].map((text) => fold(String(text ?? ""))))].filter((word) => word !== "");
}

/** Finds by exact name what has one, in the order in which it was added. Made once for a file. */
export class NameIndex<T> {
  readonly #found = new Map<string, T[]>();

  add(words: readonly string[], value: T): void {
    for (const word of words) {
      const list = this.#found.get(word);
      if (!list) this.#found.set(word, [value]);
      else if (!list.includes(value)) list.push(value);
    }
  }

  /** Those of this folded name. */
  get(word: string): readonly T[] {
    return this.#found.get(word) ?? [];
  }
}

/** Identifiers that nothing has yet, each given once: "paris", then "paris-2". */
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
