-- Stories: what residents remember, told to a project that gathers them. A person's words: shown by consent alone, as long
-- as it stands. The words are never overwritten, and are erased thirty days after they were taken back.

-- A project that gathers stories. Addresses of mail go `contact_months` after what was decided.
CREATE TABLE story_collection (
  project        text PRIMARY KEY REFERENCES project,
  open           boolean NOT NULL DEFAULT true,
  contact_months integer NOT NULL DEFAULT 6 CHECK (contact_months BETWEEN 1 AND 24)
);

-- A link by which the people of one partner city send in what they gathered, and see that alone. Only its digest is kept.
CREATE TABLE story_collector (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  project      text NOT NULL REFERENCES story_collection,
  partner      text NOT NULL REFERENCES partner,
  label        text NOT NULL CHECK (label <> ''),
  token_sha256 text NOT NULL UNIQUE CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
  created_by   text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz
);

CREATE TABLE story (
  id                  record_id PRIMARY KEY,
  project             text NOT NULL REFERENCES story_collection,
  partner             text REFERENCES partner,      -- the city it is of, where it is one of the partners
  collector           uuid REFERENCES story_collector,
  form                uuid NOT NULL UNIQUE,         -- the form that was sent: twice makes one story
  token_sha256        text NOT NULL UNIQUE CHECK (token_sha256 ~ '^[0-9a-f]{64}$'), -- of the teller's own link
  locale              text NOT NULL,                -- in which the teller is written to
  state               text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'in_moderation', 'accepted', 'published', 'refused', 'withdrawn')),
  nature              text NOT NULL CHECK (nature IN ('memory', 'reaction', 'teaching')),
  contributor         text CHECK (contributor IN ('resident', 'pupil', 'teacher', 'social_worker', 'association', 'historian', 'anthropologist', 'councillor', 'other')),
  name_kind           text NOT NULL CHECK (name_kind IN ('first_name', 'pseudonym', 'none')),
  display_name        text CHECK (display_name <> ''),
  age_band            text NOT NULL CHECK (age_band IN ('15_17', '18_29', '30_49', '50_69', '70_plus', 'adult')), -- nobody under fifteen
  neighbourhood       text,
  themes              text[] NOT NULL DEFAULT '{}',
  year_from           integer CHECK (year_from BETWEEN 1900 AND 2200),
  year_to             integer CHECK (year_to BETWEEN 1900 AND 2200),
  picture             text REFERENCES file,
  picture_alt         text,
  picture_credit      text,
  picture_checked     boolean NOT NULL DEFAULT false,
  scopes              text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ '{site,panels,schools,press,data}'),
  consent_version     text NOT NULL,
  consented_at        timestamptz NOT NULL DEFAULT now(),
  guardian_checked_by text,
  guardian_checked_at timestamptz,
  accepted_by         text,
  published_by        text,
  published_at        timestamptz,
  decided_at          timestamptz,
  reason              text,
  demo                boolean NOT NULL DEFAULT false,
  version             integer NOT NULL DEFAULT 1,
  received_at         timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  withdrawn_at        timestamptz,
  erased_at           timestamptz,
  CHECK (year_from IS NULL OR year_to IS NULL OR year_from <= year_to),
  CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
  CHECK (picture IS NULL OR picture_alt IS NOT NULL),
  CONSTRAINT story_refused_says_why CHECK (state <> 'refused' OR reason IS NOT NULL OR erased_at IS NOT NULL),
  CONSTRAINT story_shown_by_consent CHECK (state <> 'published' OR ('site' = ANY (scopes) AND published_by IS NOT NULL AND published_at IS NOT NULL)),
  CONSTRAINT story_erased_once_over CHECK (erased_at IS NULL OR state IN ('withdrawn', 'refused')),
  -- Minors: a guardian who was asked, a second person, no full name, no picture.
  CONSTRAINT story_minor_guardian CHECK (age_band <> '15_17' OR state NOT IN ('accepted', 'published') OR guardian_checked_at IS NOT NULL),
  CONSTRAINT story_minor_two_persons CHECK (age_band <> '15_17' OR state <> 'published' OR (accepted_by IS NOT NULL AND accepted_by <> published_by)),
  CONSTRAINT story_minor_name CHECK (age_band <> '15_17' OR display_name !~ '\s'),
  CONSTRAINT story_minor_picture CHECK (age_band <> '15_17' OR picture IS NULL)
);
CREATE INDEX story_state ON story (state, received_at);
CREATE INDEX story_collector_stories ON story (collector);
SELECT check_codes('story', 'themes', 'story-theme');

