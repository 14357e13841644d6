const SPACE = /(?:^|[{;\s])((?:margin|padding)(?:-[a-z]+)*|(?:row-|column-)?gap)\s*:\s*([^;{}]+)/g;
/** A length of its own. What belongs to the paper (mm), to the window (vw) or to what holds it (%) is no step of a scale. */
const LENGTH = /(?<![\w.])-?\d*\.?\d+(?:px|rem|em|ch|ex|lh|pt)\b/g;

/** The spaces that a stylesheet names: the steps of the scale, in the tokens. */
export const scaleOf = (tokens: string): Set<string> => new Set([...tokens.matchAll(/(--gap[\w-]*)\s*:/g)].map(([, name]) => name!));

/** What a stylesheet puts between things (margin, padding, gap) that is no step of the scale, each as it is written. */
export function spacesOffScale(css: string, scale: ReadonlySet<string>): string[] {
  return [...css.replace(/\/\*.*?\*\//gs, "").matchAll(SPACE)].flatMap(([, property, value]) => {
    const steps = [...value!.matchAll(/--gap[\w-]*/g)].map(([name]) => name);
    const off = [...(value!.match(LENGTH) ?? []), ...steps.filter((name) => !scale.has(name))];
    return off.map((one) => `${property}: ${one}`);
  });
}
