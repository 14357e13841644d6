-- What the portal's lists and its search read by.

CREATE INDEX project_goals ON project USING gin (goals);
CREATE INDEX project_agreement ON project (agreement);
CREATE INDEX project_partner_network ON project_partner (network);
CREATE INDEX project_funder_organisation ON project_funder (organisation);
CREATE INDEX programme_parent ON programme (parent);
CREATE INDEX programme_partner_partner ON programme_partner (partner);
CREATE INDEX programme_partner_organisation ON programme_partner (organisation);
CREATE INDEX programme_partner_network ON programme_partner (network);
CREATE INDEX network_membership_partner ON network_membership (partner);
CREATE INDEX partner_organisation ON partner (organisation);
CREATE INDEX award_awarded_on ON award (awarded_on);
CREATE INDEX award_year ON award (year_of(awarded_on));

-- A spelling by ear, so that "Daesh" finds "Daech" and "Tbilisi" finds "Tbilissi". Takes a folded word.
CREATE FUNCTION sound(word text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(translate(replace(replace(replace(replace(replace(replace(word,
    'sch', 'ch'), 'sh', 'ch'), 'ph', 'f'), 'th', 't'), 'qu', 'c'), 'tz', 'ts'), 'yk', 'ic'), '(.)\1+', '\1', 'g');

-- Every word that search has ever read, so that a word mistyped finds its neighbours. Never shown as such: what is
-- suggested is a word that a published entry holds.
CREATE TABLE search_word (
  word  text PRIMARY KEY,
  sound text NOT NULL GENERATED ALWAYS AS (sound(word)) STORED
);
CREATE INDEX search_word_trigrams ON search_word USING gin (word gin_trgm_ops);
CREATE INDEX search_word_sound ON search_word (sound);

-- The whole words of a text, without accents, neither stemmed nor compounded; no numbers, addresses or paths.
CREATE TEXT SEARCH CONFIGURATION plain_words (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION plain_words ALTER MAPPING FOR asciiword, word, hword_asciipart, hword_part WITH unaccent, simple;
ALTER TEXT SEARCH CONFIGURATION plain_words
  DROP MAPPING FOR hword, asciihword, numhword, hword_numpart, numword, email, url, url_path, host, file, int, uint, float, sfloat, version;

CREATE FUNCTION collect_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unknown text[];
BEGIN
  SELECT array_agg(w ORDER BY w) INTO unknown
  FROM unnest(tsvector_to_array(to_tsvector('plain_words', NEW.title || ' ' || NEW.body))) w
  WHERE length(w) BETWEEN 4 AND 40 AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = w);
  IF unknown IS NOT NULL THEN
    -- Writers take turns, as they do for the log: two that add the same words never wait for each other in a circle.
    PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
    INSERT INTO search_word (word) SELECT unnest(unknown) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER search_entry_collect AFTER INSERT OR UPDATE OF title, body ON search_entry FOR EACH ROW EXECUTE FUNCTION collect_words();
CREATE VIEW published.search_word AS SELECT * FROM public.search_word;
