-- The rows of the compartment are for whoever the transaction says that it acts for, and for nobody else: also not for a
-- query of the program beside src/protected, whose role owns the tables (FORCE). ADR 0047.
--
-- protected.enter(actor, role) says it, for one transaction: the settings are bound to the moment at which it began, so that
-- one left behind on a pooled connection is worth nothing in the next.

CREATE FUNCTION protected.this_transaction() RETURNS text LANGUAGE sql STABLE
  RETURN pg_backend_pid() || ' ' || extract(epoch FROM now());

CREATE FUNCTION protected.enter(actor text, role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.actor', actor, true), set_config('app.role', role, true),
          set_config('app.transaction', protected.this_transaction(), true);
END $$;

CREATE FUNCTION protected.acts_as(role text) RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('app.role', true) = role AND current_setting('app.transaction', true) = protected.this_transaction(), false);

-- The account is asked at each statement: a role that is taken away in the middle of a transaction ends it there.
CREATE FUNCTION protected.is_guardian() RETURNS boolean LANGUAGE sql STABLE
  RETURN protected.acts_as('guardian')
    AND EXISTS (SELECT 1 FROM auth."user" u WHERE u.id = current_setting('app.actor', true) AND u.role = 'guardian' AND u."closedAt" IS NULL);

-- Files whose time is over, by the day of the city, which may be a day ahead of the server's.
CREATE FUNCTION protected.is_due(p protected.person) RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce((p).erase_on <= current_date + 1, false);

