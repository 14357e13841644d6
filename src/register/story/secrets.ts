import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { UUID } from "../../platform/uuid.ts";

/** A form left open longer than this is asked for again, with all that it held; one sent sooner than the other was sent by a program. */
const FORM_GOOD_MS = 24 * 3_600_000;
const FORM_TOO_SOON_MS = 4_000;

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const seal = (secret: string, what: string) => createHmac("sha256", secret).update(`ville-monde ${what}`).digest("base64url");
const sameText = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The secret of a teller's own link. It follows from the form, so that a form that is sent twice leads to one page. */
export const ownToken = (secret: string, form: string): string => seal(secret, `story ${form}`);

/** A secret that is shown once. */
export const newToken = (): string => randomBytes(32).toString("base64url");
/** What a secret of an address looks like; anything else is not looked up. */
export const isToken = (value: string): boolean => /^[\w-]{43}$/.test(value);

/** A form as it is given out: its number, when, and our word for both. */
export function issueForm(secret: string, now = Date.now()): string {
  const form = `${randomUUID()}.${now}`;
  return `${form}.${seal(secret, `story form ${form}`)}`;
}

/** Reads what a form brings back. Without a third party: nobody is followed, nothing is to be solved. */
export function readIssuedForm(
  secret: string,
  issued: string,
  now = Date.now(),
): { ok: true; form: string } | { ok: false; reason: "story_form_old" | "story_too_soon" } {
  const [form = "", at = "", mark = ""] = issued.split(".");
  const age = now - Number(at);
  const ours = UUID.test(form) && /^\d{1,15}$/.test(at) && sameText(mark, seal(secret, `story form ${form}.${at}`));
  if (!ours || age > FORM_GOOD_MS || age < 0) return { ok: false, reason: "story_form_old" };
  return age < FORM_TOO_SOON_MS ? { ok: false, reason: "story_too_soon" } : { ok: true, form };
}

/** A picture that was kept while the rest of its form was mended: the form names it, and nobody else’s. */
export const pictureMark = (secret: string, picture: string): string => seal(secret, `story picture ${picture}`);
export const isOurPicture = (secret: string, picture: string, mark: string): boolean =>
  /^[0-9a-f]{64}$/.test(picture) && sameText(mark, pictureMark(secret, picture));

// Without letters that look like digits; nothing of the teller is in it: the log keeps it for ever.
const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
/** The identifier of a story, in its address. */
export function newStoryId(): string {
  const letters = Array.from(randomBytes(10), (byte) => LETTERS[byte % LETTERS.length]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
