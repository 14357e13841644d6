/**
 * What a cell says. `clean`: as the schema writes it. `repaired`: in another form, of which there is no doubt; both are told.
 * `asked`: it can mean several things, and a person says which; to refuse is always a choice. `refused`: no way to know.
 */
export type Reading<T> =
  | { kind: "clean"; value: T; warning?: string }
  | { kind: "repaired"; value: T; code: string; warning?: string }
  | { kind: "asked"; code: string; about?: string; choices: Choice<T>[] }
  | { kind: "refused"; code: string };

/** One of the answers to a question, and the value that it gives. */
export interface Choice<T> {
  answer: string;
  value: T;
}

export const clean = <T>(value: T, warning?: string): Reading<T> => ({ kind: "clean", value, ...(warning ? { warning } : {}) });
export const repaired = <T>(value: T, code: string, warning?: string): Reading<T> => ({
  kind: "repaired",
  value,
  code,
  ...(warning ? { warning } : {}),
});
export const refused = (code: string): Reading<never> => ({ kind: "refused", code });
/** `about` sets the question apart from others of the same code: the word whose meaning is asked. */
export const asked = <T>(code: string, choices: Choice<T>[], about?: string): Reading<T> => ({
  kind: "asked",
  code,
  choices,
  ...(about === undefined ? {} : { about }),
});

/** The same, of another value. */
export function mapReading<A, B>(reading: Reading<A>, change: (value: A) => B): Reading<B> {
  if (reading.kind === "refused") return reading;
  if (reading.kind !== "asked") return { ...reading, value: change(reading.value) };
  return { ...reading, choices: reading.choices.map(({ answer, value }) => ({ answer, value: change(value) })) };
}
