-- The life of a grant: envelopes and their gauges, applications, assessment, deliberations, grants, payments, reports.
-- What must never break is here: ceilings, states, two persons, one vote. See docs/states.md for the tables of states.

-- ---------------------------------------------------------------------------------------------------------- the log

ALTER TABLE event DROP CONSTRAINT event_action_check;
ALTER TABLE event ADD CONSTRAINT event_action_check CHECK (action ~ '^[a-z_]{2,40}$');

-- What is never public wakes no cache of public pages.
CREATE OR REPLACE FUNCTION seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  -- One writer at a time from here to commit: the chain has no fork.
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
  SELECT id, hash INTO last FROM event ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, '\x00');
  NEW.hash := event_digest(NEW);
  IF NEW.kind <> ALL (ARRAY['applicant', 'application', 'assessment', 'jury', 'envelope', 'gauge']) THEN
    PERFORM pg_notify('content', NEW.kind || '/' || NEW.record);
  END IF;
  RETURN NEW;
END $$;

-- ------------------------------------------------------------------------------------------------------- the states

-- Which state may follow which: the same rows as the tables in src/funding/*/rules.ts (a test compares them).
CREATE TABLE state_move (
  subject text NOT NULL, from_state text NOT NULL, to_state text NOT NULL,
  PRIMARY KEY (subject, from_state, to_state)
);

CREATE FUNCTION guard_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM state_move m WHERE m.subject = TG_TABLE_NAME AND m.from_state = OLD.state AND m.to_state = NEW.state
  ) THEN
    RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'state_move';
  END IF;
  RETURN NEW;
END $$;

-- ---------------------------------------------------------------------------------------------- gauges and envelopes

-- The sources whose spending the law bounds to 1 % of the service's own revenue.
CREATE TABLE bounded_source (source text PRIMARY KEY, article text NOT NULL);
INSERT INTO bounded_source VALUES
  ('water', 'CGCT L1115-1-1'), ('sanitation', 'CGCT L1115-1-1'), ('energy', 'CGCT L1115-1-1'), ('waste', 'CGCT L1115-2');

CREATE TABLE gauge (
  year            integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  source          text NOT NULL REFERENCES bounded_source,
  revenue_cents   bigint NOT NULL CHECK (revenue_cents >= 0),
  revenue_basis   text NOT NULL CHECK (revenue_basis IN ('forecast', 'final')),
  cap_cents       bigint CHECK (cap_cents >= 0), -- what the city has set for itself, below the law
  limit_cents     bigint NOT NULL GENERATED ALWAYS AS (least(revenue_cents / 100, coalesce(cap_cents, revenue_cents / 100))) STORED,
  committed_cents bigint NOT NULL DEFAULT 0 CHECK (committed_cents >= 0),
  version         integer NOT NULL DEFAULT 1,
  PRIMARY KEY (year, source),
  CONSTRAINT gauge_limit CHECK (committed_cents <= limit_cents)
);

-- Fiscal year × programme × source. AE: what may be committed, over several years; CP: what may be paid in the year.
CREATE TABLE envelope (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  year            integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  programme       text NOT NULL REFERENCES programme,
  source          text NOT NULL,
  vocabulary      text NOT NULL GENERATED ALWAYS AS ('budget-source') STORED,
  currency        currency_code NOT NULL DEFAULT 'EUR',
  ae_cents        bigint NOT NULL DEFAULT 0,
  cp_cents        bigint NOT NULL DEFAULT 0,
  reserved_cents  bigint NOT NULL DEFAULT 0 CHECK (reserved_cents >= 0),  -- proposed by a jury
  voted_cents     bigint NOT NULL DEFAULT 0 CHECK (voted_cents >= 0),     -- voted, not yet committed
  committed_cents bigint NOT NULL DEFAULT 0 CHECK (committed_cents >= 0), -- by signed agreements
  scheduled_cents bigint NOT NULL DEFAULT 0 CHECK (scheduled_cents >= 0), -- tranches of committed grants that fall in this year
  paid_cents      bigint NOT NULL DEFAULT 0 CHECK (paid_cents >= 0),
  recovered_cents bigint NOT NULL DEFAULT 0 CHECK (recovered_cents >= 0),
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (year, programme, source),
  FOREIGN KEY (vocabulary, source) REFERENCES term,
  CONSTRAINT envelope_authorised CHECK (reserved_cents + voted_cents + committed_cents <= ae_cents),
  CONSTRAINT envelope_credits CHECK (scheduled_cents <= cp_cents),
  CONSTRAINT envelope_paid CHECK (paid_cents <= scheduled_cents),
  CONSTRAINT envelope_recovered CHECK (recovered_cents <= paid_cents)
);

-- Every cent that enters, moves or leaves: append-only. The columns of envelope and gauge are the sums of these rows.
CREATE TABLE movement (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  envelope   uuid NOT NULL REFERENCES envelope,
  account    text NOT NULL CHECK (account IN ('ae', 'cp', 'reserved', 'voted', 'committed', 'scheduled', 'paid', 'recovered')),
  cents      bigint NOT NULL CHECK (cents <> 0),
  about_kind text CHECK (about_kind IN ('application', 'grant', 'payment', 'recovery')),
  about_id   uuid,
  transfer   uuid, -- the two sides of a transfer between envelopes carry the same
  reason     text NOT NULL DEFAULT '',
  actor      text NOT NULL,
  actor_name text NOT NULL,
  CHECK ((about_kind IS NULL) = (about_id IS NULL)),
  CHECK (account NOT IN ('ae', 'cp') OR reason <> '')
);
CREATE INDEX movement_envelope ON movement (envelope, id);
CREATE INDEX movement_about ON movement (about_id);
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION post_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE e envelope;
BEGIN
  -- The row lock of this update is what makes the ceilings hold when fifty commit at once.
  PERFORM set_config('ville_monde.posting', 'on', true);
  UPDATE envelope SET
    ae_cents        = ae_cents        + CASE NEW.account WHEN 'ae'        THEN NEW.cents ELSE 0 END,
    cp_cents        = cp_cents        + CASE NEW.account WHEN 'cp'        THEN NEW.cents ELSE 0 END,
    reserved_cents  = reserved_cents  + CASE NEW.account WHEN 'reserved'  THEN NEW.cents ELSE 0 END,
    voted_cents     = voted_cents     + CASE NEW.account WHEN 'voted'     THEN NEW.cents ELSE 0 END,
    committed_cents = committed_cents + CASE NEW.account WHEN 'committed' THEN NEW.cents ELSE 0 END,
    scheduled_cents = scheduled_cents + CASE NEW.account WHEN 'scheduled' THEN NEW.cents ELSE 0 END,
    paid_cents      = paid_cents      + CASE NEW.account WHEN 'paid'      THEN NEW.cents ELSE 0 END,
    recovered_cents = recovered_cents + CASE NEW.account WHEN 'recovered' THEN NEW.cents ELSE 0 END
  WHERE id = NEW.envelope RETURNING * INTO e;
  IF NEW.account = 'scheduled' AND EXISTS (SELECT 1 FROM bounded_source b WHERE b.source = e.source) THEN
    UPDATE gauge SET committed_cents = committed_cents + NEW.cents WHERE year = e.year AND source = e.source;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the revenue of the service for % % is not entered', e.source, e.year
        USING ERRCODE = 'check_violation', CONSTRAINT = 'gauge_missing';
    END IF;
  END IF;
  PERFORM set_config('ville_monde.posting', 'off', true);
  RETURN NULL;
END $$;
CREATE TRIGGER movement_post AFTER INSERT ON movement FOR EACH ROW EXECUTE FUNCTION post_movement();

-- The sums change by movements and by nothing else.
CREATE FUNCTION sums_only_by_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('ville_monde.posting', true), 'off') <> 'on' THEN
    RAISE EXCEPTION 'the sums of an envelope change by movements alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER envelope_sums BEFORE UPDATE OF ae_cents, cp_cents, reserved_cents, voted_cents, committed_cents, scheduled_cents, paid_cents, recovered_cents
  ON envelope FOR EACH ROW EXECUTE FUNCTION sums_only_by_movement();
CREATE TRIGGER gauge_sums BEFORE UPDATE OF committed_cents ON gauge FOR EACH ROW EXECUTE FUNCTION sums_only_by_movement();
CREATE FUNCTION sums_start_at_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM jsonb_each_text(to_jsonb(NEW)) c
             WHERE c.key LIKE '%\_cents' AND c.key NOT IN ('revenue_cents', 'cap_cents', 'limit_cents') AND c.value <> '0') THEN
    RAISE EXCEPTION 'the sums of an envelope start at nothing' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER envelope_zero BEFORE INSERT ON envelope FOR EACH ROW EXECUTE FUNCTION sums_start_at_zero();
CREATE TRIGGER gauge_zero BEFORE INSERT ON gauge FOR EACH ROW EXECUTE FUNCTION sums_start_at_zero();

-- -------------------------------------------------------------------------------------------------------- applicants

-- A body that applies, as it describes itself; `organisation` is its record in the register once an officer has matched it.
CREATE TABLE applicant (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organisation   text UNIQUE REFERENCES organisation,
  name           text NOT NULL CHECK (name <> ''),
  legal_form     text NOT NULL CHECK (legal_form IN ('association_1901', 'association_1908', 'public_utility', 'foundation', 'cooperative', 'public_body', 'foreign', 'other')),
  siret          text UNIQUE CHECK (siret ~ '^\d{14}$'),
  rna            text UNIQUE CHECK (rna ~ '^W\d{9}$'),
  foreign_scheme text,
  foreign_id     text,
  no_identifier  text CHECK (no_identifier IN ('foreign', 'alsace_moselle', 'not_registered', 'unknown')),
  founded_on     date,
  country        text NOT NULL REFERENCES country,
  postal_code    text,
  profile        jsonb NOT NULL DEFAULT '{}', -- address, representative, people, accounts: src/funding/applicant/rules.ts
  version        integer NOT NULL DEFAULT 1,
  demo           boolean NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CHECK ((foreign_scheme IS NULL) = (foreign_id IS NULL)),
  CHECK (num_nonnulls(siret, rna, foreign_id, no_identifier) > 0),
  UNIQUE (foreign_scheme, foreign_id)
);

-- Only a representative (or who holds its mandate) submits and signs.
CREATE TABLE applicant_member (
  applicant uuid NOT NULL REFERENCES applicant ON DELETE CASCADE,
  user_id   text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  role      text NOT NULL CHECK (role IN ('representative', 'contributor')),
  since     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (applicant, user_id)
);
CREATE INDEX applicant_member_user ON applicant_member (user_id);

-- ------------------------------------------------------------------------------------------------------ applications

CREATE TABLE deliberation (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reference      text UNIQUE CHECK (reference <> ''), -- "2027 DGRI 12"
  title          text NOT NULL CHECK (title <> ''),
  statement      text NOT NULL DEFAULT '', -- exposé des motifs
  session_on     date,
  state          text NOT NULL DEFAULT 'draft',
  votes_for      integer CHECK (votes_for >= 0),
  votes_against  integer CHECK (votes_against >= 0),
  abstained      integer CHECK (abstained >= 0),
  not_voting     integer CHECK (not_voting >= 0),
  voted_on       date,
  transmitted_on date,
  published_on   date,
  -- CGCT L2131-1: executory once published and transmitted.
  executory_on   date GENERATED ALWAYS AS (CASE WHEN transmitted_on IS NOT NULL AND published_on IS NOT NULL THEN greatest(transmitted_on, published_on) END) STORED,
  document       text REFERENCES file,
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT deliberation_state CHECK (state IN ('draft', 'tabled', 'adopted', 'rejected', 'withdrawn')),
  CONSTRAINT deliberation_tabled CHECK (state IN ('draft', 'withdrawn') OR (reference IS NOT NULL AND session_on IS NOT NULL)),
  CONSTRAINT deliberation_voted CHECK (state NOT IN ('adopted', 'rejected')
    OR (voted_on IS NOT NULL AND num_nonnulls(votes_for, votes_against, abstained, not_voting) = 4)),
  CONSTRAINT deliberation_majority CHECK ((state <> 'adopted' OR votes_for > votes_against) AND (state <> 'rejected' OR votes_for <= votes_against)),
  CONSTRAINT deliberation_dates CHECK ((transmitted_on IS NULL AND published_on IS NULL) OR state = 'adopted'),
  CONSTRAINT deliberation_order CHECK (coalesce(transmitted_on, voted_on) >= voted_on AND coalesce(published_on, voted_on) >= voted_on)
);
CREATE TRIGGER deliberation_moves BEFORE UPDATE OF state ON deliberation FOR EACH ROW EXECUTE FUNCTION guard_state();

-- Members of the assembly who left the room (CGCT L2131-11).
CREATE TABLE deliberation_step_aside (
  deliberation uuid NOT NULL REFERENCES deliberation ON DELETE CASCADE,
  position     integer NOT NULL,
  name         text NOT NULL CHECK (name <> ''),
  reason       text NOT NULL DEFAULT '',
  PRIMARY KEY (deliberation, position)
);

CREATE TABLE application (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number          text UNIQUE, -- given at submission: SOLIDAE-2027-0012
  edition         text NOT NULL REFERENCES edition,
  edition_version integer NOT NULL, -- the rules under which it was made: the event of that version holds them
  applicant       uuid NOT NULL REFERENCES applicant,
  state           text NOT NULL DEFAULT 'draft',
  version         integer NOT NULL DEFAULT 1,
  content         jsonb NOT NULL DEFAULT '{}', -- src/funding/application/content.ts
  -- What lists read; written with the content.
  title           text NOT NULL DEFAULT '',
  countries       text[] NOT NULL DEFAULT '{}',
  asked_cents     bigint NOT NULL DEFAULT 0 CHECK (asked_cents >= 0),
  total_cents     bigint NOT NULL DEFAULT 0 CHECK (total_cents >= 0),
  currency        currency_code NOT NULL DEFAULT 'EUR',
  submitted_at    timestamptz, -- the instant at which the request reached us
  submitted_by    text,
  content_sha256  text CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
  receipt         text REFERENCES file,
  reason          text, -- of a refusal, a withdrawal, a lapse
  deliberation    uuid REFERENCES deliberation,
  started_from    uuid REFERENCES application ON DELETE SET NULL,
  demo            boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      text NOT NULL,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text NOT NULL,
  CONSTRAINT application_state CHECK (state IN ('draft', 'submitted', 'incomplete', 'admissible', 'subject_to_document', 'inadmissible',
    'in_assessment', 'proposed', 'reserve', 'rejected', 'in_deliberation', 'granted', 'refused', 'withdrawn', 'lapsed')),
  CONSTRAINT application_submitted CHECK (state IN ('draft') OR num_nonnulls(number, submitted_at, submitted_by, content_sha256) = 4),
  CONSTRAINT application_reason CHECK (state NOT IN ('inadmissible', 'lapsed') OR coalesce(reason, '') <> ''),
  CONSTRAINT application_deliberation CHECK (state NOT IN ('in_deliberation', 'granted', 'refused') OR deliberation IS NOT NULL)
);
CREATE INDEX application_edition ON application (edition, state, submitted_at);
CREATE INDEX application_applicant ON application (applicant);
CREATE INDEX application_deliberation ON application (deliberation);
CREATE TRIGGER application_moves BEFORE UPDATE OF state ON application FOR EACH ROW EXECUTE FUNCTION guard_state();

-- What is asked of each strand of the edition.
CREATE TABLE application_strand (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  strand      text NOT NULL,
  source      text NOT NULL,
  asked_cents bigint NOT NULL CHECK (asked_cents >= 0),
  PRIMARY KEY (application, strand)
);

-- The content at each act: submission, each complement. Kept apart from the log, as it must be deletable (GDPR).
CREATE TABLE application_snapshot (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  version     integer NOT NULL,
  reason      text NOT NULL CHECK (reason IN ('submission', 'complement')),
  content     jsonb NOT NULL,
  sha256      text NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  by_user     text NOT NULL,
  by_name     text NOT NULL,
  PRIMARY KEY (application, version)
);

-- The deadline, at the border that nobody walks round: the instant of arrival, never before two minutes ago, is
-- compared with the edition as it stands. Numbers are given in the order of submission.
CREATE FUNCTION guard_submission() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE e edition;
BEGIN
  IF OLD.state <> 'draft' OR NEW.state <> 'submitted' THEN RETURN NEW; END IF;
  -- One number after the other within an edition: advisory, so that a submission never blocks an officer's edit.
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.submission ' || NEW.edition));
  SELECT * INTO e FROM edition WHERE id = NEW.edition;
  IF NEW.submitted_at > clock_timestamp() OR NEW.submitted_at < clock_timestamp() - interval '2 minutes' THEN
    RAISE EXCEPTION 'the instant of submission is the server''s own' USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_instant';
  END IF;
  IF e.procedure = 'call' THEN
    IF e.status <> 'published' OR e.cancelled_on IS NOT NULL THEN
      RAISE EXCEPTION 'the call is not open' USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_closed';
    ELSIF NEW.submitted_at < e.opens_at::timestamptz THEN
      RAISE EXCEPTION 'the call opens at %', e.opens_at USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_early';
    ELSIF NEW.submitted_at > e.closes_at::timestamptz THEN
      RAISE EXCEPTION 'the call closed at %', e.closes_at USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_late';
    END IF;
  END IF;
  NEW.number := e.code || '-' || lpad((
    SELECT coalesce(max(substring(a.number FROM '(\d+)$')::integer), 0) + 1 FROM application a WHERE a.edition = NEW.edition AND a.number IS NOT NULL)::text, 4, '0');
  RETURN NEW;
END $$;
-- Runs before application_moves would (triggers go by name), and before the check of the number.
CREATE TRIGGER application_deadline BEFORE UPDATE OF state ON application FOR EACH ROW EXECUTE FUNCTION guard_submission();
CREATE INDEX application_number ON application (edition, number);

CREATE TABLE application_guest (
  application  uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  email        text NOT NULL,
  user_id      text REFERENCES auth."user" ON DELETE CASCADE,
  invited_by   text NOT NULL,
  invited_at   timestamptz NOT NULL DEFAULT now(),
  token_sha256 text UNIQUE,
  PRIMARY KEY (application, email)
);
CREATE INDEX application_guest_user ON application_guest (user_id);

-- A file sent for a requirement of the edition, or in answer to a request of pieces.
CREATE TABLE application_file (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  requirement text,
  piece       uuid,
  file        text NOT NULL REFERENCES file,
  name        text NOT NULL,
  sent_by     text NOT NULL,
  sent_at     timestamptz NOT NULL DEFAULT now(),
  verdict     text CHECK (verdict IN ('accepted', 'refused')),
  note        text NOT NULL DEFAULT '',
  checked_by  text,
  checked_at  timestamptz
);
CREATE INDEX application_file_application ON application_file (application);

-- A question of the desk and its answer; a piece asked for, and its deadline.
CREATE TABLE piece_request (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  requirement text,
  question    text NOT NULL CHECK (question <> ''),
  asked_by    text NOT NULL,
  asked_name  text NOT NULL,
  asked_at    timestamptz NOT NULL DEFAULT now(),
  due_at      timestamptz NOT NULL,
  answer      text,
  answered_by text,
  answered_at timestamptz,
  closed_at   timestamptz,
  reminded_at timestamptz,
  CHECK ((answered_at IS NULL) = (answer IS NULL))
);
CREATE INDEX piece_request_application ON piece_request (application);
CREATE INDEX piece_request_due ON piece_request (due_at) WHERE answered_at IS NULL AND closed_at IS NULL;
ALTER TABLE application_file ADD FOREIGN KEY (piece) REFERENCES piece_request ON DELETE SET NULL;

CREATE TABLE application_officer (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  position    smallint NOT NULL CHECK (position IN (1, 2)),
  user_id     text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  PRIMARY KEY (application, position),
  UNIQUE (application, user_id)
);
CREATE INDEX application_officer_user ON application_officer (user_id);

-- Admissibility and legality, item by item, dated and signed by who checked.
CREATE TABLE application_check (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  list        text NOT NULL CHECK (list IN ('admissibility', 'legality')),
  code        text NOT NULL,
  verdict     text NOT NULL CHECK (verdict IN ('yes', 'no', 'not_applicable')),
  note        text NOT NULL DEFAULT '',
  checked_by  text NOT NULL,
  checked_name text NOT NULL,
  checked_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (application, list, code)
);

-- Internal notes of the desk: never shown to the applicant.
CREATE TABLE application_note (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  note        text NOT NULL CHECK (note <> ''),
  by_user     text NOT NULL,
  by_name     text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX application_note_application ON application_note (application);

-- -------------------------------------------------------------------------------------------------------- assessment

CREATE TABLE edition_assessor (
  edition text NOT NULL REFERENCES edition,
  user_id text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  strand  text NOT NULL DEFAULT '', -- '': every strand
  PRIMARY KEY (edition, user_id, strand)
);
CREATE INDEX edition_assessor_user ON edition_assessor (user_id);

-- Who has declared an interest sees neither the file nor its scores (CGCT L2131-11; law 2013-907, art. 2). Never undone
-- by the person: only an administrator lifts it, and the log says so.
CREATE TABLE interest_declaration (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  user_id     text NOT NULL,
  user_name   text NOT NULL,
  reason      text NOT NULL CHECK (reason IN ('member', 'family', 'employment', 'mandate', 'financial', 'other')),
  note        text NOT NULL DEFAULT '',
  declared_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (application, user_id)
);
CREATE INDEX interest_declaration_user ON interest_declaration (user_id);

CREATE TABLE assignment (
  application uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  user_id     text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  assigned_by text NOT NULL,
  assigned_at timestamptz NOT NULL DEFAULT now(),
  reminded_at timestamptz,
  PRIMARY KEY (application, user_id)
);
CREATE INDEX assignment_user ON assignment (user_id);

CREATE TABLE opinion (
  application  uuid NOT NULL REFERENCES application ON DELETE CASCADE,
  user_id      text NOT NULL,
  user_name    text NOT NULL,
  scores       jsonb NOT NULL DEFAULT '{}', -- { criterion: { score, comment } }
  total        numeric(5, 2) CHECK (total BETWEEN 0 AND 100), -- weighted, of 100
  amount_cents bigint CHECK (amount_cents >= 0),
  comment      text NOT NULL DEFAULT '',
  state        text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'given')),
  given_at     timestamptz,
  version      integer NOT NULL DEFAULT 1,
  PRIMARY KEY (application, user_id),
  CHECK (state <> 'given' OR num_nonnulls(total, given_at) = 2)
);
CREATE INDEX opinion_user ON opinion (user_id);

CREATE FUNCTION guard_opinion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM interest_declaration d WHERE d.application = NEW.application AND d.user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'who has declared an interest gives no opinion' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'opinion_interest';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opinion_interest BEFORE INSERT OR UPDATE ON opinion FOR EACH ROW EXECUTE FUNCTION guard_opinion();

CREATE TABLE jury (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  edition    text NOT NULL REFERENCES edition,
  held_on    date NOT NULL,
  place      text NOT NULL DEFAULT '',
  state      text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'closed')),
  remarks    text NOT NULL DEFAULT '',
  minutes    text REFERENCES file,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (state <> 'closed' OR minutes IS NOT NULL)
);
CREATE TRIGGER jury_moves BEFORE UPDATE OF state ON jury FOR EACH ROW EXECUTE FUNCTION guard_state();
CREATE TABLE jury_member (
  jury     uuid NOT NULL REFERENCES jury ON DELETE CASCADE,
  position integer NOT NULL,
  name     text NOT NULL CHECK (name <> ''),
  quality  text NOT NULL DEFAULT '',
  user_id  text,
  present  boolean NOT NULL DEFAULT true,
  PRIMARY KEY (jury, position)
);

-- What the jury says of a file. The amounts are in proposal, by budget source, held against the envelope at once.
CREATE TABLE jury_decision (
  application uuid PRIMARY KEY REFERENCES application ON DELETE CASCADE,
  jury        uuid NOT NULL REFERENCES jury,
  rank        integer CHECK (rank > 0),
  decision    text NOT NULL CHECK (decision IN ('proposed', 'reserve', 'rejected')),
  comment     text NOT NULL DEFAULT '',
  decided_by  text NOT NULL,
  decided_at  timestamptz NOT NULL DEFAULT now(),
  CHECK (decision <> 'rejected' OR comment <> '')
);

CREATE TABLE proposal (
  application  uuid NOT NULL REFERENCES application,
  envelope     uuid NOT NULL REFERENCES envelope,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  by_user      text NOT NULL,
  by_name      text NOT NULL,
  PRIMARY KEY (application, envelope)
);
CREATE INDEX proposal_envelope ON proposal (envelope);

-- A proposal reserves what it proposes, and gives it back when it is changed or taken away. A grant keeps its proposal:
-- the vote moves the reservation to "voted" (see grant_source), and from then on the proposal is history.
CREATE FUNCTION reserve_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one proposal; asked bigint; total bigint; file_state text;
BEGIN
  one := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  SELECT a.state, a.asked_cents INTO file_state, asked FROM application a WHERE a.id = one.application FOR UPDATE;
  IF file_state IN ('granted', 'in_deliberation') THEN
    RAISE EXCEPTION 'a proposal put to the vote no longer changes' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'proposal_settled';
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO movement (envelope, account, cents, about_kind, about_id, actor, actor_name)
    VALUES (OLD.envelope, 'reserved', -OLD.amount_cents, 'application', OLD.application, one.by_user, one.by_name);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    SELECT coalesce(sum(p.amount_cents), 0) INTO total FROM proposal p WHERE p.application = NEW.application;
    IF total > asked THEN
      RAISE EXCEPTION 'more is proposed than was asked' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_asked';
    END IF;
    INSERT INTO movement (envelope, account, cents, about_kind, about_id, actor, actor_name)
    VALUES (NEW.envelope, 'reserved', NEW.amount_cents, 'application', NEW.application, NEW.by_user, NEW.by_name);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER proposal_reserves AFTER INSERT OR UPDATE OF envelope, amount_cents OR DELETE ON proposal FOR EACH ROW EXECUTE FUNCTION reserve_proposal();

-- ------------------------------------------------------------------------------------------------------------ grants

CREATE TABLE "grant" (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  number        text NOT NULL UNIQUE,
  application   uuid NOT NULL UNIQUE REFERENCES application,
  deliberation  uuid NOT NULL REFERENCES deliberation,
  edition       text NOT NULL REFERENCES edition,
  programme     text NOT NULL REFERENCES programme,
  organisation  text NOT NULL REFERENCES organisation,
  award         text NOT NULL UNIQUE REFERENCES award,   -- its public face
  project       text REFERENCES project,
  amount_cents  bigint NOT NULL CHECK (amount_cents > 0),
  currency      currency_code NOT NULL DEFAULT 'EUR',
  state         text NOT NULL DEFAULT 'voted',
  object        text NOT NULL CHECK (object <> ''),
  starts_on     date,
  ends_on       date,
  -- The dates of the five totals, apart from the vote's, which is the deliberation's.
  signed_on     date,
  notified_on   date,
  committed_on  date,
  closed_on     date,
  reason        text,
  demo          boolean NOT NULL DEFAULT false,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT grant_state CHECK (state IN ('voted', 'signed', 'committed', 'suspended', 'closed', 'cancelled', 'lapsed', 'withdrawn')),
  CONSTRAINT grant_reason CHECK (state NOT IN ('suspended', 'cancelled', 'lapsed', 'withdrawn') OR coalesce(reason, '') <> ''),
  CONSTRAINT grant_dates CHECK ((state NOT IN ('signed', 'committed', 'closed') OR signed_on IS NOT NULL) AND (state NOT IN ('committed', 'closed') OR committed_on IS NOT NULL)),
  CHECK (starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on)
);
CREATE INDEX grant_organisation ON "grant" (organisation);
CREATE INDEX grant_deliberation ON "grant" (deliberation);
CREATE INDEX grant_edition ON "grant" (edition);
CREATE TRIGGER grant_moves BEFORE UPDATE OF state ON "grant" FOR EACH ROW EXECUTE FUNCTION guard_state();

-- The authorisation (AE) that a grant uses, by envelope: what was voted.
CREATE TABLE grant_source (
  "grant"      uuid NOT NULL REFERENCES "grant",
  envelope     uuid NOT NULL REFERENCES envelope,
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  PRIMARY KEY ("grant", envelope)
);

-- The schedule: tranches per year and source, each against the credits (CP) of its year.
CREATE TABLE tranche (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "grant"      uuid NOT NULL REFERENCES "grant",
  position     integer NOT NULL,
  year         integer NOT NULL,
  source       text NOT NULL,
  condition    text NOT NULL CHECK (condition IN ('agreement', 'interim_report', 'final_report')),
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  envelope     uuid REFERENCES envelope, -- of that year, once committed
  scheduled    boolean NOT NULL DEFAULT false,
  UNIQUE ("grant", position) DEFERRABLE INITIALLY DEFERRED
);

-- A convention or an amendment to it (avenant), which replaces what it changes, with reasons.
CREATE TABLE convention (
  id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "grant"               uuid NOT NULL REFERENCES "grant",
  number                integer NOT NULL CHECK (number >= 0), -- 0: the convention; 1, 2…: amendments
  state                 text NOT NULL DEFAULT 'draft',
  reasons               text NOT NULL DEFAULT '',
  amount_cents          bigint NOT NULL CHECK (amount_cents >= 0),
  ends_on               date,
  terms                 jsonb NOT NULL DEFAULT '{}', -- what the document was made from
  document              text REFERENCES file,
  beneficiary_signed_on date, beneficiary_signatory text, beneficiary_evidence text, beneficiary_file text REFERENCES file,
  city_signed_on        date, city_signatory        text, city_evidence        text, city_file        text REFERENCES file,
  transmitted_on        date,
  version               integer NOT NULL DEFAULT 1,
  created_at            timestamptz NOT NULL DEFAULT now(),
  UNIQUE ("grant", number),
  CONSTRAINT convention_state CHECK (state IN ('draft', 'sent', 'signed', 'abandoned')),
  CONSTRAINT convention_reasons CHECK (number = 0 OR reasons <> ''),
  CONSTRAINT convention_signed CHECK (state <> 'signed' OR (
    num_nonnulls(beneficiary_signed_on, beneficiary_signatory, city_signed_on, city_signatory, document) = 5
    AND num_nonnulls(beneficiary_evidence, beneficiary_file) > 0 AND num_nonnulls(city_evidence, city_file) > 0))
);
CREATE UNIQUE INDEX convention_one_open ON convention ("grant") WHERE state IN ('draft', 'sent');
CREATE TRIGGER convention_moves BEFORE UPDATE OF state ON convention FOR EACH ROW EXECUTE FUNCTION guard_state();

CREATE TABLE report (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "grant"       uuid NOT NULL REFERENCES "grant",
  type          text NOT NULL CHECK (type IN ('interim', 'final', 'financial')),
  due_on        date NOT NULL,
  state         text NOT NULL DEFAULT 'expected',
  content       jsonb NOT NULL DEFAULT '{}', -- src/funding/report/rules.ts
  sent_at       timestamptz,
  sent_by       text,
  sent_name     text,
  certified_by  text,
  certified_name text,
  certified_at  timestamptz,
  decided_by    text,
  decided_at    timestamptz,
  note          text NOT NULL DEFAULT '',
  reminded_at   timestamptz,
  reminders     integer NOT NULL DEFAULT 0,
  version       integer NOT NULL DEFAULT 1,
  CONSTRAINT report_state CHECK (state IN ('expected', 'certifying', 'received', 'to_complete', 'accepted', 'waived')),
  CONSTRAINT report_two_persons CHECK (certified_by IS NULL OR certified_by <> sent_by),
  CONSTRAINT report_received CHECK (state NOT IN ('received', 'accepted') OR num_nonnulls(sent_at, sent_by, certified_by, certified_at) = 4),
  CONSTRAINT report_note CHECK (state NOT IN ('to_complete', 'waived') OR note <> '')
);
CREATE INDEX report_grant ON report ("grant");
CREATE INDEX report_due ON report (due_on) WHERE state IN ('expected', 'certifying', 'to_complete');
CREATE TRIGGER report_moves BEFORE UPDATE OF state ON report FOR EACH ROW EXECUTE FUNCTION guard_state();

CREATE TABLE report_file (
  id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  report  uuid NOT NULL REFERENCES report,
  file    text NOT NULL REFERENCES file,
  name    text NOT NULL,
  sent_by text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX report_file_report ON report_file (report);

CREATE TABLE payment (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "grant"        uuid NOT NULL REFERENCES "grant",
  tranche        uuid NOT NULL REFERENCES tranche,
  amount_cents   bigint NOT NULL CHECK (amount_cents > 0),
  state          text NOT NULL DEFAULT 'requested',
  requested_by   text NOT NULL, requested_name text NOT NULL, requested_at timestamptz NOT NULL DEFAULT now(),
  checked_by     text, checked_name text, checked_at timestamptz,
  ordered_by     text, ordered_name text, ordered_at timestamptz,
  order_number   text,
  paid_on        date,
  reason         text,
  version        integer NOT NULL DEFAULT 1,
  CONSTRAINT payment_state CHECK (state IN ('requested', 'checked', 'ordered', 'paid', 'rejected')),
  CONSTRAINT payment_checked CHECK (state NOT IN ('checked', 'ordered', 'paid') OR num_nonnulls(checked_by, checked_at) = 2),
  CONSTRAINT payment_ordered CHECK (state NOT IN ('ordered', 'paid') OR num_nonnulls(ordered_by, ordered_at, order_number) = 3),
  CONSTRAINT payment_two_persons CHECK (ordered_by IS NULL OR ordered_by <> checked_by),
  CONSTRAINT payment_paid CHECK ((state = 'paid') = (paid_on IS NOT NULL)),
  CONSTRAINT payment_reason CHECK (state <> 'rejected' OR coalesce(reason, '') <> '')
);
CREATE INDEX payment_grant ON payment ("grant");
CREATE INDEX payment_tranche ON payment (tranche);
CREATE UNIQUE INDEX payment_order_number ON payment (order_number) WHERE order_number IS NOT NULL AND state <> 'rejected';
CREATE TRIGGER payment_moves BEFORE UPDATE OF state ON payment FOR EACH ROW EXECUTE FUNCTION guard_state();

-- Money to give back: not used, or used for something else.
CREATE TABLE recovery (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "grant"      uuid NOT NULL REFERENCES "grant",
  envelope     uuid NOT NULL REFERENCES envelope,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  state        text NOT NULL DEFAULT 'ordered',
  reason       text NOT NULL CHECK (reason <> ''),
  ordered_on   date NOT NULL,
  ordered_by   text NOT NULL,
  received_on  date,
  received_by  text,
  version      integer NOT NULL DEFAULT 1,
  CONSTRAINT recovery_state CHECK (state IN ('ordered', 'received', 'cancelled')),
  CHECK ((state = 'received') = (received_on IS NOT NULL))
);
CREATE INDEX recovery_grant ON recovery ("grant");
CREATE TRIGGER recovery_moves BEFORE UPDATE OF state ON recovery FOR EACH ROW EXECUTE FUNCTION guard_state();

-- ------------------------------------------------------------------------------------ what the acts move, and refuse

-- No grant without the vote; no commitment without two signatures, an executory act and a schedule that adds up.
CREATE FUNCTION guard_grant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE d deliberation; scheduled bigint;
BEGIN
  SELECT * INTO d FROM deliberation WHERE id = NEW.deliberation;
  IF d.state <> 'adopted' THEN
    RAISE EXCEPTION 'a grant is voted' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grant_voted';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF NEW.state IN ('signed', 'committed') AND OLD.state <> NEW.state
     AND NOT EXISTS (SELECT 1 FROM convention c WHERE c."grant" = NEW.id AND c.number = 0 AND c.state = 'signed') THEN
    RAISE EXCEPTION 'the convention is not signed' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grant_signed';
  END IF;
  IF NEW.state = 'committed' AND OLD.state = 'signed' THEN
    IF d.executory_on IS NULL OR d.executory_on > NEW.committed_on THEN
      RAISE EXCEPTION 'the deliberation is not executory' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grant_executory';
    END IF;
    SELECT coalesce(sum(amount_cents), 0) INTO scheduled FROM tranche t WHERE t."grant" = NEW.id;
    IF scheduled <> NEW.amount_cents OR EXISTS (SELECT 1 FROM tranche t WHERE t."grant" = NEW.id AND NOT t.scheduled) THEN
      RAISE EXCEPTION 'the tranches do not add up to the grant' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grant_schedule';
    END IF;
  END IF;
  IF NEW.state = 'closed' AND OLD.state <> 'closed' THEN
    IF EXISTS (SELECT 1 FROM report r WHERE r."grant" = NEW.id AND r.state NOT IN ('accepted', 'waived'))
       OR EXISTS (SELECT 1 FROM payment p WHERE p."grant" = NEW.id AND p.state IN ('requested', 'checked', 'ordered'))
       OR EXISTS (SELECT 1 FROM recovery v WHERE v."grant" = NEW.id AND v.state = 'ordered') THEN
      RAISE EXCEPTION 'a report, a payment or a recovery is still open' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grant_settled';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_guard BEFORE INSERT OR UPDATE ON "grant" FOR EACH ROW EXECUTE FUNCTION guard_grant();

-- The sources add up to the grant, the tranches of each source to the source: at the end of each transaction.
CREATE FUNCTION grant_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE g "grant"; sources bigint; tranches bigint; key uuid;
BEGIN
  key := (CASE WHEN TG_TABLE_NAME = 'grant' THEN to_jsonb(NEW) ->> 'id' ELSE coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'grant' END)::uuid;
  SELECT * INTO g FROM "grant" WHERE id = key;
  SELECT coalesce(sum(amount_cents), 0) INTO sources FROM grant_source s WHERE s."grant" = key;
  SELECT coalesce(sum(amount_cents), 0) INTO tranches FROM tranche t WHERE t."grant" = key;
  IF sources <> g.amount_cents OR tranches <> g.amount_cents OR EXISTS (
    SELECT 1 FROM (SELECT e.source, sum(s.amount_cents) cents FROM grant_source s JOIN envelope e ON e.id = s.envelope WHERE s."grant" = key GROUP BY 1) s
    FULL JOIN (SELECT t.source, sum(t.amount_cents) cents FROM tranche t WHERE t."grant" = key GROUP BY 1) t USING (source)
    WHERE coalesce(s.cents, 0) <> coalesce(t.cents, 0)
  ) THEN
    RAISE EXCEPTION 'the tranches do not add up to the grant' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grant_schedule';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER grant_adds_up AFTER INSERT OR UPDATE ON "grant" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grant_adds_up();
CREATE CONSTRAINT TRIGGER grant_adds_up AFTER INSERT OR UPDATE OR DELETE ON grant_source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grant_adds_up();
CREATE CONSTRAINT TRIGGER grant_adds_up AFTER INSERT OR UPDATE OR DELETE ON tranche DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION grant_adds_up();

-- A tranche is paid once, after its condition, of a signed and committed grant; what is paid is moved as it is paid.
CREATE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t tranche; g "grant"; asked bigint;
BEGIN
  SELECT * INTO g FROM "grant" WHERE id = NEW."grant" FOR UPDATE;
  SELECT * INTO t FROM tranche WHERE id = NEW.tranche FOR UPDATE;
  IF t."grant" <> NEW."grant" OR (TG_OP = 'UPDATE' AND (NEW.tranche <> OLD.tranche OR NEW."grant" <> OLD."grant" OR NEW.amount_cents <> OLD.amount_cents)) THEN
    RAISE EXCEPTION 'a payment is of one tranche of its grant' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_tranche';
  END IF;
  IF NEW.state <> 'rejected' THEN
    IF g.state <> 'committed' THEN
      RAISE EXCEPTION 'a grant is paid once signed and committed' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_committed';
    END IF;
    SELECT coalesce(sum(p.amount_cents), 0) INTO asked FROM payment p WHERE p.tranche = NEW.tranche AND p.state <> 'rejected' AND p.id <> NEW.id;
    IF asked + NEW.amount_cents > t.amount_cents THEN
      RAISE EXCEPTION 'more than the tranche' USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_amount';
    END IF;
    IF NEW.state IN ('checked', 'ordered', 'paid') AND (
      (t.condition = 'interim_report' AND NOT EXISTS (SELECT 1 FROM report r WHERE r."grant" = g.id AND r.type IN ('interim', 'final') AND r.state = 'accepted'))
      OR (t.condition = 'final_report' AND (NOT EXISTS (SELECT 1 FROM report r WHERE r."grant" = g.id AND r.type = 'final' AND r.state = 'accepted')
          OR EXISTS (SELECT 1 FROM report r WHERE r."grant" = g.id AND r.state NOT IN ('accepted', 'waived'))))) THEN
      RAISE EXCEPTION 'the report that this tranche waits for is not accepted' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_condition';
    END IF;
  END IF;
  IF NEW.state = 'paid' AND (TG_OP = 'INSERT' OR OLD.state <> 'paid') THEN
    INSERT INTO movement (envelope, account, cents, about_kind, about_id, actor, actor_name)
    VALUES (t.envelope, 'paid', NEW.amount_cents, 'payment', NEW.id, NEW.ordered_by, NEW.ordered_name);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_guard BEFORE INSERT OR UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment();

-- No more comes back than went out.
CREATE FUNCTION guard_recovery() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE paid bigint; asked bigint;
BEGIN
  PERFORM 1 FROM "grant" WHERE id = NEW."grant" FOR UPDATE;
  SELECT coalesce(sum(p.amount_cents), 0) INTO paid FROM payment p JOIN tranche t ON t.id = p.tranche
    WHERE p."grant" = NEW."grant" AND p.state = 'paid' AND t.envelope = NEW.envelope;
  SELECT coalesce(sum(v.amount_cents), 0) INTO asked FROM recovery v WHERE v."grant" = NEW."grant" AND v.envelope = NEW.envelope AND v.state <> 'cancelled' AND v.id <> NEW.id;
  IF NEW.state <> 'cancelled' AND asked + NEW.amount_cents > paid THEN
    RAISE EXCEPTION 'more than was paid' USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_amount';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.amount_cents <> OLD.amount_cents THEN
    RAISE EXCEPTION 'the amount of a recovery does not change: cancel it and order another' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'recovery_amount';
  END IF;
  IF NEW.state = 'received' AND (TG_OP = 'INSERT' OR OLD.state <> 'received') THEN
    INSERT INTO movement (envelope, account, cents, about_kind, about_id, actor, actor_name)
    VALUES (NEW.envelope, 'recovered', NEW.amount_cents, 'recovery', NEW.id, NEW.received_by, NEW.received_by);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_guard BEFORE INSERT OR UPDATE ON recovery FOR EACH ROW EXECUTE FUNCTION guard_recovery();

-- A report of a grant that is late stops a new application of the same body (Cerfa 15059: before any new request).
CREATE FUNCTION late_reports(of_applicant uuid, on_day date) RETURNS TABLE ("grant" uuid, report uuid, type text, due_on date)
  LANGUAGE sql STABLE AS $$
  SELECT g.id, r.id, r.type, r.due_on FROM report r JOIN "grant" g ON g.id = r."grant" JOIN application a ON a.id = g.application
  WHERE a.applicant = of_applicant AND r.state IN ('expected', 'certifying', 'to_complete') AND r.due_on < on_day
    AND g.state NOT IN ('cancelled', 'lapsed')
  ORDER BY r.due_on $$;

CREATE FUNCTION guard_late_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' AND NEW.state = 'submitted' AND EXISTS (SELECT 1 FROM late_reports(NEW.applicant, NEW.submitted_at::date)) THEN
    RAISE EXCEPTION 'a report of an earlier grant is late' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'submission_late_report';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_reports BEFORE UPDATE OF state ON application FOR EACH ROW EXECUTE FUNCTION guard_late_reports();

-- --------------------------------------------------------------------------------------------------- what is public

-- The public side of a grant, beside its award: the dates and the totals. Nothing before the vote, nothing of a person.
CREATE VIEW published."grant" AS
  SELECT g.id, g.number, g.award, g.project, g.organisation, g.programme, g.edition, g.amount_cents, g.currency, g.state,
         a.submitted_at::date AS submitted_on, d.reference AS deliberation, d.voted_on, d.executory_on, d.transmitted_on, g.signed_on, g.committed_on, g.closed_on,
         g.starts_on, g.ends_on, a.asked_cents, a.total_cents,
         (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM public.payment p WHERE p."grant" = g.id AND p.state = 'paid') AS paid_cents,
         (SELECT min(p.paid_on) FROM public.payment p WHERE p."grant" = g.id AND p.state = 'paid') AS first_paid_on,
         (SELECT coalesce(sum(v.amount_cents), 0)::bigint FROM public.recovery v WHERE v."grant" = g.id AND v.state = 'received') AS recovered_cents,
         (SELECT count(*)::integer FROM public.report r WHERE r."grant" = g.id AND r.state <> 'waived') AS reports_due,
         (SELECT count(*)::integer FROM public.report r WHERE r."grant" = g.id AND r.state = 'accepted') AS reports_accepted
  FROM public."grant" g JOIN public.deliberation d ON d.id = g.deliberation AND d.state = 'adopted'
  JOIN public.application a ON a.id = g.application
  JOIN published.award w ON w.id = g.award;
CREATE VIEW published.payment AS
  SELECT p.id, p."grant", g.award, t.year, t.source, p.amount_cents, p.paid_on
  FROM public.payment p JOIN public.tranche t ON t.id = p.tranche JOIN published."grant" g ON g.id = p."grant" WHERE p.state = 'paid';
CREATE VIEW published.recovery AS
  SELECT v.id, v."grant", g.award, v.amount_cents, v.received_on
  FROM public.recovery v JOIN published."grant" g ON g.id = v."grant" WHERE v.state = 'received';
CREATE VIEW published.tranche AS
  SELECT t.id, t."grant", g.award, t.position, t.year, t.source, t.condition, t.amount_cents FROM public.tranche t JOIN published."grant" g ON g.id = t."grant";
CREATE VIEW published.convention AS
  SELECT c.id, c."grant", g.award, c.number, c.amount_cents, c.ends_on, greatest(c.beneficiary_signed_on, c.city_signed_on) AS signed_on, c.transmitted_on
  FROM public.convention c JOIN published."grant" g ON g.id = c."grant" WHERE c.state = 'signed';

INSERT INTO state_move (subject, from_state, to_state) VALUES
  ('application', 'draft', 'submitted'),
  ('application', 'submitted', 'incomplete'),
  ('application', 'submitted', 'admissible'),
  ('application', 'submitted', 'subject_to_document'),
  ('application', 'submitted', 'inadmissible'),
  ('application', 'submitted', 'withdrawn'),
  ('application', 'incomplete', 'submitted'),
  ('application', 'incomplete', 'lapsed'),
  ('application', 'incomplete', 'inadmissible'),
  ('application', 'incomplete', 'withdrawn'),
  ('application', 'admissible', 'in_assessment'),
  ('application', 'admissible', 'submitted'),
  ('application', 'admissible', 'withdrawn'),
  ('application', 'subject_to_document', 'admissible'),
  ('application', 'subject_to_document', 'in_assessment'),
  ('application', 'subject_to_document', 'inadmissible'),
  ('application', 'subject_to_document', 'withdrawn'),
  ('application', 'inadmissible', 'submitted'),
  ('application', 'in_assessment', 'proposed'),
  ('application', 'in_assessment', 'reserve'),
  ('application', 'in_assessment', 'rejected'),
  ('application', 'in_assessment', 'withdrawn'),
  ('application', 'proposed', 'reserve'),
  ('application', 'proposed', 'rejected'),
  ('application', 'proposed', 'in_assessment'),
  ('application', 'proposed', 'in_deliberation'),
  ('application', 'proposed', 'withdrawn'),
  ('application', 'reserve', 'proposed'),
  ('application', 'reserve', 'rejected'),
  ('application', 'reserve', 'in_assessment'),
  ('application', 'reserve', 'withdrawn'),
  ('application', 'rejected', 'in_assessment'),
  ('application', 'in_deliberation', 'granted'),
  ('application', 'in_deliberation', 'refused'),
  ('application', 'in_deliberation', 'proposed'),
  ('application', 'in_deliberation', 'withdrawn'),
  ('jury', 'planned', 'closed'),
  ('deliberation', 'draft', 'tabled'),
  ('deliberation', 'draft', 'withdrawn'),
  ('deliberation', 'tabled', 'adopted'),
  ('deliberation', 'tabled', 'rejected'),
  ('deliberation', 'tabled', 'draft'),
  ('grant', 'voted', 'signed'),
  ('grant', 'voted', 'lapsed'),
  ('grant', 'voted', 'cancelled'),
  ('grant', 'signed', 'committed'),
  ('grant', 'signed', 'cancelled'),
  ('grant', 'committed', 'suspended'),
  ('grant', 'committed', 'closed'),
  ('grant', 'committed', 'withdrawn'),
  ('grant', 'suspended', 'committed'),
  ('grant', 'suspended', 'withdrawn'),
  ('convention', 'draft', 'sent'),
  ('convention', 'draft', 'abandoned'),
  ('convention', 'sent', 'signed'),
  ('convention', 'sent', 'abandoned'),
  ('payment', 'requested', 'checked'),
  ('payment', 'requested', 'rejected'),
  ('payment', 'checked', 'ordered'),
  ('payment', 'checked', 'rejected'),
  ('payment', 'ordered', 'paid'),
  ('payment', 'ordered', 'rejected'),
  ('recovery', 'ordered', 'received'),
  ('recovery', 'ordered', 'cancelled'),
  ('report', 'expected', 'certifying'),
  ('report', 'expected', 'waived'),
  ('report', 'certifying', 'received'),
  ('report', 'certifying', 'expected'),
  ('report', 'certifying', 'waived'),
  ('report', 'received', 'accepted'),
  ('report', 'received', 'to_complete'),
  ('report', 'to_complete', 'certifying'),
  ('report', 'to_complete', 'waived');
