import { expect, test } from "vitest";
import { hazardsOf, statementsOf } from "./migration-rules.ts";

test.each([
  ["ALTER TABLE event ADD COLUMN key uuid NOT NULL DEFAULT gen_random_uuid();", /differs by row/],
  ["ALTER TABLE event ADD COLUMN n integer NOT NULL;", /version before inserts without/],
  ["ALTER TABLE event ADD COLUMN f text GENERATED ALWAYS AS (fold(kind)) STORED;", /generated column/],
  ["ALTER TABLE event ALTER COLUMN kind TYPE varchar;", /another type/],
  ["ALTER TABLE event ALTER kind SET NOT NULL;", /NOT VALID, validate/],
  ["ALTER TABLE event ADD CONSTRAINT c CHECK (n > 0);", /VALIDATE CONSTRAINT/],
  ["ALTER TABLE event ADD CONSTRAINT c FOREIGN KEY (n)\n REFERENCES other;", /VALIDATE CONSTRAINT/],
  ["ALTER TABLE event ADD UNIQUE (kind);", /USING INDEX/],
  ["CREATE INDEX event_kind ON event (kind);", /nothing can be written/],
  ["ALTER TABLE event RENAME COLUMN kind TO sort;", /old name/],
  ["ALTER TABLE event DROP COLUMN kind;", /one version after/],
  ["DROP VIEW published.event;", /one version after/],
  ["UPDATE event SET kind = 'a; b';", /every row/],
  ["TRUNCATE event;", /as long as/],
])("holds up or breaks a site in use: %s", (sql, why) => {
  expect(hazardsOf(sql).map((hazard) => hazard.why)).toEqual([expect.stringMatching(why)]);
  expect(hazardsOf(`-- safe: three rows at most\n${sql}`)).toEqual([]);
});

test.each([
  "ALTER TABLE event ADD COLUMN note text;",
  "ALTER TABLE event ADD COLUMN held boolean NOT NULL DEFAULT false;",
  "ALTER TABLE event ADD CONSTRAINT c CHECK (n > 0) NOT VALID;",
  "ALTER TABLE event ALTER COLUMN kind DROP NOT NULL;",
  "UPDATE event SET kind = 'x' WHERE id = 3;",
  "CREATE TABLE made (id integer PRIMARY KEY); CREATE INDEX made_id ON made (id); ALTER TABLE made ADD CHECK (id > 0);",
  "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM event; DROP TABLE event; END $$;",
  "COMMENT ON TABLE event IS 'ALTER TABLE event DROP COLUMN kind; it''s text';",
])("holds up nobody: %s", (sql) => expect(hazardsOf(sql)).toEqual([]));

test("a statement is whole, with its own comments", () => {
  const text = "-- first\nSELECT 1;\n-- second: a; b\nDO $x$ BEGIN PERFORM 1; END $x$;\nSELECT 'a;b' -- end\n";
  expect(statementsOf(text)).toEqual([
    { statement: "SELECT 1", comments: "-- first\n" },
    { statement: "DO $x$ BEGIN PERFORM 1; END $x$", comments: "-- second: a; b\n" },
    { statement: "SELECT 'a;b'", comments: "-- end\n" },
  ]);
});
