-- Ten thousand records in one transaction: what is asked of each row costs little, and the locks that all writers share
-- are held at its end alone.

-- The words of a text that the search keeps for its suggestions.
CREATE FUNCTION words_of(value text) RETURNS SETOF text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT w FROM unnest(tsvector_to_array(to_tsvector('plain_words', plain_punctuation(value)))) w WHERE length(w) BETWEEN 4 AND 40
$$;

-- Adds them. Writers take turns, as they do for the log: two that add the same words never wait for each other in a circle.
CREATE FUNCTION add_words(words text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
  INSERT INTO search_word (word) SELECT w FROM unnest(words) w ORDER BY w ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION collect_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE unknown text[];
BEGIN
  SELECT array_agg(w) INTO unknown FROM words_of(NEW.title || ' ' || NEW.body) w
  WHERE NOT EXISTS (SELECT FROM search_word known WHERE known.word = w);
  IF unknown IS NOT NULL THEN PERFORM add_words(unknown); END IF;
  RETURN NULL;
END $$;
-- Who writes many records adds their words itself, at the end of its transaction, and says so.
DROP TRIGGER search_entry_collect ON search_entry;
CREATE TRIGGER search_entry_collect AFTER INSERT OR UPDATE OF title, body ON search_entry FOR EACH ROW
  WHEN (coalesce(current_setting('ville_monde.bulk', true), '') <> 'on') EXECUTE FUNCTION collect_words();

-- A title that is another's: looked for when projects come in.
CREATE INDEX search_entry_same_title ON search_entry (kind, md5(folded));

-- The codes of a table's vocabularies: the same rule as one function per table, whose queries are planned once.
DO $do$
DECLARE t record; body text; i integer; args text[];
BEGIN
  FOR t IN
    SELECT g.tgname, c.relname, g.tgargs, pg_get_triggerdef(g.oid) AS definition
    FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid
    WHERE p.proname = 'check_terms' AND NOT g.tgisinternal
  LOOP
    args := string_to_array(encode(t.tgargs, 'escape'), '\000');
    body := '';
    FOR i IN 1 .. array_length(args, 1) / 2 LOOP
      body := body || format($b$ IF NEW.%1$I IS NOT NULL AND cardinality(NEW.%1$I) > 0 THEN
        SELECT c INTO unknown FROM unnest(NEW.%1$I) c WHERE NOT EXISTS (SELECT 1 FROM term t WHERE t.vocabulary = %2$L AND t.code = c) LIMIT 1;
        IF unknown IS NOT NULL THEN
          RAISE EXCEPTION 'unknown code %% in %%', unknown, %1$L USING ERRCODE = 'foreign_key_violation', TABLE = %3$L, COLUMN = %1$L;
        END IF; END IF; $b$, args[2 * i - 1], args[2 * i], t.relname);
    END LOOP;
    EXECUTE format('CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $f$ DECLARE unknown text; BEGIN %s RETURN NEW; END $f$', 'check_terms_of_' || t.relname, body);
    EXECUTE format('DROP TRIGGER %I ON %I', t.tgname, t.relname);
    EXECUTE regexp_replace(t.definition, 'EXECUTE FUNCTION .*$', format('EXECUTE FUNCTION %I()', 'check_terms_of_' || t.relname));
  END LOOP;
END $do$;
DROP FUNCTION check_terms();
