import type { Operation } from "../operation.ts";
import { grantOperations } from "./grants.ts";
import type { KeyedOperation } from "./operation.ts";
import { paymentOperations } from "./payments.ts";
import { recordOperations } from "./records.ts";

/** What systems of the city do with a key: registered by routes.ts, described with the rest of the API. */
export const keyedOperations: readonly KeyedOperation[] = [...grantOperations, ...paymentOperations, ...recordOperations];
export const writeOperations: readonly Operation[] = keyedOperations;
