import type { Config } from "../config.ts";

/** An address without the password in it. */
function withoutPassword(url: string): string {
  // bounded: a setting.
  return url.replace(/\/\/([^:/@]*):[^@]*@/, "//$1:…@");
}

const SECRET = "…";

/** The settings in force, by the names of their variables; of a secret, only that there is one. Undefined: not set. */
export function settingsInForce(config: Config): [name: string, value: string | undefined][] {
  const secret = (value: unknown) => (value === undefined ? undefined : SECRET);
  const yes = (value: boolean) => (value ? "1" : "0");
  const { backup, metrics, oidc } = config;
  return [
    ["DATABASE_URL", config.databaseUrl && withoutPassword(config.databaseUrl)],
    ["VILLE_MONDE_DIRECT_URL", config.directUrl && withoutPassword(config.directUrl)],
    ["VILLE_MONDE_REPLICA_URL", config.replicaUrl && withoutPassword(config.replicaUrl)],
    ["VILLE_MONDE_POOL", String(config.pool)],
    ["VILLE_MONDE_DATA", config.dataDir],
    ["VILLE_MONDE_CITY", config.cityDir],
    ["VILLE_MONDE_FILES", config.filesUrl],
    ["VILLE_MONDE_LINGER", String(config.lingerMs / 1_000)],
    ["VILLE_MONDE_URL", config.url],
    ["PORT", String(config.port)],
    ["HOST", config.host],
    ["VILLE_MONDE_TRUST_PROXY", yes(config.trustProxy)],
    ["VILLE_MONDE_SECRET", secret(config.secret)],
    ["VILLE_MONDE_SIGNING_KEY", secret(config.signingKey)],
    ["VILLE_MONDE_PROTECTED_KEY", secret(config.protectedKeys)],
    ["VILLE_MONDE_ANCHOR_MAIL", config.anchorMail],
    ["VILLE_MONDE_CLAMD", config.clamd],
    ["VILLE_MONDE_SECOND_FACTOR", config.secondFactor],
    ["VILLE_MONDE_SESSION_IDLE", String(config.sessionIdle)],
    ["VILLE_MONDE_SESSION_HOURS", String(config.sessionHours)],
    ["VILLE_MONDE_OIDC_ISSUER", oidc?.issuer],
    ["VILLE_MONDE_OIDC_CLIENT_ID", oidc?.clientId],
    ["VILLE_MONDE_OIDC_CLIENT_SECRET", secret(oidc?.clientSecret)],
    ["VILLE_MONDE_OIDC_NAME", oidc?.name],
    ["VILLE_MONDE_OIDC_SCOPE", oidc?.scope],
    ["VILLE_MONDE_OIDC_ROLE_CLAIM", oidc?.roleClaim],
    ["VILLE_MONDE_OIDC_TRUST_EMAIL", oidc && yes(oidc.trustEmail)],
    ["VILLE_MONDE_OIDC_ACR", oidc?.acr],
    ["VILLE_MONDE_OIDC_SECOND_FACTOR", oidc?.secondFactor.join(",")],
    ["VILLE_MONDE_OIDC_USERINFO_ALG", oidc?.userinfoAlg],
    ["VILLE_MONDE_SMTP_URL", config.smtpUrl && withoutPassword(config.smtpUrl)],
    ["VILLE_MONDE_MAIL_FROM", config.mailFrom],
    ["VILLE_MONDE_PUBLISH_HOUR", config.publishHour === undefined ? "off" : String(config.publishHour)],
    ["VILLE_MONDE_API_RATE", String(config.apiRate)],
    ["VILLE_MONDE_BACKUP_DIR", backup?.dir],
    ["VILLE_MONDE_BACKUP_RECIPIENT", backup?.recipient],
    ["VILLE_MONDE_BACKUP_HOUR", backup && String(backup.hour)],
    ["VILLE_MONDE_BACKUP_KEEP", backup && Object.values(backup.keep).join(",")],
    ["VILLE_MONDE_BACKUP_SCRATCH", backup?.scratchUrl && withoutPassword(backup.scratchUrl)],
    ["VILLE_MONDE_METRICS", metrics && ("token" in metrics ? SECRET : `${metrics.host}:${metrics.port}`)],
    ["VILLE_MONDE_ACCESS_LOG", yes(config.accessLog)],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", config.traces],
    ["VILLE_MONDE_DEMO", yes(config.demo)],
    ["VILLE_MONDE_WEBHOOKS_LOCAL", yes(config.localWebhooks)],
    ["LOG_LEVEL", config.logLevel],
  ];
}