DO $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['person', 'residency', 'consent', 'testimony', 'paper', 'reading', 'change', 'role_change'] LOOP
    EXECUTE format('ALTER TABLE protected.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', one);
    -- The rows leave sealed: the key that opens them is not in the database. Set by the command that makes a backup alone.
    EXECUTE format('CREATE POLICY backup ON protected.%I FOR SELECT USING (current_setting(''app.backup'', true) = ''on'')', one);
    EXECUTE format('CREATE POLICY guardian_reads ON protected.%I FOR SELECT USING ((SELECT protected.is_guardian()))', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['person', 'residency', 'consent', 'testimony', 'paper'] LOOP
    EXECUTE format('CREATE POLICY guardian_adds ON protected.%I FOR INSERT WITH CHECK ((SELECT protected.is_guardian()))', one);
    EXECUTE format('CREATE POLICY guardian_changes ON protected.%I FOR UPDATE USING ((SELECT protected.is_guardian()))', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['consent', 'testimony', 'paper'] LOOP
    EXECUTE format('CREATE POLICY guardian_removes ON protected.%I FOR DELETE USING ((SELECT protected.is_guardian()))', one);
  END LOOP;
  -- What the upkeep erases: what hangs on a file whose time is over.
  FOREACH one IN ARRAY ARRAY['residency', 'consent', 'testimony', 'paper'] LOOP
    EXECUTE format('CREATE POLICY upkeep_reads ON protected.%1$I FOR SELECT USING ((SELECT protected.acts_as(''upkeep''))
      AND EXISTS (SELECT 1 FROM protected.person p WHERE p.id = %1$I.person AND protected.is_due(p)))', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['consent', 'testimony', 'paper'] LOOP
    EXECUTE format('CREATE POLICY upkeep_removes ON protected.%1$I FOR DELETE USING ((SELECT protected.acts_as(''upkeep''))
      AND EXISTS (SELECT 1 FROM protected.person p WHERE p.id = %1$I.person AND protected.is_due(p)))', one);
  END LOOP;
END $$;

-- Nobody writes a line of the logs in another's name.
CREATE POLICY guardian_adds ON protected.reading FOR INSERT
  WITH CHECK ((SELECT protected.is_guardian()) AND reader = current_setting('app.actor', true));
CREATE POLICY guardian_adds ON protected.change FOR INSERT
  WITH CHECK ((SELECT protected.is_guardian()) AND by_id = current_setting('app.actor', true));

CREATE POLICY upkeep_reads ON protected.person FOR SELECT USING ((SELECT protected.acts_as('upkeep')));
CREATE POLICY upkeep_erases ON protected.person FOR UPDATE USING ((SELECT protected.acts_as('upkeep')) AND protected.is_due(person))
  WITH CHECK (erased_at IS NOT NULL);
CREATE POLICY upkeep_empties ON protected.residency FOR UPDATE USING ((SELECT protected.acts_as('upkeep'))
  AND EXISTS (SELECT 1 FROM protected.person p WHERE p.id = residency.person AND protected.is_due(p))) WITH CHECK (content IS NULL);
CREATE POLICY upkeep_notes ON protected.change FOR INSERT
  WITH CHECK ((SELECT protected.acts_as('upkeep')) AND by_id = 'upkeep' AND act = 'erased');

-- The command that changes the key of the program: sealed keys, by other sealed keys.
CREATE POLICY keys_reads ON protected.person FOR SELECT USING ((SELECT protected.acts_as('keys')));
CREATE POLICY keys_changes ON protected.person FOR UPDATE USING ((SELECT protected.acts_as('keys')) AND erased_at IS NULL);

-- What the public sees, by these two functions and the views on them alone: the setting holds inside them and ends with them.
CREATE POLICY publication ON protected.testimony FOR SELECT USING (current_setting('app.publication', true) = 'on' AND state = 'published');
CREATE POLICY publication ON protected.consent FOR SELECT USING (current_setting('app.publication', true) = 'on' AND withdrawn_at IS NULL);
CREATE POLICY publication ON protected.person FOR SELECT USING (current_setting('app.publication', true) = 'on');
CREATE POLICY publication ON protected.residency FOR SELECT USING (current_setting('app.publication', true) = 'on' AND first_year IS NOT NULL);

CREATE FUNCTION protected.published_testimonies()
  RETURNS TABLE (signature text, body localised, language text, country text, published_on date, valid_until date, demo boolean)
  LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.publication', 'on', true);
  RETURN QUERY SELECT t.signature, t.body, t.language, t.country, t.published_on, c.valid_until, p.demo
    FROM protected.testimony t JOIN protected.consent c ON c.id = t.consent JOIN protected.person p ON p.id = t.person
    WHERE t.state = 'published' AND 'text' = ANY (c.scopes) AND protected.consent_in_force(c);
  PERFORM set_config('app.publication', '', true);
END $$;
CREATE OR REPLACE VIEW published.testimony AS SELECT * FROM protected.published_testimonies();

CREATE FUNCTION protected.hosted_years() RETURNS TABLE (year integer, hosted integer)
  LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.publication', 'on', true);
  RETURN QUERY SELECT y, CASE WHEN count(*) >= 5 THEN count(*)::integer END
    FROM protected.residency r JOIN protected.person p ON p.id = r.person AND NOT p.demo,
         generate_series(r.first_year, coalesce(r.last_year, extract(year FROM current_date)::integer)) y
    WHERE r.first_year IS NOT NULL AND y < extract(year FROM current_date) GROUP BY y;
  PERFORM set_config('app.publication', '', true);
END $$;
CREATE OR REPLACE VIEW published.residency_year AS SELECT * FROM protected.hosted_years();

-- The database itself notes who is made a guardian, whoever does it: the same way.
CREATE POLICY noted ON protected.role_change FOR INSERT WITH CHECK (current_setting('app.note', true) = 'on');
CREATE OR REPLACE FUNCTION protected.note_guardian() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_guardian boolean := TG_OP <> 'DELETE' AND NEW.role = 'guardian';
        was_guardian boolean := TG_OP <> 'INSERT' AND OLD.role = 'guardian';
BEGIN
  IF now_guardian = was_guardian THEN RETURN NULL; END IF;
  PERFORM set_config('app.note', 'on', true);
  INSERT INTO protected.role_change (by_name, user_id, user_name, act)
    VALUES (nullif(current_setting('ville_monde.by', true), ''), CASE WHEN now_guardian THEN NEW.id ELSE OLD.id END,
            CASE WHEN now_guardian THEN NEW.name ELSE OLD.name END, CASE WHEN now_guardian THEN 'given' ELSE 'taken' END);
  PERFORM set_config('app.note', '', true);
  IF now_guardian THEN PERFORM graphile_worker.add_job('tell_guardians', json_build_object('user', NEW.id)); END IF;
  RETURN NULL;
END $$;
