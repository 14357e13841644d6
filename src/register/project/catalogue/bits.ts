/** A set of the numbers below some limit, one bit each: what a filter leaves of the projects. */
export type Bits = Uint32Array<ArrayBuffer>;

export const none = (limit: number): Bits => new Uint32Array((limit + 31) >>> 5);

export function all(limit: number): Bits {
  const bits = none(limit).fill(0xffffffff);
  if (limit & 31) bits[bits.length - 1] = 2 ** (limit & 31) - 1;
  return bits;
}

export function add(bits: Bits, i: number): void {
  bits[i >>> 5]! |= 1 << (i & 31);
}

export const has = (bits: Bits, i: number): boolean => (bits[i >>> 5]! & (1 << (i & 31))) !== 0;

/** The numbers that are in every set; undefined of no set. */
export function inAll(sets: readonly Bits[]): Bits | undefined {
  if (sets.length < 2) return sets[0];
  const bits = sets[0]!.slice();
  for (let k = 1; k < sets.length; k++) {
    const other = sets[k]!;
    for (let i = 0; i < bits.length; i++) bits[i]! &= other[i]!;
  }
  return bits;
}

/** The numbers that are in any of the sets. */
export function inAny(limit: number, sets: readonly (Bits | undefined)[]): Bits {
  const bits = none(limit);
  for (const one of sets) if (one) for (let i = 0; i < bits.length; i++) bits[i]! |= one[i]!;
  return bits;
}

export function without(limit: number, gone: Bits): Bits {
  const bits = all(limit);
  for (let i = 0; i < bits.length; i++) bits[i]! &= ~gone[i]!;
  return bits;
}

/** How many numbers two sets share. */
export function shared(a: Bits, b: Bits): number {
  let n = 0;
  for (let i = 0; i < a.length; i++) {
    const word = a[i]! & b[i]!;
    if (word !== 0) n += ones(word);
  }
  return n;
}

export const size = (bits: Bits): number => shared(bits, bits);

/** Its numbers, in order. */
export function* members(bits: Bits): Generator<number> {
  for (let i = 0; i < bits.length; i++)
    for (let word = bits[i]!; word !== 0; word &= word - 1) yield (i << 5) + 31 - Math.clz32(word & -word);
}

function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
