-- The files of the open data as they went out: one signed manifest a publication, for ever.

CREATE TABLE publication (
  number     integer PRIMARY KEY CHECK (number > 0),
  at         timestamptz NOT NULL DEFAULT now(),
  mark       text NOT NULL,       -- the public state that the files were made from
  manifest   text NOT NULL,       -- the bytes that are signed: src/publishing/publication/manifest.ts
  sha256     text NOT NULL UNIQUE,
  signature  bytea NOT NULL CHECK (octet_length(signature) = 64), -- Ed25519
  public_key text NOT NULL,       -- PEM; the key may be another one day
  added      integer NOT NULL CHECK (added >= 0),
  changed    integer NOT NULL CHECK (changed >= 0),
  unchanged  integer NOT NULL CHECK (unchanged >= 0),
  held       integer NOT NULL CHECK (held >= 0), -- failed their check: the last good file stays
  actor      text NOT NULL,
  actor_name text NOT NULL,
  CHECK (sha256 = encode(sha256(convert_to(manifest, 'UTF8')), 'hex'))
);
CREATE TRIGGER publication_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON publication
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- No number is left out, and none comes twice.
CREATE FUNCTION guard_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM publication) THEN
    RAISE EXCEPTION 'publications are numbered one after the other' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'publication_number';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER publication_number BEFORE INSERT ON publication FOR EACH ROW EXECUTE FUNCTION guard_publication();

-- Who pressed the button is the office's affair.
CREATE VIEW published.publication AS SELECT number, at, mark, manifest, sha256, signature, public_key FROM public.publication;
