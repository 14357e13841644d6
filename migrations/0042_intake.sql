-- What comes in as a file: each arrival, what was found in the file, and whether it may be opened.

-- Each arrival: of what use, from whom, about what. Forgotten after a month, unless its file waits to be decided upon.
CREATE TABLE intake (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file       text NOT NULL REFERENCES file ON DELETE CASCADE,
  use        text NOT NULL CHECK (use <> ''),
  name       text NOT NULL CHECK (name <> ''),
  bytes      bigint NOT NULL CHECK (bytes > 0),
  sent_by    text,               -- an account; null: somebody without one
  about_kind text,
  about_id   text,
  at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT intake_about CHECK ((about_kind IS NULL) = (about_id IS NULL))
);
CREATE INDEX intake_file ON intake (file);
CREATE INDEX intake_sender ON intake (sent_by, use, at);
CREATE INDEX intake_at ON intake (at);

-- One row a file: what it holds beside what is read of it, and what the scanner said. Without a row: made by the program, or older.
CREATE TABLE file_check (
  file       text PRIMARY KEY REFERENCES file ON DELETE CASCADE,
  found      text[] NOT NULL DEFAULT '{}',
  state      text NOT NULL CHECK (state IN ('unscanned', 'waiting', 'clean', 'infected', 'released', 'deleted')),
  threat     text,               -- as the scanner names it
  fault      text,               -- why it could not be scanned
  attempts   integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_at    timestamptz NOT NULL DEFAULT now(),
  scanned_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  reason     text,
  CONSTRAINT file_check_decided CHECK (state NOT IN ('released', 'deleted') OR (num_nonnulls(decided_by, decided_at, reason) = 3 AND reason <> '')),
  CONSTRAINT file_check_threat CHECK (state <> 'infected' OR threat IS NOT NULL)
);
CREATE INDEX file_check_due ON file_check (next_at) WHERE state = 'waiting';
CREATE INDEX file_check_closed ON file_check (state) WHERE state IN ('waiting', 'infected', 'deleted');

-- What is infected is opened by a decision alone; what was deleted never again.
CREATE FUNCTION guard_file_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT (CASE OLD.state
    WHEN 'unscanned' THEN NEW.state IN ('waiting', 'clean', 'infected')
    WHEN 'waiting'   THEN NEW.state IN ('clean', 'infected', 'released', 'deleted')
    WHEN 'clean'     THEN NEW.state IN ('waiting', 'infected')
    WHEN 'infected'  THEN NEW.state IN ('waiting', 'released', 'deleted')
    WHEN 'released'  THEN NEW.state IN ('waiting', 'deleted')
    ELSE false END)
  THEN
    RAISE EXCEPTION 'a file cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'file_check_move';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER file_check_moves BEFORE UPDATE OF state ON file_check FOR EACH ROW EXECUTE FUNCTION guard_file_check();

CREATE FUNCTION file_is_closed(file text) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT EXISTS (SELECT FROM public.file_check k WHERE k.file = $1 AND k.state IN ('waiting', 'infected', 'deleted')) $$;

-- The smaller pictures that pages offer of a picture. Their bytes are kept by content, like any.
CREATE TABLE file_size (
  file   text NOT NULL REFERENCES file ON DELETE CASCADE,
  width  integer NOT NULL CHECK (width > 0),
  height integer NOT NULL CHECK (height > 0),
  format text NOT NULL CHECK (format IN ('webp', 'jpeg')),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (file, width, format)
);
CREATE INDEX file_size_sha256 ON file_size (sha256);

-- What nobody may open is nowhere public.
CREATE OR REPLACE VIEW published.file AS SELECT f.* FROM public.file f
  WHERE (EXISTS (SELECT 1 FROM public.document d WHERE d.file = f.sha256 AND d.status = 'published')
     OR EXISTS (SELECT 1 FROM public.media m WHERE m.file = f.sha256 AND m.status = 'published'))
    AND NOT file_is_closed(f.sha256);
CREATE OR REPLACE VIEW published.story_picture AS
  SELECT f.sha256, f.name, f.media_type, f.width, f.height FROM public.file f JOIN published.story_shown s ON s.picture = f.sha256
  WHERE NOT file_is_closed(f.sha256);
CREATE VIEW published.file_size AS SELECT z.* FROM public.file_size z
  WHERE EXISTS (SELECT FROM published.file f WHERE f.sha256 = z.file) OR EXISTS (SELECT FROM published.story_picture f WHERE f.sha256 = z.file);

-- Pages kept in memory are made anew when a picture of theirs may be shown, or no longer.
CREATE FUNCTION notify_file_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.media m WHERE m.file = NEW.file) OR EXISTS (SELECT FROM public.document d WHERE d.file = NEW.file)
     OR EXISTS (SELECT FROM public.story s WHERE s.picture = NEW.file)
  THEN PERFORM pg_notify('content', ''); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER file_check_shown AFTER UPDATE OF state ON file_check FOR EACH ROW EXECUTE FUNCTION notify_file_shown();
CREATE TRIGGER file_size_shown AFTER INSERT ON file_size FOR EACH ROW EXECUTE FUNCTION notify_file_shown();
