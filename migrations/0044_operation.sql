-- Operation: what was backed up, which nodes live, which older programs may run on this schema.

-- Backups and restores, tried or done. `file`: its name, never where it is; `recipients`: the keys that open it, by their
-- public halves. verified_at: when it was restored and compared.
CREATE TABLE backup_run (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('manual', 'scheduled', 'restore')),
  actor       text NOT NULL,
  actor_name  text NOT NULL,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  file        text,
  bytes       bigint CHECK (bytes > 0),
  table_rows  bigint,
  files       integer,
  missing     integer NOT NULL DEFAULT 0,
  verified_at timestamptz,
  fault       text CHECK (fault <> ''),
  CHECK ((fault IS NULL) = (table_rows IS NOT NULL))
);
CREATE INDEX backup_run_newest ON backup_run (finished_at DESC);

-- A process says that it lives, twice a minute.
CREATE UNLOGGED TABLE node (
  id         uuid PRIMARY KEY,
  host       text NOT NULL,
  pid        integer NOT NULL,
  program    text NOT NULL,
  newest     text NOT NULL,  -- the newest migration that it knows
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL DEFAULT now()
);

-- Of a migration that says so: programs that know the migrations up to `works_with` run on the schema that it makes.
CREATE TABLE migration_note (
  name       text PRIMARY KEY,
  works_with text NOT NULL CHECK (works_with ~ '^\d{4}$')
);
