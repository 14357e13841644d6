import { betterAuth } from "better-auth";
import { PostgresDialect } from "kysely";
import pg from "pg";
import type { Connections } from "../database/primary.ts";
import { mainLanguage } from "../i18n/languages.ts";
import { opening } from "./opening.ts";
import { MAX_PASSWORD, MIN_PASSWORD } from "./passwords.ts";

const DAY_S = 86_400;

/** What the site has decided of its accounts. */
export interface AccountPolicy {
  /** Whether those who work in the office must have a second factor. */
  secondFactor: "required" | "optional";
  /** After so many minutes without a request, and so many hours in all, a session of the office ends. */
  idleMinutes: number;
  sessionHours: number;
  /** Of the city and its site: no password is made of them. */
  words: readonly string[];
  /** The name by which authenticators show the site. */
  siteName: string;
}
/** NIST SP 800-63B-4, section 2.2.3 (AAL2): an hour of inactivity; of the 24 hours in all, a working day. */
const strict: AccountPolicy = { secondFactor: "required", idleMinutes: 60, sessionHours: 12, words: [], siteName: "Ville-Monde" };

export type Auth = ReturnType<typeof makeAuth>["auth"];

/**
 * Accounts by better-auth, over our own tables in the schema "auth". None of its HTTP addresses is exposed: our forms
 * call its functions and pass its cookies on. Its own sign-up and sign-in are not used: applicants make an account with sign-up.ts,
 * which mails a link before anybody can sign in; others are invited; each way in ends in `openSession` (session.ts).
 */
export function makeAuth(options: {
  databaseUrl: string;
  secret: string;
  baseUrl: string;
  policy?: Partial<AccountPolicy>;
  /** The connections that the rest of the program uses too, which are not closed here; else some of its own. */
  connections?: Connections;
}) {
  const own = options.connections
    ? undefined
    : new pg.Pool({ connectionString: options.databaseUrl, max: 4, connectionTimeoutMillis: 5_000 });
  own?.on("error", () => {});
  const dialect = new PostgresDialect({ pool: (options.connections ?? own!) as never });
  const auth = betterAuth({
    appName: "Ville-Monde",
    baseURL: options.baseUrl,
    basePath: "/bureau/auth",
    secret: options.secret,
    // The schema is named in each query: nothing is set on a connection, which a pooler may hand to another.
    database: { dialect, type: "postgres", schemaName: "auth", transaction: true },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false }, // ours counts in the database, for all nodes: see throttle.ts
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      disableSignUp: true,
      requireEmailVerification: true,
    },
    session: {
      expiresIn: 7 * DAY_S,
      updateAge: DAY_S,
      additionalFields: {
        method: { type: "string", required: false, input: false },
        secondAt: { type: "date", required: false, input: false },
        seenAt: { type: "date", required: false, input: false },
        idToken: { type: "string", required: false, input: false },
      },
    },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false, defaultValue: "officer" },
        locale: { type: "string", required: true, input: false, defaultValue: mainLanguage() },
        closedAt: { type: "date", required: false, input: false },
        secondFactor: { type: "boolean", required: false, input: false },
      },
    },
    plugins: [opening],
    advanced: {
      // Of this host alone, as in web/cookies.ts; its own way of saying https is the weaker prefix __Secure-.
      cookiePrefix: options.baseUrl.startsWith("https:") ? "__Host-ville-monde" : "ville-monde",
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/", secure: options.baseUrl.startsWith("https:") },
    },
  });
  const site = { secret: options.secret, baseUrl: options.baseUrl, policy: { ...strict, ...options.policy } };
  return { auth: Object.assign(auth, { site }), close: async () => void (await own?.end()) };
}