-- Which state may follow which: the same rows as src/register/story/states.ts (a test compares them).
CREATE TABLE story_move (from_state text NOT NULL, to_state text NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO story_move VALUES
  ('received', 'in_moderation'), ('received', 'withdrawn'),
  ('in_moderation', 'accepted'), ('in_moderation', 'refused'), ('in_moderation', 'received'), ('in_moderation', 'withdrawn'),
  ('accepted', 'published'), ('accepted', 'in_moderation'), ('accepted', 'received'), ('accepted', 'withdrawn'),
  ('published', 'in_moderation'), ('published', 'received'), ('published', 'withdrawn'),
  ('refused', 'in_moderation'), ('refused', 'withdrawn');
CREATE FUNCTION guard_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (SELECT FROM story_move m WHERE m.from_state = OLD.state AND m.to_state = NEW.state) THEN
    RAISE EXCEPTION 'a story cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'story_state';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER story_state BEFORE UPDATE ON story FOR EACH ROW EXECUTE FUNCTION guard_story();

-- Every wording, in the order in which it was made. What was told is the last original or correction; a shorter wording
-- or a translation that is older than it no longer holds.
CREATE TABLE story_text (
  story    text NOT NULL REFERENCES story,
  position integer NOT NULL,
  role     text NOT NULL CHECK (role IN ('original', 'correction', 'shortened', 'translation')),
  language text NOT NULL CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' AND length(language) <= 35), -- BCP 47
  title    text CHECK (length(title) <= 200),
  words    text NOT NULL CHECK (words <> '' AND length(words) <= 20000),
  author   text,                                   -- who translated or shortened it
  machine  boolean NOT NULL DEFAULT false,         -- made by a machine, read again by the author
  made_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (story, position)
);
CREATE UNIQUE INDEX story_text_original ON story_text (story) WHERE role = 'original';
CREATE FUNCTION keep_wordings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM story s WHERE s.id = OLD.story AND s.erased_at IS NOT NULL) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'a wording is kept until its story is erased' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'story_text_kept';
END $$;
CREATE TRIGGER story_text_kept BEFORE UPDATE OR DELETE ON story_text FOR EACH ROW EXECUTE FUNCTION keep_wordings();

-- What was consented to, when, by which text of consent: each change is a row. No name stands here.
CREATE TABLE story_consent (
  story    text NOT NULL REFERENCES story,
  position integer NOT NULL,
  given_by text NOT NULL CHECK (given_by IN ('teller', 'guardian', 'collector')),
  scopes   text[] NOT NULL,                        -- none: taken back
  version  text NOT NULL,
  evidence text,                                   -- a collector's: where the signed form is kept; erased with the story
  given_on date NOT NULL DEFAULT CURRENT_DATE,
  made_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (story, position)
);

-- How to reach the teller, and a minor's guardian: apart from the story, shown to the desk alone, and not for long.
CREATE TABLE story_contact (
  story            text PRIMARY KEY REFERENCES story,
  email            text CHECK (email ~ '^[^\s<>,;"]+@[^\s<>,;"]+$'),
  guardian_name    text,
  guardian_contact text,
  CHECK (num_nonnulls(email, guardian_name) > 0),
  CHECK ((guardian_name IS NULL) = (guardian_contact IS NULL))
);

-- Pictures that came with a form, until a story shows them.
CREATE TABLE story_upload (sha256 text PRIMARY KEY REFERENCES file, at timestamptz NOT NULL DEFAULT now());

-- What the site shows. Of a minor: neither age nor neighbourhood.
CREATE VIEW published.story_shown AS
  SELECT s.id, s.project, CASE WHEN p.status = 'published' THEN s.partner END AS partner, s.nature, s.contributor, s.name_kind, s.display_name,
         CASE WHEN s.age_band NOT IN ('15_17', 'adult') THEN s.age_band END AS age_band,
         CASE WHEN s.age_band <> '15_17' THEN s.neighbourhood END AS neighbourhood,
         s.themes, s.year_from, s.year_to, s.scopes,
         CASE WHEN s.picture_checked THEN s.picture END AS picture, s.picture_alt, s.picture_credit,
         t.language, t.title, t.words, t.role = 'shortened' AS shortened, t.told, s.demo, s.version, s.published_at, s.updated_at
  FROM public.story s
  JOIN public.project j ON j.id = s.project AND j.status = 'published'
  LEFT JOIN public.partner p ON p.id = s.partner
  CROSS JOIN LATERAL (
    SELECT w.*, (SELECT max(o.position) FROM public.story_text o WHERE o.story = s.id AND o.role IN ('original', 'correction')) AS told
    FROM public.story_text w WHERE w.story = s.id AND w.role <> 'translation' ORDER BY w.position DESC LIMIT 1) t
  WHERE s.state = 'published' AND 'site' = ANY (s.scopes);
CREATE VIEW published.story_translation AS
  SELECT DISTINCT ON (t.story, t.language) t.story, t.position, t.language, t.title, t.words, t.author, t.machine
  FROM public.story_text t JOIN published.story_shown s ON s.id = t.story
  WHERE t.role = 'translation' AND t.position > s.told ORDER BY t.story, t.language, t.position DESC;
CREATE VIEW published.story_picture AS
  SELECT f.sha256, f.name, f.media_type, f.width, f.height FROM public.file f JOIN published.story_shown s ON s.picture = f.sha256;
-- What may be reused as open data: those whose tellers said so, without their pictures.
CREATE VIEW published.story AS
  SELECT id, project, partner, nature, contributor, display_name, age_band, neighbourhood, themes, year_from, year_to, language, title, words, shortened,
         demo, version, published_at, updated_at
  FROM published.story_shown WHERE 'data' = ANY (scopes);
CREATE VIEW published.story_collection AS
  SELECT c.project FROM public.story_collection c JOIN public.project j ON j.id = c.project AND j.status = 'published' WHERE c.open;
