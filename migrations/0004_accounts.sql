-- Accounts (better-auth's tables, its column names) and the one-time links that make the first administrator.
CREATE SCHEMA auth;

CREATE TABLE auth."user" (
  id              text PRIMARY KEY,
  name            text NOT NULL,
  email           text NOT NULL UNIQUE,
  "emailVerified" boolean NOT NULL DEFAULT false,
  image           text,
  role            text NOT NULL DEFAULT 'officer' CHECK (role IN ('administrator', 'officer', 'reader')),
  "createdAt"     timestamptz NOT NULL DEFAULT now(),
  "updatedAt"     timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE auth.session (
  id          text PRIMARY KEY,
  token       text NOT NULL UNIQUE,
  "userId"    text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  "expiresAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_owner ON auth.session ("userId");
CREATE TABLE auth.account (
  id                      text PRIMARY KEY,
  "accountId"             text NOT NULL,
  "providerId"            text NOT NULL,
  "userId"                text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  "accessToken"           text,
  "refreshToken"          text,
  "idToken"               text,
  "accessTokenExpiresAt"  timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope                   text,
  password                text,
  "createdAt"             timestamptz NOT NULL DEFAULT now(),
  "updatedAt"             timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_owner ON auth.account ("userId");
CREATE TABLE auth.verification (
  id          text PRIMARY KEY,
  identifier  text NOT NULL,
  value       text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);

-- A link that makes one account, once. Only the digest of its token is kept.
CREATE TABLE auth.invitation (
  token_sha256 text PRIMARY KEY,
  role         text NOT NULL CHECK (role IN ('administrator', 'officer', 'reader')),
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now()
);

-- Attempts to sign in, counted by address and by account, shared by all nodes.
CREATE TABLE auth.attempt (
  key text NOT NULL,
  at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempt_key ON auth.attempt (key, at);
