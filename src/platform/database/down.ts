const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "25006",
]);

/** True when an error says that the database cannot be reached now, or takes no writes: the page says so and asks to come back. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as { code?: unknown }).code ?? "");
  return (
    CONNECTION_CODES.has(code) ||
    code.startsWith("08") ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message) ||
    // As a library tells it that had something else to say.
    isDatabaseDown(error.cause)
  );
}
