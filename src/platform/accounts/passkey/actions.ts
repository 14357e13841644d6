import { z } from "zod";
import { isDatabaseDown } from "../../database/down.ts";
import type { AccountDesk } from "../desk.ts";
import type { Actor } from "../rights.ts";
import { afterRemoval, noted } from "../second-factor/actions.ts";
import { makeTicket, takeTicket } from "../tickets.ts";
import { deletePasskey, findPasskey, insertPasskey, listPasskeys, usePasskey } from "./store.ts";

// Read when someone first has to do with a passkey: the library brings parsers of certificates along.
const webauthn = () => import("@simplewebauthn/server");

const MINUTES = 10;
const SIGN_IN = "passkey sign-in";
const toAdd = (userId: string) => `passkey add ${userId}`;
const hostOf = (baseUrl: string) => new URL(baseUrl).hostname;
/** EdDSA, ES256, RS256 (RFC 8152): what authenticators speak today. */
const supportedAlgorithmIDs = [-8, -7, -257];
const bytesOf = (ticket: string) => new Uint8Array(Buffer.from(ticket, "base64url"));

/** What a browser must be asked to make a passkey of this person, as JSON. */
export async function creationOptions({ db, auth }: AccountDesk, by: Actor & { email: string }): Promise<object> {
  const { secret, baseUrl, policy } = auth.site;
  return (await webauthn()).generateRegistrationOptions({
    supportedAlgorithmIDs,
    rpName: policy.siteName,
    rpID: hostOf(baseUrl),
    userName: by.email,
    userDisplayName: by.name,
    userID: new TextEncoder().encode(by.id),
    challenge: bytesOf(makeTicket(secret, toAdd(by.id), MINUTES)),
    excludeCredentials: (await listPasskeys(db, by.id)).map(({ id, transports }) => ({ id, transports })),
    // The key itself asks who holds it (a finger, a code): it is both factors, and names its owner.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

const json = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom" });
      return z.NEVER;
    }
  });
const credential = { id: z.string().min(1).max(1400), rawId: z.string().min(1).max(1400), type: z.literal("public-key") };
const extensions = z.record(z.string(), z.unknown()).default({});
const made = json.pipe(
  z.object({
    ...credential,
    clientExtensionResults: extensions,
    response: z.object({
      clientDataJSON: z.string().max(4_000),
      attestationObject: z.string().max(16_000),
      transports: z.array(z.string().max(20)).max(10).default([]),
    }),
  }),
);
const shown = json.pipe(
  z.object({
    ...credential,
    clientExtensionResults: extensions,
    response: z.object({
      clientDataJSON: z.string().max(4_000),
      authenticatorData: z.string().max(4_000),
      signature: z.string().max(4_000),
      userHandle: z.string().max(200).optional(),
    }),
  }),
);

/** Keeps the passkey that a browser made. False when what it sent is not the answer to what this program asked. */
export async function addPasskey(desk: AccountDesk, by: Actor, sent: string, name: string): Promise<boolean> {
  const { db, auth } = desk;
  const parsed = made.safeParse(sent);
  if (!parsed.success) return false;
  const { secret, baseUrl } = auth.site;
  const verified = await (await webauthn())
    .verifyRegistrationResponse({
      response: parsed.data as never,
      expectedChallenge: (ticket) => takeTicket(db, secret, toAdd(by.id), ticket),
      expectedOrigin: new URL(baseUrl).origin,
      expectedRPID: hostOf(baseUrl),
      supportedAlgorithmIDs,
      requireUserVerification: true,
    })
    .catch(refused);
  if (!verified?.verified) return false;
  const { credential: key } = verified.registrationInfo;
  return db.transaction().execute(async (trx) => {
    const row = { publicKey: Buffer.from(key.publicKey), counter: key.counter, transports: parsed.data.response.transports };
    if (!(await insertPasskey(trx, { id: key.id, userId: by.id, name: name.trim().slice(0, 80) || "Passkey", ...row }))) return false;
    await noted(trx, desk, by, "second_factor_added", "passkey");
    return true;
  });
}

/** What a browser must be asked to show a passkey, as JSON: one of these when someone is known, else any of this site. */
export async function requestOptions({ db, auth }: AccountDesk, userId?: string): Promise<object> {
  const { secret, baseUrl } = auth.site;
  return (await webauthn()).generateAuthenticationOptions({
    rpID: hostOf(baseUrl),
    challenge: bytesOf(makeTicket(secret, SIGN_IN, MINUTES)),
    userVerification: "required",
    ...(userId ? { allowCredentials: (await listPasskeys(db, userId)).map(({ id, transports }) => ({ id, transports })) } : {}),
  } as never);
}

/** Whose passkey a browser showed; undefined when it is unknown, or the answer is not to what this program asked, or was given before. */
export async function provePasskey({ db, auth }: AccountDesk, sent: string): Promise<string | undefined> {
  const parsed = shown.safeParse(sent);
  const key = parsed.success ? await findPasskey(db, parsed.data.id) : undefined;
  if (!parsed.success || !key) return undefined;
  const { secret, baseUrl } = auth.site;
  const verified = await (await webauthn())
    .verifyAuthenticationResponse({
      response: parsed.data as never,
      expectedChallenge: (ticket) => takeTicket(db, secret, SIGN_IN, ticket),
      expectedOrigin: new URL(baseUrl).origin,
      expectedRPID: hostOf(baseUrl),
      credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: key.counter, transports: key.transports as never },
      requireUserVerification: true,
    })
    .catch(refused);
  if (!verified?.verified) return undefined;
  return (await usePasskey(db, key.id, key.counter, verified.authenticationInfo.newCounter)) ? key.userId : undefined;
}

export function removePasskey(desk: AccountDesk, by: Actor, id: string): Promise<boolean> {
  return desk.db.transaction().execute(async (trx) => {
    if (!(await deletePasskey(trx, by.id, id))) return false;
    await afterRemoval(trx, desk, by, "passkey");
    return true;
  });
}

/** The library refuses by throwing; what the database throws is a fault. */
function refused(error: unknown): undefined {
  if (error instanceof Error && !("severity" in error) && !isDatabaseDown(error)) return undefined;
  throw error;
}
