import { z } from "zod";

export const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  VILLE_MONDE_DIRECT_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  VILLE_MONDE_REPLICA_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^,]+$/)
    .optional(),
  VILLE_MONDE_POOL: z.coerce.number().int().min(2).max(500).default(10),
  VILLE_MONDE_FILES: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?(\?.*)?$/)
    .optional(),
  VILLE_MONDE_LINGER: z.coerce.number().min(0).max(300).default(0),
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
  VILLE_MONDE_ANCHOR_MAIL: z.email().max(200).optional(),
  VILLE_MONDE_CLAMD: z
    .string()
    .regex(/^(tcp:\/\/[^\s/]+:\d{1,5}|unix:\/\S+)$/)
    .optional(),
  VILLE_MONDE_PUBLISH_HOUR: z.union([z.literal("off"), z.coerce.number().int().min(0).max(23)]).default(3),
  VILLE_MONDE_API_RATE: z.coerce.number().int().min(0).max(1_000_000).default(3_000),
  VILLE_MONDE_SECOND_FACTOR: z.enum(["required", "optional"]).optional(),
  VILLE_MONDE_SESSION_IDLE: z.coerce.number().int().min(5).max(1_440).default(60),
  VILLE_MONDE_SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(12),
  VILLE_MONDE_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  VILLE_MONDE_OIDC_CLIENT_ID: z.string().min(1).optional(),
  VILLE_MONDE_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  VILLE_MONDE_OIDC_NAME: z.string().min(1).max(60).default("OpenID Connect"),
  VILLE_MONDE_OIDC_SCOPE: z
    .string()
    .regex(/^openid( \S+)*$/)
    .default("openid email profile"),
  VILLE_MONDE_OIDC_ROLE_CLAIM: z.string().min(1).optional(),
  VILLE_MONDE_OIDC_TRUST_EMAIL: z.enum(["0", "1"]).default("0"),
  VILLE_MONDE_OIDC_ACR: z.string().min(1).optional(),
  VILLE_MONDE_OIDC_SECOND_FACTOR: z.string().optional(),
  VILLE_MONDE_OIDC_USERINFO_ALG: z.enum(["RS256", "PS256", "ES256", "EdDSA"]).optional(),
  VILLE_MONDE_BACKUP_DIR: z.string().min(1).optional(),
  VILLE_MONDE_BACKUP_RECIPIENT: z.string().min(1).optional(),
  VILLE_MONDE_BACKUP_HOUR: z.coerce.number().int().min(0).max(23).default(2),
  VILLE_MONDE_BACKUP_KEEP: z
    .string()
    .regex(/^\d{1,3},\d{1,3},\d{1,3}$/)
    .default("7,5,12"),
  VILLE_MONDE_BACKUP_SCRATCH: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  VILLE_MONDE_METRICS: z
    .string()
    .regex(/^(([\w.-]+|\[[0-9a-f:]+\]):)?\d{1,5}$|^[\w-]{20,}$/)
    .optional(),
  VILLE_MONDE_ACCESS_LOG: z.enum(["0", "1"]).default("1"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export const remedies: Record<string, string> = {
  PORT: "a whole number from 0 to 65535",
  DATABASE_URL: "an address such as postgres://user:password@host:5432/name",
  VILLE_MONDE_DIRECT_URL: "an address such as postgres://user:password@host:5432/name that leads past the pooler",
  VILLE_MONDE_REPLICA_URL: "an address of one host, such as postgres://user:password@copy:5432/name",
  VILLE_MONDE_POOL: "how many connections to the database one node may hold for its pages and forms, from 2 to 500",
  VILLE_MONDE_FILES: "the bucket that keeps the files, such as s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-west-1",
  VILLE_MONDE_LINGER: "how many seconds a node that is asked to stop goes on answering, from 0 to 300",
  VILLE_MONDE_URL: "the public address of the site, such as https://monde.example.org",
  VILLE_MONDE_SECRET: "at least 32 characters",
  VILLE_MONDE_TRUST_PROXY: "0 or 1",
  VILLE_MONDE_DEMO: "0 or 1",
  VILLE_MONDE_WEBHOOKS_LOCAL: "0 or 1",
  VILLE_MONDE_SMTP_URL: "an address such as smtp://user:password@host:587, or smtps://…:465",
  VILLE_MONDE_MAIL_FROM: "an e-mail address, or a name and an address: City <grants@example.org>",
  VILLE_MONDE_PROTECTED_KEY: "32 random bytes in base64url (43 signs), the newest first where there are several, with commas between",
  VILLE_MONDE_ANCHOR_MAIL: "one e-mail address, outside the city's own machines",
  VILLE_MONDE_CLAMD: "where clamd listens, such as tcp://localhost:3310 or unix:/run/clamav/clamd.ctl",
  VILLE_MONDE_PUBLISH_HOUR: "an hour from 0 to 23, in UTC, or off",
  VILLE_MONDE_API_RATE: "how many requests of the API one address may make a minute; 0: any number",
  VILLE_MONDE_SECOND_FACTOR: "required or optional",
  VILLE_MONDE_SESSION_IDLE: "after how many minutes without a request a session of the office ends: 5 to 1440",
  VILLE_MONDE_SESSION_HOURS: "how many hours a session of the office lasts in all: 1 to 168",
  VILLE_MONDE_OIDC_ISSUER: "the address of the provider of identities, such as https://identity.example.org/realms/city",
  VILLE_MONDE_OIDC_CLIENT_ID: "the name under which the provider knows this site; it goes with VILLE_MONDE_OIDC_ISSUER",
  VILLE_MONDE_OIDC_CLIENT_SECRET: "the secret that the provider gave this site; it goes with VILLE_MONDE_OIDC_ISSUER",
  VILLE_MONDE_OIDC_NAME: "what the button says, in at most 60 characters",
  VILLE_MONDE_OIDC_SCOPE: "scopes with spaces between, openid first",
  VILLE_MONDE_OIDC_TRUST_EMAIL: "0 or 1",
  VILLE_MONDE_OIDC_USERINFO_ALG: "one of RS256, PS256, ES256, EdDSA",
  VILLE_MONDE_BACKUP_RECIPIENT: "an age recipient (age1…, several with commas), or a file of them",
  VILLE_MONDE_BACKUP_HOUR: "an hour from 0 to 23, in UTC",
  VILLE_MONDE_BACKUP_KEEP: "how many days, weeks and months are kept, such as 7,5,12",
  VILLE_MONDE_BACKUP_SCRATCH: "an empty database in which backups are tried, such as postgres://user:password@host:5432/scratch",
  VILLE_MONDE_METRICS: "a port (of this machine alone: 9464; of all: 0.0.0.0:9464), or a token of at least 20 letters, digits, - and _",
  VILLE_MONDE_ACCESS_LOG: "0 or 1",
  OTEL_EXPORTER_OTLP_ENDPOINT: "the address of a collector, such as http://localhost:4318",
  LOG_LEVEL: "one of fatal, error, warn, info, debug, trace, silent",
};

/** The variables that the program reads. */
export const settingNames = Object.keys(settings.shape);
