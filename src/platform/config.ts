import { resolve } from "node:path";
import type { z } from "zod";
import { type ProviderSettings, secondFactorValues } from "./accounts/external/rules.ts";
import { projectRoot } from "./project-root.ts";
import { remedies, settings } from "./settings.ts";
import { StartupError } from "./startup-error.ts";

/** The settings of one process, from its environment. */
export interface Config {
  /** 0: any free port. */
  port: number;
  host: string | undefined;
  /** Undefined: the program starts its own PostgreSQL in dataDir. */
  databaseUrl: string | undefined;
  /** Where the database is past a pooler that hands no notifications on (PgBouncer); undefined: where databaseUrl leads. */
  directUrl: string | undefined;
  /** A streaming copy of the database, from which what is public is read. */
  replicaUrl: string | undefined;
  /** Connections of one node to the database for its pages and forms; the jobs and the ear of the node have four of their own. */
  pool: number;
  /** The bucket that keeps the files, `s3://bucket/prefix?endpoint=…&region=…`; undefined: the folder `files` of dataDir. */
  filesUrl: string | undefined;
  /** In milliseconds: how long a node that is asked to stop says so, and goes on answering, before it takes no more. */
  lingerMs: number;
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
  /** Who keeps the anchors of the log outside; undefined: nobody is mailed. */
  anchorMail: string | undefined;
  /** Where ClamAV's clamd listens; undefined: files are not scanned. */
  clamd: string | undefined;
  /** Of the nightly publication, in UTC; undefined: none. */
  publishHour: number | undefined;
  /** Requests of the public API from one address in a minute; 0: any number. */
  apiRate: number;
  /** Whether those who work in the office must have a second factor. */
  secondFactor: "required" | "optional";
  /** In minutes without a request, and in hours in all: when a session of the office ends. */
  sessionIdle: number;
  sessionHours: number;
  /** The outer provider of identities by which people of the office may sign in; undefined: none. */
  oidc: ProviderSettings | undefined;
  /** Backups by the clock; undefined: none. */
  backup: BackupConfig | undefined;
  /** Where measures are told: on a port of its own, or on this one to who has the token; undefined: nowhere. */
  metrics: { host: string; port: number } | { token: string } | undefined;
  /** One line of the log for each request. */
  accessLog: boolean;
  /** Where traces are sent (OTLP by HTTP); undefined: none are made. */
  traces: string | undefined;
  logLevel: string;
}

export interface BackupConfig {
  /** Absolute. All nodes see it. */
  dir: string;
  /** An age recipient, several with commas, or the path of a file of them. */
  recipient: string;
  /** In UTC. */
  hour: number;
  keep: { days: number; weeks: number; months: number };
  /** An empty database in which each backup is tried; undefined: one that is made for it on the same server. */
  scratchUrl: string | undefined;
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
    directUrl: value.VILLE_MONDE_DIRECT_URL,
    replicaUrl: value.VILLE_MONDE_REPLICA_URL,
    pool: value.VILLE_MONDE_POOL,
    filesUrl: value.VILLE_MONDE_FILES,
    lingerMs: value.VILLE_MONDE_LINGER * 1_000,
    dataDir: resolve(projectRoot, value.VILLE_MONDE_DATA),
    cityDir: resolve(projectRoot, value.VILLE_MONDE_CITY),
    // bounded: a setting.
    url: value.VILLE_MONDE_URL?.replace(/\/+$/, ""),
    secret: value.VILLE_MONDE_SECRET,
    trustProxy: value.VILLE_MONDE_TRUST_PROXY === "1",
    demo: value.VILLE_MONDE_DEMO === "1",
    localWebhooks: value.VILLE_MONDE_WEBHOOKS_LOCAL === "1",
    smtpUrl: value.VILLE_MONDE_SMTP_URL,
    mailFrom: value.VILLE_MONDE_MAIL_FROM,
    signingKey: value.VILLE_MONDE_SIGNING_KEY && resolve(projectRoot, value.VILLE_MONDE_SIGNING_KEY),
    protectedKeys: value.VILLE_MONDE_PROTECTED_KEY?.split(","),
    anchorMail: value.VILLE_MONDE_ANCHOR_MAIL,
    clamd: value.VILLE_MONDE_CLAMD,
    publishHour: value.VILLE_MONDE_PUBLISH_HOUR === "off" ? undefined : value.VILLE_MONDE_PUBLISH_HOUR,
    apiRate: value.VILLE_MONDE_API_RATE,
    // Fictional people have no telephone.
    secondFactor: value.VILLE_MONDE_SECOND_FACTOR ?? (value.VILLE_MONDE_DEMO === "1" ? "optional" : "required"),
    sessionIdle: value.VILLE_MONDE_SESSION_IDLE,
    sessionHours: value.VILLE_MONDE_SESSION_HOURS,
    oidc: providerOf(value),
    backup: backupOf(value),
    metrics: metricsOf(value.VILLE_MONDE_METRICS),
    accessLog: value.VILLE_MONDE_ACCESS_LOG === "1",
    traces: value.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: value.LOG_LEVEL,
  };
}

