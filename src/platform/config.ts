import { resolve } from "node:path";
import { z } from "zod";
import { projectRoot } from "./project-root.ts";
import { StartupError } from "./startup-error.ts";

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  VILLE_MONDE_DATA: z.string().min(1).default("data-dir"),
  VILLE_MONDE_CITY: z.string().min(1).default("data/paris"),
  VILLE_MONDE_URL: z.url({ protocol: /^https?$/ }).optional(),
  VILLE_MONDE_SECRET: z.string().min(32).optional(),
  VILLE_MONDE_TRUST_PROXY: z.enum(["0", "1"]).default("0"),
  VILLE_MONDE_DEMO: z.enum(["0", "1"]).default("0"),
  VILLE_MONDE_WEBHOOKS_LOCAL: z.enum(["0", "1"]).default("0"),
  VILLE_MONDE_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  VILLE_MONDE_MAIL_FROM: z
    .string()
    .regex(/^([^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u)
    .optional(),
  VILLE_MONDE_SIGNING_KEY: z.string().min(1).optional(),
  VILLE_MONDE_PROTECTED_KEY: z
    .string()
    .regex(/^[\w-]{43}(,[\w-]{43})*$/)
    .optional(),
  VILLE_MONDE_PUBLISH_HOUR: z.union([z.literal("off"), z.coerce.number().int().min(0).max(23)]).default(3),
  VILLE_MONDE_API_RATE: z.coerce.number().int().min(0).max(1_000_000).default(3_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

const remedies: Record<string, string> = {
  PORT: "a whole number from 0 to 65535",
  DATABASE_URL: "an address such as postgres://user:password@host:5432/name",
  VILLE_MONDE_URL: "the public address of the site, such as https://monde.example.org",
  VILLE_MONDE_SECRET: "at least 32 characters",
  VILLE_MONDE_TRUST_PROXY: "0 or 1",
  VILLE_MONDE_DEMO: "0 or 1",
  VILLE_MONDE_WEBHOOKS_LOCAL: "0 or 1",
  VILLE_MONDE_SMTP_URL: "an address such as smtp://user:password@host:587, or smtps://…:465",
  VILLE_MONDE_MAIL_FROM: "an e-mail address, or a name and an address: City <grants@example.org>",
  VILLE_MONDE_PROTECTED_KEY: "32 random bytes in base64url (43 signs), the newest first where there are several, with commas between",
  VILLE_MONDE_PUBLISH_HOUR: "an hour from 0 to 23, in UTC, or off",
  VILLE_MONDE_API_RATE: "how many requests of the API one address may make a minute; 0: any number",
  LOG_LEVEL: "one of fatal, error, warn, info, debug, trace, silent",
};

/** The settings of one process, from its environment. */
export interface Config {
  /** 0: any free port. */
  port: number;
  host: string | undefined;
  /** Undefined: the program starts its own PostgreSQL in dataDir. */
  databaseUrl: string | undefined;
  /** Absolute. What the program keeps beside the database: files, its own PostgreSQL, its secret. */
  dataDir: string;
  /** Absolute. The folder of the city: settings, vocabularies, first data. */
  cityDir: string;
  /** The public address, without a slash at the end; undefined: http://localhost and the port. */
  url: string | undefined;
  /** Signs sessions; undefined: one is made and kept in dataDir. */
  secret: string | undefined;
  /** Believe X-Forwarded-For: only behind a proxy that sets it. */
  trustProxy: boolean;
  /** Load the fictional rows too. */
  demo: boolean;
  /** Webhooks may be sent to this machine and its network too: for trials. */
  localWebhooks: boolean;
  /** The server that takes the mails; undefined: they are kept, and the office shows them. */
  smtpUrl: string | undefined;
  /** The sender of the mails; undefined: the city's own name and address. */
  mailFrom: string | undefined;
  /** Absolute. An Ed25519 private key in PEM that signs the publications; undefined: one is made and kept in dataDir. */
  signingKey: string | undefined;
  /** Seals the protected compartment: the first of them; the others still open what they sealed. Undefined: one is made and kept in dataDir. */
  protectedKeys: string[] | undefined;
  /** Of the nightly publication, in UTC; undefined: none. */
  publishHour: number | undefined;
  /** Requests of the public API from one address in a minute; 0: any number. */
  apiRate: number;
  logLevel: string;
}

/** Reads the settings. An empty variable counts as unset. Throws a StartupError that names the first wrong one. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const parsed = settings.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0]);
    throw new StartupError(`${name} is not usable: give ${remedies[name] ?? "a valid value"}.`);
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    dataDir: resolve(projectRoot, value.VILLE_MONDE_DATA),
    cityDir: resolve(projectRoot, value.VILLE_MONDE_CITY),
    url: value.VILLE_MONDE_URL?.replace(/\/+$/, ""),
    secret: value.VILLE_MONDE_SECRET,
    trustProxy: value.VILLE_MONDE_TRUST_PROXY === "1",
    demo: value.VILLE_MONDE_DEMO === "1",
    localWebhooks: value.VILLE_MONDE_WEBHOOKS_LOCAL === "1",
    smtpUrl: value.VILLE_MONDE_SMTP_URL,
    mailFrom: value.VILLE_MONDE_MAIL_FROM,
    signingKey: value.VILLE_MONDE_SIGNING_KEY && resolve(projectRoot, value.VILLE_MONDE_SIGNING_KEY),
    protectedKeys: value.VILLE_MONDE_PROTECTED_KEY?.split(","),
    publishHour: value.VILLE_MONDE_PUBLISH_HOUR === "off" ? undefined : value.VILLE_MONDE_PUBLISH_HOUR,
    apiRate: value.VILLE_MONDE_API_RATE,
    logLevel: value.LOG_LEVEL,
  };
}
