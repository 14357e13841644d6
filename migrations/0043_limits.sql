-- What all nodes must count together, and what is counted of what was refused.

-- How much each name (an address, a key) has had of a limit: one row, the instant at which it has all of it again (GCRA).
-- Of the name, a keyed digest. Lost with the server's memory, which only ever gives back: no write-ahead log for it.
CREATE UNLOGGED TABLE rate_limit (
  key     text PRIMARY KEY CHECK (key ~ '^[\w-]{22}$'),
  full_at timestamptz NOT NULL,
  granted integer NOT NULL CHECK (granted >= 0)  -- by the last request
);
CREATE INDEX rate_limit_full ON rate_limit (full_at);

-- How often something was refused: a limit that was reached, a script or a frame that a page's policy stopped.
CREATE TABLE refusal_count (
  day    date NOT NULL,
  sort   text NOT NULL CHECK (sort IN ('limit', 'policy', 'foreign')),
  detail text NOT NULL CHECK (length(detail) BETWEEN 1 AND 120),
  count  bigint NOT NULL CHECK (count > 0),
  PRIMARY KEY (day, sort, detail)
);
