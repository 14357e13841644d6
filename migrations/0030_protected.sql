-- The protected compartment: people at risk, their residencies, what they consent to, what they tell. What is said of a
-- person is in columns of sealed bytes, under a key of that person, itself sealed by one that is not in the database
-- (AES-256-GCM, src/protected/vault). In clear stand only what the rules below need: ADR 0037.

CREATE SCHEMA protected;

CREATE TABLE protected.person (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pseudonym  text UNIQUE CHECK (pseudonym <> ''),  -- drawn by lot, never from the name
  kind       text NOT NULL CHECK (kind IN ('artist', 'writer', 'journalist', 'defender', 'other')),
  demo       boolean NOT NULL DEFAULT false,
  key_id     text,                                  -- which key of the program seals the person's own
  data_key   bytea,
  content    bytea,
  review_on  date,                                  -- when a guardian looks whether all this must still be kept
  erase_on   date,
  erased_at  timestamptz,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Erased: the key is gone, and with it every word; the number of those received stays.
  CONSTRAINT person_erased_whole CHECK (CASE WHEN erased_at IS NULL THEN num_nulls(pseudonym, key_id, data_key, content, review_on) = 0
    ELSE num_nonnulls(pseudonym, key_id, data_key, content, review_on, erase_on) = 0 END)
);

CREATE TABLE protected.residency (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person     uuid NOT NULL REFERENCES protected.person,
  kind       text NOT NULL CHECK (kind IN ('icorn', 'artist', 'journalist', 'defender')),
  state      text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'screened', 'invited', 'arrived', 'ended', 'declined', 'withdrawn')),
  first_year integer CHECK (first_year BETWEEN 1990 AND 2200), -- years alone, for the counts
  last_year  integer CHECK (last_year BETWEEN 1990 AND 2200),
  content    bytea,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (first_year <= last_year),
  CONSTRAINT residency_years CHECK ((state IN ('arrived', 'ended')) = (first_year IS NOT NULL) AND (state = 'ended') = (last_year IS NOT NULL))
);
CREATE INDEX residency_person ON protected.residency (person);

-- The arrows of src/protected/residency/states.ts: a test compares them.
CREATE TABLE protected.residency_move (from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO protected.residency_move VALUES
  ('requested', 'screened'), ('requested', 'declined'), ('requested', 'withdrawn'),
  ('screened', 'invited'), ('screened', 'declined'), ('screened', 'withdrawn'),
  ('invited', 'arrived'), ('invited', 'declined'), ('invited', 'withdrawn'),
  ('arrived', 'ended');
CREATE FUNCTION protected.guard_residency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM protected.residency_move m WHERE m.from_state = OLD.state AND m.to_state = NEW.state) THEN
    RAISE EXCEPTION 'a residency cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'state_move';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER residency_moves BEFORE UPDATE ON protected.residency FOR EACH ROW EXECUTE FUNCTION protected.guard_residency();

-- What a person allows, from when to when. It never changes: another replaces it, and it can be withdrawn, once (GDPR art. 7(3)).
CREATE TABLE protected.consent (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person       uuid NOT NULL REFERENCES protected.person,
  scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['text', 'picture', 'exhibition', 'press', 'schools', 'name', 'country']),
  given_on     date NOT NULL,
  valid_until  date NOT NULL,
  withdrawn_at timestamptz,
  content      bytea NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT consent_dates CHECK (given_on <= valid_until AND valid_until <= given_on + 1827) -- five years at most: consent is asked again
);
CREATE INDEX consent_person ON protected.consent (person);
CREATE FUNCTION protected.consent_in_force(c protected.consent) RETURNS boolean LANGUAGE sql STABLE
  -- It is given on a day of the city's calendar, which may already be tomorrow where the server's clock is.
  RETURN (c).withdrawn_at IS NULL AND (c).given_on <= (now() AT TIME ZONE 'UTC' + interval '14 hours')::date AND current_date <= (c).valid_until;

