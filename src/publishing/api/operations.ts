import type { Operation } from "./operation.ts";
import { readOperations } from "./read-operations.ts";
import { writeOperations } from "./write/operations.ts";

/** Everything that the API does: its document and its page are made from this list. */
export const operations: readonly Operation[] = [...readOperations, ...writeOperations];
