import type { Operation } from "../operation.ts";

/** What systems of the city may write with a key. */
export const writeOperations: readonly Operation[] = [];
