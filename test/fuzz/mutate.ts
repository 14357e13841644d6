/** Numbers that look random and are the same for the same seed: what was found can be found again. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % Math.max(1, below);
  };
}

/** No input grows beyond this: what is large is for the tests of limits. */
const MOST = 60_000;

/** An input made of others: bytes changed, cut out, doubled, a word put in, the end of another put on. */
export function mutate(
  input: Uint8Array,
  corpus: readonly Uint8Array[],
  words: readonly Uint8Array[],
  below: (n: number) => number,
): Uint8Array {
  let bytes = Buffer.from(input);
  for (let steps = 1 + below(4); steps > 0; steps--) {
    const at = below(bytes.length + 1);
    const length = 1 + below(below(4) === 0 ? 400 : 12);
    const parts: Record<number, () => Uint8Array[]> = {
      0: () => [bytes.subarray(0, at), Buffer.from([below(256)]), bytes.subarray(at + 1)],
      1: () => [bytes.subarray(0, at), Buffer.from([(bytes[at] ?? 0) ^ (1 << below(8))]), bytes.subarray(at + 1)],
      2: () => [bytes.subarray(0, at), bytes.subarray(at + length)],
      3: () => [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)],
      4: () => [bytes.subarray(0, at), words[below(words.length)]!, bytes.subarray(at)],
      5: () => [bytes.subarray(0, at), words[below(words.length)]!, bytes.subarray(at + length)],
      6: () => {
        const other = corpus[below(corpus.length)]!;
        return [bytes.subarray(0, at), other.subarray(below(other.length))];
      },
      7: () => {
        const from = below(bytes.length);
        return [bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at)];
      },
    };
    bytes = Buffer.concat(parts[below(8)]!());
  }
  return bytes.subarray(0, MOST);
}