-- A testimony is sealed like the rest; what is published of it stands in clear, for as long as it is.
CREATE TABLE protected.testimony (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person       uuid NOT NULL REFERENCES protected.person,
  state        text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'withdrawn')),
  content      bytea NOT NULL,
  consent      uuid REFERENCES protected.consent,
  signature    text,
  body         localised NOT NULL DEFAULT '{}',
  language     text CHECK (language ~ '^[a-z]{2}$'), -- in which it was told
  country      text REFERENCES public.country,
  published_on date,
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT testimony_clear_only_while_published CHECK (CASE WHEN state = 'published' THEN num_nulls(consent, signature, language, published_on) = 0 AND body <> '{}'
    ELSE num_nonnulls(consent, signature, language, country, published_on) = 0 AND body = '{}' END)
);
CREATE INDEX testimony_person ON protected.testimony (person);
CREATE INDEX testimony_consent ON protected.testimony (consent);

CREATE FUNCTION protected.guard_testimony() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE c protected.consent; alias text; refused text;
BEGIN
  IF NEW.state <> 'published' THEN RETURN NEW; END IF;
  -- Held until the end of the transaction: a withdrawal at the same instant comes before or after, never between.
  SELECT * INTO c FROM protected.consent WHERE id = NEW.consent FOR SHARE;
  SELECT pseudonym INTO alias FROM protected.person WHERE id = NEW.person;
  refused := CASE
    WHEN c.id IS NULL OR c.person <> NEW.person THEN 'consent_missing'
    WHEN NOT protected.consent_in_force(c) THEN 'consent_in_force'
    WHEN NOT 'text' = ANY (c.scopes) THEN 'consent_scope'
    WHEN NEW.country IS NOT NULL AND NOT 'country' = ANY (c.scopes) THEN 'consent_scope_country'
    WHEN NEW.signature IS DISTINCT FROM alias AND NOT 'name' = ANY (c.scopes) THEN 'consent_scope_name' END;
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION 'a testimony is published by a consent in force alone' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = refused;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER testimony_by_consent BEFORE INSERT OR UPDATE ON protected.testimony FOR EACH ROW EXECUTE FUNCTION protected.guard_testimony();

CREATE FUNCTION protected.guard_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.person, NEW.scopes, NEW.given_on, NEW.valid_until, NEW.content) IS DISTINCT FROM (OLD.person, OLD.scopes, OLD.given_on, OLD.valid_until, OLD.content) THEN
    RAISE EXCEPTION 'a consent is withdrawn once, and not changed otherwise' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'consent_is_final';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_final BEFORE UPDATE ON protected.consent FOR EACH ROW EXECUTE FUNCTION protected.guard_consent();
-- A consent that ends takes what stood in clear by it with it.
CREATE FUNCTION protected.withdraw_testimonies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE protected.testimony SET state = 'withdrawn', consent = NULL, signature = NULL, body = '{}', language = NULL, country = NULL, published_on = NULL,
    version = version + 1 WHERE consent = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER consent_withdrawn AFTER UPDATE ON protected.consent FOR EACH ROW EXECUTE FUNCTION protected.withdraw_testimonies();

