-- Honours and networks in depth: states that have their dates, claims, the mandates that the city holds, what it pays.

-- A claim ("the first authority to…") is what the city says of itself: no figure, nobody's gift, kept with its source.
DO $$
DECLARE c record;
BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'honour'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%distinction_received%' LOOP
    EXECUTE format('ALTER TABLE honour DROP CONSTRAINT %I', c.conname);
  END LOOP;
END $$;
ALTER TABLE honour
  ADD CONSTRAINT honour_type_check CHECK (type IN ('honorary_citizenship', 'medal', 'distinction_received', 'claim')),
  ADD CONSTRAINT honour_of_this_city CHECK ((type IN ('distinction_received', 'claim')) = (recipient = 'this_city')),
  ADD CONSTRAINT honour_received_by_this_city CHECK ((recipient = 'this_city') = (state = 'received')),
  -- The same table as `honourStates` (src/register/honour/rules.ts): what each state needs, and no date of a later one.
  ADD CONSTRAINT honour_state_has_its_dates CHECK (CASE state
    WHEN 'proposed'  THEN num_nonnulls(voted_on, handed_on, received_on, withdrawn_on) = 0
    WHEN 'voted'     THEN voted_on IS NOT NULL AND num_nonnulls(handed_on, received_on, withdrawn_on) = 0
    WHEN 'handed'    THEN handed_on IS NOT NULL AND num_nonnulls(received_on, withdrawn_on) = 0
    WHEN 'received'  THEN received_on IS NOT NULL AND num_nonnulls(proposed_on, voted_on, handed_on, withdrawn_on) = 0
    WHEN 'withdrawn' THEN withdrawn_on IS NOT NULL AND received_on IS NULL END),
  ADD CONSTRAINT honour_dates_in_order CHECK (
    (voted_on IS NULL OR handed_on IS NULL OR left(voted_on, length(handed_on)) <= handed_on)
    AND (voted_on IS NULL OR withdrawn_on IS NULL OR left(voted_on, length(withdrawn_on)) <= withdrawn_on)
    AND (handed_on IS NULL OR withdrawn_on IS NULL OR left(handed_on, length(withdrawn_on)) <= withdrawn_on));
CREATE INDEX honour_partner ON honour (partner);
CREATE INDEX honour_occasion ON honour (occasion);
CREATE INDEX prize_edition_occasion ON prize_edition (occasion);

-- Who holds a mandate of the city in a network: a public office, and who held it.
CREATE TABLE network_mandate (
  network      text NOT NULL REFERENCES network, position integer NOT NULL,
  role         text NOT NULL CHECK (role IN ('president', 'co_president', 'vice_president', 'secretary', 'treasurer', 'board', 'committee', 'delegate')),
  post         localised NOT NULL DEFAULT '{}',
  holder       text,
  since        partial_date,
  until        partial_date,
  deliberation text,
  source       text REFERENCES source,
  note         localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (network, position),
  CHECK (post <> '{}' OR holder IS NOT NULL),
  CHECK (since IS NULL OR until IS NULL OR left(since, length(until)) <= until)
);

-- What the city gives a network in a year: never a grant, and in no sum of grants.
CREATE TABLE network_contribution (
  network      text NOT NULL REFERENCES network, position integer NOT NULL,
  year         integer NOT NULL CHECK (year BETWEEN 1900 AND 2200),
  amount_cents cents NOT NULL CHECK (amount_cents IS NOT NULL),
  currency     currency_code NOT NULL DEFAULT 'EUR',
  paid_on      partial_date, -- unknown: voted, as far as is known
  deliberation text,
  source       text REFERENCES source,
  note         localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (network, position)
);
CREATE INDEX network_contribution_year ON network_contribution (year);

SELECT make_published_view('network_mandate'), make_published_view('network_contribution');
SELECT collect_references('network');
SELECT make_publication_checks();