function providerOf(value: z.infer<typeof settings>): ProviderSettings | undefined {
  const [issuer, clientId, clientSecret] = [
    value.VILLE_MONDE_OIDC_ISSUER,
    value.VILLE_MONDE_OIDC_CLIENT_ID,
    value.VILLE_MONDE_OIDC_CLIENT_SECRET,
  ];
  if (!issuer && !clientId && !clientSecret) return undefined;
  const missing = !issuer ? "ISSUER" : !clientId ? "CLIENT_ID" : "CLIENT_SECRET";
  if (!issuer || !clientId || !clientSecret)
    throw new StartupError(`VILLE_MONDE_OIDC_${missing} is missing: give ${remedies[`VILLE_MONDE_OIDC_${missing}`]}.`);
  return {
    issuer,
    clientId,
    clientSecret,
    name: value.VILLE_MONDE_OIDC_NAME,
    scope: value.VILLE_MONDE_OIDC_SCOPE,
    roleClaim: value.VILLE_MONDE_OIDC_ROLE_CLAIM,
    trustEmail: value.VILLE_MONDE_OIDC_TRUST_EMAIL === "1",
    acr: value.VILLE_MONDE_OIDC_ACR,
    secondFactor: value.VILLE_MONDE_OIDC_SECOND_FACTOR?.split(/[,\s]+/).filter(Boolean) ?? secondFactorValues,
    userinfoAlg: value.VILLE_MONDE_OIDC_USERINFO_ALG,
  };
}

function backupOf(value: z.infer<typeof settings>): BackupConfig | undefined {
  const [dir, recipient] = [value.VILLE_MONDE_BACKUP_DIR, value.VILLE_MONDE_BACKUP_RECIPIENT];
  if (!dir && !recipient) return undefined;
  if (!dir)
    throw new StartupError("VILLE_MONDE_BACKUP_RECIPIENT goes with VILLE_MONDE_BACKUP_DIR: the folder in which the backups are put.");
  if (!recipient)
    throw new StartupError(
      "VILLE_MONDE_BACKUP_DIR goes with VILLE_MONDE_BACKUP_RECIPIENT: the public key that closes the backups (cli backup key).",
    );
  const [days = 0, weeks = 0, months = 0] = value.VILLE_MONDE_BACKUP_KEEP.split(",").map(Number);
  return {
    dir: resolve(projectRoot, dir),
    recipient: recipient.startsWith("age1") ? recipient : resolve(projectRoot, recipient),
    hour: value.VILLE_MONDE_BACKUP_HOUR,
    keep: { days, weeks, months },
    scratchUrl: value.VILLE_MONDE_BACKUP_SCRATCH,
  };
}

function metricsOf(text: string | undefined): Config["metrics"] {
  if (text === undefined) return undefined;
  const [, host, port] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined) return { token: text };
  return { host: host?.replace(/^\[|\]$/g, "") ?? "127.0.0.1", port: Number(port) };
}
