import { readFile } from "node:fs/promises";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { StartupError } from "../startup-error.ts";

/** Whom a backup is for: keys that open nothing. At least one; a StartupError when one is none. */
export function encrypterFor(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  for (const recipient of recipients)
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw new StartupError(`${recipient.slice(0, 12)}… is no age recipient: it begins with age1; backup key makes one.`);
    }
  return encrypter;
}

/** `text` itself when it is a recipient (several with commas), else the recipients in the file that it names, one a line. */
export async function readRecipients(text: string): Promise<string[]> {
  const given = text.startsWith("age1") ? text.split(",") : (await readText(text)).split("\n");
  const recipients = given.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  if (recipients.length === 0) throw new StartupError(`${text} names no recipient: a line that begins with age1.`);
  const secret = recipients.some((line) => line.toUpperCase().startsWith("AGE-SECRET-KEY"));
  if (secret) throw new StartupError(`${text} holds a secret key: a backup needs the public one alone, which begins with age1.`);
  encrypterFor(recipients);
  return recipients;
}

/** The identities of a file as age-keygen writes it. Throws a StartupError when there is none. */
export async function readIdentities(path: string): Promise<string[]> {
  const lines = (await readText(path)).split("\n").map((line) => line.trim());
  const identities = lines.filter((line) => line.startsWith("AGE-SECRET-KEY"));
  if (identities.length === 0)
    throw new StartupError(`${path} holds no identity: the line that begins with AGE-SECRET-KEY, as backup key wrote it.`);
  decrypterWith(identities);
  return identities;
}

export function decrypterWith(identities: readonly string[]): Decrypter {
  const decrypter = new Decrypter();
  for (const identity of identities)
    try {
      decrypter.addIdentity(identity);
    } catch {
      throw new StartupError("The identity is damaged: a line AGE-SECRET-KEY… was cut or changed.");
    }
  return decrypter;
}

/** A new pair: the identity opens, the recipient closes. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** What the file of an identity says, as age-keygen writes it. */
export const identityText = (identity: string, recipient: string, at: Date): string =>
  `# created: ${at.toISOString()}\n# public key: ${recipient}\n${identity}\n`;

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new StartupError(`${path} cannot be read (${error.code}).`);
  });
}
