-- What the desk and the assessors work with: since when a file stands where it stands, who has it open, who has
-- declared what. Who has declared an interest in a file loses it at once, whoever writes.

ALTER TABLE application ADD COLUMN state_since timestamptz NOT NULL DEFAULT now();
CREATE FUNCTION date_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state THEN NEW.state_since := clock_timestamp(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_since BEFORE UPDATE OF state ON application FOR EACH ROW EXECUTE FUNCTION date_state();
CREATE INDEX application_waiting ON application (edition, state_since) WHERE state <> 'draft';
-- What a search among files looks in: number, title, name of the body, without accents.
ALTER TABLE application ADD COLUMN words text NOT NULL DEFAULT '';
CREATE FUNCTION collect_application_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.words := fold(coalesce(NEW.number, '') || ' ' || NEW.title || ' ' || coalesce((SELECT b.name FROM applicant b WHERE b.id = NEW.applicant), ''));
  RETURN NEW;
END $$;
-- After application_deadline, which gives the number.
CREATE TRIGGER application_words BEFORE INSERT OR UPDATE OF title, applicant, state ON application
  FOR EACH ROW EXECUTE FUNCTION collect_application_words();
CREATE FUNCTION rename_applicant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE application SET title = title WHERE applicant = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER applicant_renamed AFTER UPDATE OF name ON applicant FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION rename_applicant();
CREATE INDEX application_words ON application USING gin (words gin_trgm_ops);
CREATE INDEX applicant_name_words ON applicant USING gin (fold(name) gin_trgm_ops);
CREATE INDEX assignment_waiting ON assignment (application) INCLUDE (user_id);

-- "X opened this file 3 minutes ago": a courtesy between colleagues, never a lock.
CREATE TABLE application_opening (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  user_id     text NOT NULL,
  user_name   text NOT NULL,
  opened_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (application, user_id)
);

-- Before the first file of an edition, an assessor says with whom they have a link; the files follow one by one.
CREATE TABLE edition_declaration (
  edition     text NOT NULL REFERENCES edition,
  user_id     text NOT NULL,
  user_name   text NOT NULL,
  statement   text NOT NULL DEFAULT '',
  declared_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (edition, user_id)
);

-- An expert from outside who was asked by mail: an assessor of the edition as soon as the account exists.
CREATE TABLE assessor_invitation (
  edition    text NOT NULL REFERENCES edition,
  email      text NOT NULL CHECK (email = lower(email)),
  strand     text NOT NULL DEFAULT '',
  invited_by text NOT NULL,
  invited_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (edition, email, strand)
);

-- Neither assessor nor officer of a file in which they have declared an interest.
CREATE FUNCTION guard_interest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = NEW.application AND d.user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'who has declared an interest is not put on the file' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'assignment_interest';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assignment_interest BEFORE INSERT OR UPDATE ON assignment FOR EACH ROW EXECUTE FUNCTION guard_interest();
CREATE TRIGGER officer_interest BEFORE INSERT OR UPDATE ON application_officer FOR EACH ROW EXECUTE FUNCTION guard_interest();

-- What such a person had said of the file before counts no more (CGCT L2131-11: preparatory work is part of the decision).
CREATE FUNCTION step_aside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM opinion WHERE application = NEW.application AND user_id = NEW.user_id;
  DELETE FROM assignment WHERE application = NEW.application AND user_id = NEW.user_id;
  DELETE FROM application_officer WHERE application = NEW.application AND user_id = NEW.user_id;
  DELETE FROM application_opening WHERE application = NEW.application AND user_id = NEW.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER interest_steps_aside AFTER INSERT ON interest_declaration FOR EACH ROW EXECUTE FUNCTION step_aside();

-- An opinion is given once the file is there to be judged, by who was asked for it.
CREATE FUNCTION guard_opinion_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM application a WHERE a.id = NEW.application AND a.state = 'in_assessment') THEN
    RAISE EXCEPTION 'the file is not in assessment' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_state';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM assignment s WHERE s.application = NEW.application AND s.user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'the file is not assigned to this person' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_assigned';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opinion_time BEFORE INSERT OR UPDATE ON opinion FOR EACH ROW EXECUTE FUNCTION guard_opinion_time();

-- A member of the jury who left the room for a file, with or without an account.
CREATE TABLE jury_step_aside (
  jury        uuid NOT NULL REFERENCES jury ON DELETE CASCADE,
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  name        text NOT NULL CHECK (name <> ''),
  reason      text NOT NULL DEFAULT '',
  PRIMARY KEY (jury, application, name)
);
CREATE INDEX jury_edition ON jury (edition);
CREATE INDEX jury_decision_jury ON jury_decision (jury);

-- A closed jury says no more: its decisions change by a later meeting alone.
CREATE FUNCTION guard_jury_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM jury j JOIN application a ON a.edition = j.edition WHERE j.id = NEW.jury AND a.id = NEW.application AND j.state = 'planned') THEN
    RAISE EXCEPTION 'the jury is closed, or of another edition' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'jury_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER jury_decision_open BEFORE INSERT OR UPDATE ON jury_decision FOR EACH ROW EXECUTE FUNCTION guard_jury_open();
CREATE TRIGGER jury_step_aside_open BEFORE INSERT OR UPDATE ON jury_step_aside FOR EACH ROW EXECUTE FUNCTION guard_jury_open();
