-- What the essential data of a grant's agreement say (décret 2017-779, SCDL) and an award had no place for: a grant that
-- was signed elsewhere than on the platform goes out again as it came in.

ALTER TABLE award
  ADD COLUMN agreed_on        partial_date, -- of the agreement; none: the award is not among the essential data
  ADD COLUMN agreement_cents  cents,        -- of the whole agreement, where several bodies share it
  ADD COLUMN share_percent    numeric(7, 4) CHECK (share_percent > 0 AND share_percent <= 100),
  ADD COLUMN in_cash          boolean NOT NULL DEFAULT true,
  ADD COLUMN in_kind          boolean NOT NULL DEFAULT false,
  ADD COLUMN payment_terms    text,
  ADD COLUMN period_start     partial_date, -- without an end: paid on that day
  ADD COLUMN period_end       partial_date,
  ADD COLUMN state_aid        boolean NOT NULL DEFAULT false, -- notificationUE
  ADD COLUMN state_aid_number text,                           -- idRAE
  ADD COLUMN scheme           text,                           -- dispositifAide
  ADD CHECK (in_cash OR in_kind),
  ADD CHECK (period_start IS NULL OR period_end IS NULL OR period_start <= period_end),
  ADD CHECK (period_end IS NULL OR period_start IS NOT NULL),
  ADD CHECK (agreement_cents IS NULL OR amount_cents <= agreement_cents);
CREATE OR REPLACE VIEW published.award AS SELECT * FROM public.award WHERE status = 'published';
CREATE INDEX award_agreed_on ON award (agreed_on) WHERE agreed_on IS NOT NULL;

ALTER TABLE subsidy
  ADD COLUMN agreement_cents cents,
  ADD CHECK (period_end IS NULL OR period_start IS NOT NULL),
  ADD CHECK (agreement_cents IS NULL OR amount_cents <= agreement_cents);
CREATE OR REPLACE VIEW published.subsidy AS SELECT * FROM public.subsidy WHERE status = 'published';

-- The version of the record that says the same as the row: one that was changed in the office since is left as it is.
ALTER TABLE imported_grant ADD COLUMN record_version integer NOT NULL DEFAULT 1;

-- From which line of which file a published record came, and on what terms it may be used. Who brought it is the office's.
CREATE VIEW published.imported_grant AS
  SELECT g.* FROM public.imported_grant g
  WHERE EXISTS (SELECT FROM published.award a WHERE a.id = g.award) OR EXISTS (SELECT FROM published.subsidy s WHERE s.id = g.subsidy);
CREATE OR REPLACE VIEW published.exchange_import AS
  SELECT e.id, e.format, e.file_name, e.publisher, e.licence, e.generated_at, e.at FROM public.exchange_import e
  WHERE EXISTS (SELECT 1 FROM published.reported_activity a WHERE a.import = e.id)
     OR EXISTS (SELECT 1 FROM published.imported_grant g WHERE g.import = e.id);
