-- Where the cluster's LC_CTYPE is "C" (as that of the program's own PostgreSQL), the text search parser takes every
-- character beyond ASCII for a letter: "d’urgence" and "« Eau" are then one word each. So search reads and marks texts
-- with plain punctuation. One character stands for one, so that a marked title can be given back its own.

CREATE FUNCTION plain_punctuation(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN translate(value,
    U&'\2019\2018\201B\02BC' || U&'\201C\201D\201E\00AB\00BB\2039\203A' || U&'\2010\2011\2013\2014' || U&'\2026\00A0\202F\2009',
    '''''''''' || '"""""""' || '----' || '.   ');

CREATE OR REPLACE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE config regconfig := CASE NEW.locale WHEN 'fr' THEN 'french_folded' WHEN 'en' THEN 'english_folded' ELSE 'simple' END;
BEGIN
  NEW.words := setweight(to_tsvector(config, plain_punctuation(NEW.title)), 'A') || setweight(to_tsvector(config, plain_punctuation(NEW.body)), 'C');
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION collect_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unknown text[];
BEGIN
  SELECT array_agg(w ORDER BY w) INTO unknown
  FROM unnest(tsvector_to_array(to_tsvector('plain_words', plain_punctuation(NEW.title || ' ' || NEW.body)))) w
  WHERE length(w) BETWEEN 4 AND 40 AND NOT EXISTS (SELECT FROM search_word known WHERE known.word = w);
  IF unknown IS NOT NULL THEN
    -- Writers take turns, as they do for the log: two that add the same words never wait for each other in a circle.
    PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
    INSERT INTO search_word (word) SELECT unnest(unknown) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;

UPDATE search_entry SET title = title, body = body;
