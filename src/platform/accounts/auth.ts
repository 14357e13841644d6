import { betterAuth } from "better-auth";
import pg from "pg";
import { languages } from "../i18n/languages.ts";

const DAY_S = 86_400;
export const MIN_PASSWORD = 12;
const MAX_PASSWORD = 128;

export type Auth = ReturnType<typeof makeAuth>["auth"];

/**
 * Accounts by better-auth, over our own tables in the schema "auth". None of its HTTP addresses is exposed: our forms
 * call its functions and pass its cookies on. Its own sign-up is closed: applicants make an account with sign-up.ts,
 * which mails a link before anybody can sign in; others are invited.
 */
export function makeAuth(options: { databaseUrl: string; secret: string; baseUrl: string }) {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 4,
    options: "-c search_path=auth",
    connectionTimeoutMillis: 5_000,
  });
  pool.on("error", () => {});
  const auth = betterAuth({
    appName: "Ville-Monde",
    baseURL: options.baseUrl,
    basePath: "/bureau/auth",
    secret: options.secret,
    database: pool,
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false }, // ours counts in the database, for all nodes: see store.ts
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      disableSignUp: true,
      requireEmailVerification: true,
    },
    session: { expiresIn: 7 * DAY_S, updateAge: DAY_S },
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false, defaultValue: "officer" },
        locale: { type: "string", required: true, input: false, defaultValue: languages[0] },
      },
    },
    advanced: {
      cookiePrefix: "ville-monde",
      ipAddress: { disableIpTracking: true },
      useSecureCookies: options.baseUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
    },
  });
  return { auth, close: () => pool.end() };
}
