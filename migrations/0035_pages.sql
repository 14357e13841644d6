-- Editorial pages, made of blocks, and the proposals by which they change: written, reviewed by someone else, published at an hour.

CREATE TABLE page (
  LIKE record_base INCLUDING ALL,
  source         text REFERENCES source,
  section        text NOT NULL,                 -- a term of the vocabulary page-section
  service        localised NOT NULL DEFAULT '{}', -- who answers for what it says
  reviewed_on    partial_date,
  review_months  integer CHECK (review_months BETWEEN 1 AND 120), -- after which it is out of date unless read again
  priorities     text[] NOT NULL DEFAULT '{}',
  themes         text[] NOT NULL DEFAULT '{}',
  sectors        text[] NOT NULL DEFAULT '{}',
  reference_texts text[] NOT NULL DEFAULT '{}',
  CONSTRAINT page_reviewed_before_it_ages CHECK (review_months IS NULL OR reviewed_on IS NOT NULL)
);

-- What it says that a day will make untrue.
CREATE TABLE page_expiry (
  page text NOT NULL REFERENCES page, position integer NOT NULL,
  expires_on partial_date NOT NULL CHECK (expires_on IS NOT NULL), reason localised NOT NULL CHECK (reason <> '{}'),
  PRIMARY KEY (page, position)
);
CREATE TABLE page_link (
  page text NOT NULL REFERENCES page, position integer NOT NULL,
  programme text REFERENCES programme, network text REFERENCES network, partner text REFERENCES partner,
  organisation text REFERENCES organisation, project text REFERENCES project,
  PRIMARY KEY (page, position),
  CHECK (num_nonnulls(programme, network, partner, organisation, project) = 1)
);
CREATE INDEX page_link_programme ON page_link (programme);
CREATE INDEX page_link_network ON page_link (network);
CREATE INDEX page_link_partner ON page_link (partner);
CREATE INDEX page_link_organisation ON page_link (organisation);
CREATE INDEX page_link_project ON page_link (project);
CREATE TABLE page_block (
  page text NOT NULL REFERENCES page, position integer NOT NULL,
  type     text NOT NULL CHECK (type IN ('heading', 'text', 'quote', 'media', 'figure', 'series', 'map', 'table', 'records', 'details', 'embed', 'document')),
  title    localised NOT NULL DEFAULT '{}',
  text     localised NOT NULL DEFAULT '{}',
  who      localised NOT NULL DEFAULT '{}',
  source   text REFERENCES source,
  locator  text,
  media    text REFERENCES media,
  figure   text REFERENCES figure,
  series   text,
  document text REFERENCES document,
  kind     text,                                 -- of the records listed
  ids      text[] NOT NULL DEFAULT '{}',         -- of those records, in this order
  query    text,                                 -- or: the address of the list, of the map
  url      text CHECK (url ~ '^https://'),
  PRIMARY KEY (page, position)
);
CREATE INDEX page_block_media ON page_block (media);
CREATE INDEX page_block_figure ON page_block (figure);
CREATE INDEX page_block_document ON page_block (document);
-- What changed, for those who read: not every version says something new to them.
CREATE TABLE page_change (
  page text NOT NULL REFERENCES page, position integer NOT NULL,
  changed_on partial_date NOT NULL CHECK (changed_on IS NOT NULL), note localised NOT NULL CHECK (note <> '{}'),
  PRIMARY KEY (page, position)
);

SELECT check_codes('page', 'priorities', 'priority', 'themes', 'theme', 'sectors', 'exchange-sector', 'reference_texts', 'reference-text');
SELECT make_published_view('page');
SELECT make_published_view(t) FROM unnest(ARRAY['page_expiry', 'page_link', 'page_block', 'page_change']) t;
SELECT collect_references('page');
SELECT make_publication_checks();

-- A working copy of a page. What is public changes at once and whole, when one that somebody else approved is published.
CREATE TABLE page_proposal (
  id           uuid PRIMARY KEY,
  page         text NOT NULL REFERENCES page,
  base_version integer NOT NULL CHECK (base_version > 0), -- the version of the page that it was written on
  document     jsonb NOT NULL,
  note         localised NOT NULL DEFAULT '{}',            -- what changes, for the public list of changes
  version      integer NOT NULL DEFAULT 1 CHECK (version > 0),
  state        text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'in_review', 'approved', 'published', 'refused', 'cancelled')),
  author       text NOT NULL,
  author_name  text NOT NULL,
  writers      text[] NOT NULL,                            -- whoever wrote a word of it
  reviewer     text,
  reviewer_name text,
  answer       text,                                       -- why it was sent back or refused
  publish_at   timestamptz,                                -- once approved; null: at once
  problem      text,                                       -- why it could not be published at its hour
  published_version integer,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT proposal_author_is_a_writer CHECK (author = ANY (writers)),
  CONSTRAINT proposal_reviewed_by_someone_else CHECK (reviewer IS NULL OR NOT (reviewer = ANY (writers))),
  CONSTRAINT proposal_approved_by_a_reviewer CHECK (state NOT IN ('approved', 'published') OR reviewer IS NOT NULL),
  CONSTRAINT proposal_refused_says_why CHECK (state <> 'refused' OR coalesce(answer, '') <> ''),
  CONSTRAINT proposal_published_says_what CHECK ((state = 'published') = (published_version IS NOT NULL))
);
CREATE INDEX page_proposal_page ON page_proposal (page, created_at);
CREATE INDEX page_proposal_due ON page_proposal (publish_at) WHERE state = 'approved';

-- Its words change while it is a draft and at no other time; its state as the table of moves says (proposal/states.ts).
CREATE FUNCTION guard_page_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'a proposal begins as a draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_begins_as_draft'; END IF;
    RETURN NEW;
  END IF;
  IF NEW.page <> OLD.page OR NEW.author <> OLD.author THEN
    RAISE EXCEPTION 'a proposal stays with its page and author' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_stays';
  END IF;
  IF (NEW.document IS DISTINCT FROM OLD.document OR NEW.note IS DISTINCT FROM OLD.note OR NEW.base_version <> OLD.base_version OR NEW.writers <> OLD.writers)
     AND NOT (OLD.state = 'draft' AND NEW.state = 'draft') THEN
    RAISE EXCEPTION 'the words of a proposal under review do not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_words_stand';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state || ' ' || NEW.state) NOT IN
     ('draft in_review', 'draft cancelled', 'in_review draft', 'in_review approved', 'in_review refused', 'in_review cancelled',
      'approved draft', 'approved published', 'approved cancelled') THEN
    RAISE EXCEPTION 'a proposal does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON page_proposal FOR EACH ROW EXECUTE FUNCTION guard_page_proposal();
