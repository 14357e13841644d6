/** A fault of the state or the settings, told to the operator in one line; the process then exits with 1. */
export class StartupError extends Error {
  override name = "StartupError";
}
