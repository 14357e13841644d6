import { createHmac } from "node:crypto";
import { Webhook as Signer } from "standardwebhooks";

/**
 * The secret of a webhook, made from the program's own and the number of its making: it stands in no table and in no
 * backup of one, and another number makes another secret.
 */
export function secretOf(programSecret: string, webhook: string, generation: number): string {
  return `whsec_${createHmac("sha256", programSecret).update(`webhook ${webhook} ${generation}`).digest("base64")}`;
}

export interface Signed {
  id: string;
  generation: number;
  /** Until when the secret before the present one signs too. */
  previousUntil: Date | null;
}

/** The secrets that sign at an instant, the present one first. */
export function secretsOf(programSecret: string, { id, generation, previousUntil }: Signed, now: Date): string[] {
  const withPrevious = generation > 1 && previousUntil !== null && previousUntil > now;
  return [generation, ...(withPrevious ? [generation - 1] : [])].map((one) => secretOf(programSecret, id, one));
}

/** The headers of Standard Webhooks: one signature for each secret. */
export function signedHeaders(secrets: readonly string[], message: string, body: string, now: Date): Record<string, string> {
  return {
    "webhook-id": message,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Signer(secret).sign(message, now, body)).join(" "),
  };
}
