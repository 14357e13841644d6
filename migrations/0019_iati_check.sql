-- What the last check of the IATI files found, for the office: of one public state, until the next check.

CREATE TABLE iati_check (
  id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  mark    text NOT NULL, -- of the public state that was checked
  at      timestamptz NOT NULL DEFAULT now(),
  summary jsonb NOT NULL -- the numbers
);

CREATE TABLE iati_finding (
  checked    uuid NOT NULL REFERENCES iati_check ON DELETE CASCADE,
  position   integer NOT NULL,
  kind       text,     -- of the record to mend; NULL when it is the file's
  record     text,
  identifier text,     -- of the activity
  severity   text NOT NULL CHECK (severity IN ('critical', 'error', 'warning', 'remark')),
  rule       text NOT NULL,
  message    text NOT NULL,
  PRIMARY KEY (checked, position),
  CHECK ((kind IS NULL) = (record IS NULL))
);
CREATE INDEX iati_finding_record ON iati_finding (checked, kind, record);
