-- What all nodes of a site have alike and the database does not hold: their keys, and where the files are. Digests alone,
-- which tell nothing of a key: a node that has another is told at its start, not by what goes wrong later.
CREATE TABLE site_key (
  name        text PRIMARY KEY CHECK (name IN ('secret', 'publication', 'protected', 'files')),
  fingerprint text NOT NULL CHECK (fingerprint <> ''),
  since       timestamptz NOT NULL DEFAULT now()
);
