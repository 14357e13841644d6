-- Who joins an applicant, what each section of a draft said, and files on their way.

-- A link that was mailed: whoever opens it signed in becomes a member. Only the digest of its token is kept.
CREATE TABLE applicant_invitation (
  applicant    uuid NOT NULL REFERENCES applicant ON DELETE CASCADE,
  email        text NOT NULL CHECK (email = lower(email)),
  role         text NOT NULL CHECK (role IN ('representative', 'contributor')),
  token_sha256 text NOT NULL UNIQUE,
  invited_by   text NOT NULL,
  invited_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (applicant, email)
);

-- Someone who found that their body has a space already, and asks its representatives in.
CREATE TABLE applicant_join_request (
  applicant    uuid NOT NULL REFERENCES applicant ON DELETE CASCADE,
  user_id      text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  note         text NOT NULL DEFAULT '',
  asked_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (applicant, user_id)
);

-- Somebody can always sign for a body that has members. An account that ends (a cascade) is another matter.
CREATE FUNCTION keep_a_representative() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.role <> 'representative' OR (TG_OP = 'UPDATE' AND NEW.role = 'representative') OR pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
  -- Two representatives who each take the other away: one after the other.
  PERFORM 1 FROM applicant WHERE id = OLD.applicant FOR UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM applicant_member m WHERE m.applicant = OLD.applicant AND m.role = 'representative') THEN
    RAISE EXCEPTION 'an applicant keeps a representative' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'applicant_representative';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER applicant_representative AFTER UPDATE OF role OR DELETE ON applicant_member FOR EACH ROW EXECUTE FUNCTION keep_a_representative();

-- What a section of a draft said at each of its versions: two people who write at once lose nothing.
CREATE TABLE application_section (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  section     text NOT NULL,
  version     integer NOT NULL,
  content     jsonb NOT NULL,
  saved_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  saved_by    text NOT NULL,
  saved_name  text NOT NULL,
  PRIMARY KEY (application, section, version)
);

-- A file on its way, in pieces, by the tus protocol: the bytes received so far survive a cut on either side.
CREATE TABLE upload (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id     text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  requirement text,
  piece       uuid REFERENCES piece_request ON DELETE CASCADE,
  name        text NOT NULL CHECK (name <> ''),
  bytes       bigint NOT NULL CHECK (bytes > 0),
  received    bigint NOT NULL DEFAULT 0 CHECK (received >= 0 AND received <= bytes),
  -- The row of application_file that it became.
  kept        uuid,
  created_at  timestamptz NOT NULL DEFAULT now(),
  touched_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX upload_touched ON upload (touched_at);
CREATE TABLE upload_piece (
  upload uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
  start  bigint NOT NULL,
  data   bytea NOT NULL,
  PRIMARY KEY (upload, start)
);
