-- What people of the office set for the city, above its folder: who it is, its colours. Each setting is a row of its own; of
-- each part the last one counts. demonstration: fictional people may sign in. guide: the guide of the first hour was put away.
CREATE TABLE city_setting (
  number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  part     text NOT NULL CHECK (part IN ('identity', 'colours', 'demonstration', 'guide')),
  document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
  set_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER city_setting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON city_setting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
