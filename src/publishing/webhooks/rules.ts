import { z } from "zod";
import { typedName } from "../../platform/typed-name.ts";
import { kindNames } from "../../register/kinds.ts";
import { isLocalName, isPublicAddress, literalAddress } from "./addresses.ts";

/** What becomes of the records of a kind, and the acts and hours that are told beside. */
export const recordFacts = ["published", "changed", "withdrawn"] as const;
export const otherTypes = [
  "grant.voted",
  "grant.signed",
  "payment.paid",
  "call.opened",
  "call.closing",
  "import.done",
  "publication.made",
] as const;
export const eventTypes: readonly string[] = [...kindNames.flatMap((kind) => recordFacts.map((fact) => `${kind}.${fact}`)), ...otherTypes];
/** What a person sends to see that all is well. */
export const TEST_TYPE = "webhook.test";

/** One message names at most so many records; how many there are, it says. */
export const MOST_NAMED = 100;

/** So many days before its closing, a call is said to close. */
export const CLOSING_DAYS = 7;

/** Attempts of one message: about three days, the waits growing from seconds to six hours. */
export const MAX_ATTEMPTS = 22;
/** A receiver that only fails, so many times and for so many hours, is told nothing more until a person says so. */
export const FAILURES = 20;
export const FAILING_HOURS = 24;
/** How long both secrets sign, once one is made anew. */
export const ROTATION_HOURS = 24;

export type UrlProblem = "url" | "url_https" | "url_private";

/** Why an address is not one to send to; undefined when it may be. `local`: this program may send to this machine. */
export function urlProblem(value: string, local: boolean): UrlProblem | undefined {
  if (!URL.canParse(value) || value.length > 2_000) return "url";
  const url = new URL(value);
  const address = literalAddress(url.hostname);
  if (url.username || url.password || url.hash || !/^https?:$/.test(url.protocol)) return "url";
  const here = isLocalName(url.hostname) || (address !== undefined && !isPublicAddress(address));
  if (here) return local ? undefined : "url_private";
  return url.protocol === "https:" ? undefined : "url_https";
}

export const newWebhook = z.strictObject({
  name: typedName,
  url: z.string().trim(),
  events: z
    .array(z.enum(eventTypes as [string, ...string[]]))
    .min(1)
    .transform((given) => eventTypes.filter((one) => given.includes(one))),
});

/** What is sent: thin, so that whoever reads it asks the API for what stands now, and an old message does no harm. */
export interface Payload {
  type: string;
  /** When it happened. */
  timestamp: string;
  data: Record<string, unknown>;
}
export const bodyOf = (payload: Payload): string => JSON.stringify(payload);
