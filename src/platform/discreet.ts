/**
 * A message as it may be written down: without what it quotes (that is where programs put what was typed), addresses,
 * long numbers and signs that could be an account, a token or a telephone.
 */
export function scrub(text: string): string {
  return (
    text
      .slice(0, 2_000)
      // An apostrophe within a word opens nothing.
      // bounded: 2,000 characters.
      .replace(/"[^"\n]*"|(?<![\p{L}\d])'.*?'(?![\p{L}\d])|«[^»\n]*»|“[^”\n]*”|‘[^’\n]*’|`[^`\n]*`/gu, "…")
      .replace(/(?:["«“‘`]|(?<![\p{L}\d])').*/gsu, "…")
      .replace(/\([^()]*\)=\([^()]*\)/g, "…")
      // bounded: 2,000 characters.
      .replace(/(\w+:\/\/)(?:[^\s/?#@]*@)?([^\s/?#@]*)[^\s]*/g, "$1$2/…")
      // bounded: 2,000 characters.
      .replace(/[^\s<>(),;:]+@[^\s<>(),;:]+/g, "…")
      .replace(/\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{2,4}){3,9}\b/g, "…")
      .replace(/\+?\d(?:[ .-]?\d){6,}/g, "…")
      .replace(/[\w-]{24,}/g, "…")
      .slice(0, 300)
  );
}

const name = /^[\w.-]{1,63}$/;
const named = (value: unknown): string | undefined => (typeof value === "string" && name.test(value) ? value : undefined);

/** A fault as it may be written down: which one, where, and of its message what quotes nobody. */
export interface Fault {
  type: string;
  message: string;
  /** Of the database or the system: "23505", "ECONNREFUSED". */
  code?: string;
  constraint?: string;
  table?: string;
  column?: string;
  /** The frames alone. */
  stack?: string;
}

export function faultOf(error: unknown): Fault {
  if (typeof error === "string") return { type: "Error", message: scrub(error) };
  const given = (error ?? {}) as Record<string, unknown>;
  const frames = typeof given.stack === "string" ? given.stack.split("\n").filter((line) => /^\s+at /.test(line)) : [];
  const [code, constraint, table, column] = ["code", "constraint", "table", "column"].map((key) => named(given[key]));
  return {
    type: named(given.name) ?? "Error",
    message: scrub(typeof given.message === "string" ? given.message : String(error)),
    ...(code ? { code } : {}),
    ...(constraint ? { constraint } : {}),
    ...(table ? { table } : {}),
    ...(column ? { column } : {}),
    ...(frames.length > 0 ? { stack: frames.join("\n") } : {}),
  };
}

/** The same, to be thrown on where somebody else writes down the message: the queue of jobs, a library. */
export function discreetly(error: unknown): Error {
  const { type, message, code, constraint, stack } = faultOf(error);
  const quiet = new Error([type, code, constraint, message].filter(Boolean).join(" "));
  quiet.stack = `${quiet.message}${stack ? `\n${stack}` : ""}`;
  return quiet;
}
