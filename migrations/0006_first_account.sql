-- The links that make the first administrator: using one ends all of them.
ALTER TABLE auth.invitation ADD COLUMN first boolean NOT NULL DEFAULT false;
