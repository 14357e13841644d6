-- Mail that goes out, who does not want reminders, and the roles and links of the accounts that grants need.

CREATE TABLE outgoing_mail (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  to_address   text NOT NULL CHECK (to_address ~ '^[^\s<>,;"]+@[^\s<>,;"]+$'),
  to_name      text CHECK (to_name !~ '[\x01-\x1f\x7f]'),
  locale       text NOT NULL,
  template     text NOT NULL,
  params       jsonb NOT NULL DEFAULT '{}',
  subject      text NOT NULL CHECK (subject !~ '[\x01-\x1f\x7f]'),
  body_text    text NOT NULL,
  -- [{ sha256, name, mediaType }]: files that are kept already.
  attachments  jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(attachments) = 'array'),
  category     text NOT NULL DEFAULT 'service' CHECK (category IN ('service', 'reminder')),
  -- Carries a link that opens an account: its text is shown to nobody who could not make one, and goes once it is sent.
  confidential boolean NOT NULL DEFAULT false,
  dedupe_key   text UNIQUE,
  -- kept: no SMTP server is configured, the office shows it.
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'kept')),
  attempts     int NOT NULL DEFAULT 0,
  last_error   text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  sent_at      timestamptz,
  -- The record that it is about, as the history names it.
  about_kind   text,
  about_id     text,
  CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CHECK ((about_kind IS NULL) = (about_id IS NULL))
);
CREATE INDEX outgoing_mail_newest ON outgoing_mail (id DESC) INCLUDE (state);
CREATE INDEX outgoing_mail_state ON outgoing_mail (state, id DESC);
CREATE INDEX outgoing_mail_about ON outgoing_mail (about_kind, about_id) WHERE about_kind IS NOT NULL;

-- Who asked for no more of a category; the address itself is not kept.
CREATE TABLE mail_optout (
  address_sha256 text NOT NULL CHECK (address_sha256 ~ '^[0-9a-f]{64}$'),
  category       text NOT NULL CHECK (category IN ('reminder')),
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (address_sha256, category)
);

ALTER TABLE auth."user" DROP CONSTRAINT user_role_check,
  ADD CONSTRAINT user_role_check CHECK (role IN ('administrator', 'officer', 'reader', 'finance', 'council', 'assessor', 'applicant')),
  ADD COLUMN locale text NOT NULL DEFAULT 'fr' CHECK (locale ~ '^[a-z]{2}$');
ALTER TABLE auth.invitation DROP CONSTRAINT invitation_role_check,
  ADD CONSTRAINT invitation_role_check CHECK (role IN ('administrator', 'officer', 'reader', 'finance', 'council', 'assessor', 'applicant')),
  -- Set when the link was mailed: the account gets this address, which the link proves, and speaks this language.
  ADD COLUMN email text,
  ADD COLUMN locale text;

-- A link that was mailed to the owner of an account, good once. Only the digest of its token is kept.
CREATE TABLE auth.link (
  token_sha256 text PRIMARY KEY,
  purpose      text NOT NULL CHECK (purpose IN ('verify', 'reset')),
  user_id      text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  -- What whoever asked for the account typed, taken over when this link proves that the address is theirs.
  name         text,
  password     text,
  expires_at   timestamptz NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CHECK (purpose = 'verify' OR (name IS NULL AND password IS NULL))
);
CREATE INDEX link_owner ON auth.link (user_id, purpose);