-- Papers: what a paper is called and holds is sealed.
CREATE TABLE protected.paper (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person     uuid NOT NULL REFERENCES protected.person,
  content    bytea NOT NULL,
  bytes      bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX paper_person ON protected.paper (person);

-- Each reading of a file: written before anything of it is opened, in the same transaction. "open" says why; what is read
-- in the quarter of an hour after follows it.
CREATE TABLE protected.reading (
  id          uuid PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  reader      text NOT NULL,
  reader_name text NOT NULL,
  person      uuid NOT NULL REFERENCES protected.person,
  what        text NOT NULL CHECK (what IN ('open', 'file', 'edit', 'paper', 'export')),
  reason      text NOT NULL CHECK (reason IN ('follow_up', 'residency', 'consent', 'safety', 'access_request', 'review', 'legal', 'other')),
  words       bytea, -- sealed
  follows     uuid REFERENCES protected.reading,
  CHECK ((what = 'open') = (follows IS NULL)),
  CHECK (what = 'open' OR words IS NULL)
);
CREATE INDEX reading_person ON protected.reading (person, at DESC);
CREATE INDEX reading_newest ON protected.reading (at DESC);

-- Who changed what when, without contents.
CREATE TABLE protected.change (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  by_id    text NOT NULL,
  by_name  text NOT NULL,
  person   uuid NOT NULL REFERENCES protected.person,
  about    text NOT NULL CHECK (about IN ('person', 'residency', 'consent', 'testimony', 'paper')),
  about_id uuid NOT NULL,
  act      text NOT NULL CHECK (act IN ('created', 'edited', 'moved', 'reviewed', 'withdrawn', 'published', 'unpublished', 'removed', 'erased')),
  state    text
);
CREATE INDEX change_person ON protected.change (person, at DESC);

-- Who was made a guardian, whichever way: the office, a link, a command, SQL.
CREATE TABLE protected.role_change (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  by_name   text,          -- where the office did it
  user_id   text NOT NULL,
  user_name text NOT NULL,
  act       text NOT NULL CHECK (act IN ('given', 'taken'))
);
CREATE TRIGGER reading_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON protected.reading FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON protected.change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER role_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON protected.role_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE auth."user" DROP CONSTRAINT user_role_check,
  ADD CONSTRAINT user_role_check CHECK (role IN ('administrator', 'officer', 'reader', 'finance', 'council', 'assessor', 'guardian', 'applicant'));
ALTER TABLE auth.invitation DROP CONSTRAINT invitation_role_check,
  ADD CONSTRAINT invitation_role_check CHECK (role IN ('administrator', 'officer', 'reader', 'finance', 'council', 'assessor', 'guardian', 'applicant'));

CREATE FUNCTION protected.note_guardian() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_guardian boolean := TG_OP <> 'DELETE' AND NEW.role = 'guardian';
        was_guardian boolean := TG_OP <> 'INSERT' AND OLD.role = 'guardian';
BEGIN
  IF now_guardian = was_guardian THEN RETURN NULL; END IF;
  INSERT INTO protected.role_change (by_name, user_id, user_name, act)
    VALUES (nullif(current_setting('ville_monde.by', true), ''), CASE WHEN now_guardian THEN NEW.id ELSE OLD.id END,
            CASE WHEN now_guardian THEN NEW.name ELSE OLD.name END, CASE WHEN now_guardian THEN 'given' ELSE 'taken' END);
  IF now_guardian THEN PERFORM graphile_worker.add_job('tell_guardians', json_build_object('user', NEW.id)); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER user_guardian AFTER INSERT OR UPDATE OF role OR DELETE ON auth."user" FOR EACH ROW EXECUTE FUNCTION protected.note_guardian();

-- Pages in memory are made anew. Nothing is said of whom.
CREATE FUNCTION protected.tell_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('content', 'testimony');
  RETURN NULL;
END $$;
CREATE TRIGGER testimony_content AFTER INSERT OR UPDATE OR DELETE ON protected.testimony FOR EACH STATEMENT EXECUTE FUNCTION protected.tell_content();
CREATE TRIGGER consent_content AFTER UPDATE ON protected.consent FOR EACH STATEMENT EXECUTE FUNCTION protected.tell_content();

-- Published as long as its consent holds, to the day.
CREATE VIEW published.testimony AS
  SELECT t.signature, t.body, t.language, t.country, t.published_on, c.valid_until, p.demo
  FROM protected.testimony t JOIN protected.consent c ON c.id = t.consent JOIN protected.person p ON p.id = t.person
  WHERE t.state = 'published' AND 'text' = ANY (c.scopes) AND protected.consent_in_force(c);

-- How many were received in each year that is over: NULL, where they are so few that the number would point at someone. No total: years could be taken from it.
CREATE VIEW published.residency_year AS
  SELECT y AS year, CASE WHEN count(*) >= 5 THEN count(*)::integer END AS hosted
  FROM protected.residency r JOIN protected.person p ON p.id = r.person AND NOT p.demo,
       generate_series(r.first_year, coalesce(r.last_year, extract(year FROM current_date)::integer)) y
  WHERE r.first_year IS NOT NULL AND y < extract(year FROM current_date) GROUP BY y;
