-- Identity: second factors, how and when a session was opened, who has left, one count of attempts, links that sign in.

ALTER TABLE auth."user"
  ADD COLUMN "closedAt" timestamptz, -- the account opens nothing any more; its name stays
  ADD COLUMN "secondFactor" boolean NOT NULL DEFAULT false; -- has one; kept by the triggers below

ALTER TABLE auth.session
  ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'link', 'passkey', 'oidc')),
  ADD COLUMN "secondAt" timestamptz, -- when the second factor was last shown in it
  ADD COLUMN "seenAt" timestamptz NOT NULL DEFAULT now(), -- to the minute
  ADD COLUMN "idToken" text; -- of the outer provider, which asks for it to end its own session
-- A family of devices and a network, not a trace.
-- safe: accounts are some thousands of rows, written in milliseconds.
UPDATE auth.session SET "ipAddress" = NULL, "userAgent" = NULL;

-- Whom an outer provider names is one account.
-- safe: accounts are some thousands of rows, written in milliseconds.
CREATE UNIQUE INDEX account_provider ON auth.account ("providerId", "accountId");

-- A secret for one-time codes (RFC 6238), sealed by the program's secret. Not confirmed: it opens nothing yet.
CREATE TABLE auth.totp (
  user_id      text PRIMARY KEY REFERENCES auth."user" ON DELETE CASCADE,
  secret       bytea NOT NULL,
  confirmed_at timestamptz,
  last_step    bigint NOT NULL DEFAULT 0, -- a code is good once
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE auth.recovery_code (
  user_id text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  digest  text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (user_id, digest)
);
CREATE TABLE auth.passkey (
  id         text PRIMARY KEY, -- the identifier of the credential, in base64url
  user_id    text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  name       text NOT NULL CHECK (name <> '' AND length(name) <= 80),
  public_key bytea NOT NULL,
  counter    bigint NOT NULL DEFAULT 0,
  transports text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz
);
CREATE INDEX passkey_owner ON auth.passkey (user_id);

CREATE FUNCTION auth.note_second_factor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose text := CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
BEGIN
  UPDATE auth."user" SET "secondFactor" = EXISTS (SELECT 1 FROM auth.totp t WHERE t.user_id = whose AND t.confirmed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM auth.passkey p WHERE p.user_id = whose) WHERE id = whose;
  RETURN NULL;
END $$;
CREATE TRIGGER totp_second_factor AFTER INSERT OR UPDATE OF confirmed_at OR DELETE ON auth.totp FOR EACH ROW EXECUTE FUNCTION auth.note_second_factor();
CREATE TRIGGER passkey_second_factor AFTER INSERT OR DELETE ON auth.passkey FOR EACH ROW EXECUTE FUNCTION auth.note_second_factor();

-- What is good once and was used (challenges of passkeys, the way back from an outer provider), until it would be over anyway.
CREATE TABLE auth.used_ticket (
  digest text PRIMARY KEY,
  until  timestamptz NOT NULL
);

-- Attempts under a key (a digest) in the window that ends at "until", counted in one statement for all nodes. Lost by a
-- crash of the database, which costs who guesses more time than it gives. It takes the place of auth.attempt, which stays
-- until no node of the release before runs.
CREATE UNLOGGED TABLE auth.throttle (
  key   text PRIMARY KEY,
  count integer NOT NULL,
  until timestamptz NOT NULL
);

-- A link that signs in is bound to the browser that asked for it; another one must name the address too.
-- safe: accounts are some thousands of rows, written in milliseconds.
ALTER TABLE auth.link DROP CONSTRAINT link_purpose_check,
  ADD CONSTRAINT link_purpose_check CHECK (purpose IN ('verify', 'reset', 'sign_in')),
  ADD COLUMN browser_sha256 text;

-- Invitations are listed, sent again, revoked.
-- safe: accounts are some thousands of rows, written in milliseconds.
ALTER TABLE auth.invitation
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN by_name text,
  ADD COLUMN path text, -- the page that a mailed link opens, when it is not the office's own
  ADD COLUMN revoked_at timestamptz;

-- The last administrator stays one: under concurrency too.
CREATE FUNCTION auth.guard_last_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.role = 'administrator' AND OLD."closedAt" IS NULL
      AND (TG_OP = 'DELETE' OR NEW.role <> 'administrator' OR NEW."closedAt" IS NOT NULL) THEN
    PERFORM pg_advisory_xact_lock(hashtext('ville-monde.accounts'));
    IF NOT EXISTS (SELECT 1 FROM auth."user" o WHERE o.role = 'administrator' AND o."closedAt" IS NULL AND o.id <> OLD.id) THEN
      RAISE EXCEPTION 'the last administrator' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'last_administrator';
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER user_last_administrator BEFORE UPDATE OF role, "closedAt" OR DELETE ON auth."user" FOR EACH ROW EXECUTE FUNCTION auth.guard_last_administrator();

-- Who has another role, or has left, or has another password, has no session from before.
CREATE FUNCTION auth.end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM auth.session WHERE "userId" = CASE TG_TABLE_NAME WHEN 'user' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'userId' END;
  RETURN NULL;
END $$;
CREATE TRIGGER user_end_sessions AFTER UPDATE OF role, "closedAt" ON auth."user" FOR EACH ROW
  WHEN (OLD.role <> NEW.role OR NEW."closedAt" IS NOT NULL) EXECUTE FUNCTION auth.end_sessions();
CREATE TRIGGER account_end_sessions AFTER UPDATE OF password ON auth.account FOR EACH ROW
  WHEN (OLD.password IS DISTINCT FROM NEW.password) EXECUTE FUNCTION auth.end_sessions();

CREATE FUNCTION auth.guard_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM auth."user" WHERE id = NEW."userId" AND "closedAt" IS NOT NULL FOR SHARE) THEN
    RAISE EXCEPTION 'the account is closed' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_closed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER session_of_open_account BEFORE INSERT ON auth.session FOR EACH ROW EXECUTE FUNCTION auth.guard_session();
