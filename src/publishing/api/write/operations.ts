import { z } from "zod";
import type { Operation, Param } from "../operation.ts";
import { grantOperations } from "./grants.ts";
import { importOperations } from "./imports.ts";
import type { KeyedOperation } from "./operation.ts";
import { paymentOperations } from "./payments.ts";
import { recordOperations } from "./records.ts";

/** What systems of the city do with a key: registered by routes.ts, described with the rest of the API. */
export const keyedOperations: readonly KeyedOperation[] = [
  ...grantOperations,
  ...paymentOperations,
  ...recordOperations,
  ...importOperations,
];

const header = (name: string, words: string, schema: z.ZodType, required: boolean, example: string): Param => ({
  name,
  in: "header",
  form: "one",
  schema,
  words,
  required,
  example,
});

/** The same, described: with the headers that each reads. */
export const writeOperations: readonly Operation[] = keyedOperations.map((operation) => ({
  ...operation,
  params: [
    ...operation.params,
    ...(operation.versioned ? [header("If-Match", "ifMatch", z.string(), true, '"3"')] : []),
    ...(operation.idempotency
      ? [
          header(
            "Idempotency-Key",
            "idempotencyKey",
            z.string().min(8).max(255),
            operation.idempotency === "required",
            "8e03978e-40d5-43dd-bc93-6894a57f9324",
          ),
        ]
      : []),
  ],
}));
