-- Who follows what, and how often pages are read.

-- One row for each person who follows something, once the address has answered. Erased when the person stops.
CREATE TABLE subscription (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email      text NOT NULL UNIQUE CHECK (email = lower(email) AND email ~ '^[^\s<>,;"]+@[^\s<>,;"]+$'),
  locale     text NOT NULL CHECK (locale ~ '^[a-z]{2}$'),
  rhythm     text NOT NULL CHECK (rhythm IN ('weekly', 'monthly')),
  alerts     boolean NOT NULL DEFAULT false,     -- of calls, at once
  seen_event bigint NOT NULL,                    -- the log was told up to here
  seen_at    timestamptz NOT NULL,               -- and the clock of the calls
  next_at    timestamptz NOT NULL,               -- of the next digest
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX subscription_due ON subscription (next_at);

CREATE TABLE subscription_topic (
  subscription uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
  type  text NOT NULL CHECK (type IN ('everything', 'calls', 'theme', 'country', 'partner', 'programme', 'network', 'call')),
  value text NOT NULL DEFAULT '',
  PRIMARY KEY (subscription, type, value),
  CHECK ((type IN ('everything', 'calls')) = (value = ''))
);
CREATE INDEX subscription_topic_of ON subscription_topic (type, value);

-- What someone asked for in the name of an address that has not answered yet. Of the token, the digest alone.
CREATE TABLE subscription_request (
  token_sha256 text PRIMARY KEY CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
  email        text NOT NULL CHECK (email = lower(email)),
  locale       text NOT NULL CHECK (locale ~ '^[a-z]{2}$'),
  rhythm       text NOT NULL CHECK (rhythm IN ('weekly', 'monthly')),
  alerts       boolean NOT NULL,
  topics       jsonb NOT NULL CHECK (jsonb_typeof(topics) = 'array'),
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL
);
CREATE INDEX subscription_request_email ON subscription_request (email, created_at);
CREATE INDEX subscription_request_expiry ON subscription_request (expires_at);

-- Each moment of a call is told to a person once. `of`: the hour of which it speaks; another hour is another moment.
CREATE TABLE subscription_alert (
  subscription uuid NOT NULL REFERENCES subscription ON DELETE CASCADE,
  edition text NOT NULL REFERENCES edition,
  moment  text NOT NULL CHECK (moment IN ('opens', 'closing', 'results')),
  of_hour timestamptz NOT NULL,
  told_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subscription, edition, moment, of_hour)
);

-- How often a page was read or a file taken, a day: sums, of nobody. page: its name, or "file"; record: the record that it
-- shows, or the path of the file.
CREATE TABLE audience_count (
  day      date NOT NULL,
  page     text NOT NULL,
  record   text NOT NULL DEFAULT '',
  language text NOT NULL,
  referrer text NOT NULL CHECK (referrer IN ('none', 'own', 'search', 'social', 'other')),
  device   text NOT NULL CHECK (device IN ('mobile', 'desktop', 'unknown')),
  views    integer NOT NULL CHECK (views > 0),
  PRIMARY KEY (day, page, record, language, referrer, device)
);

CREATE VIEW published.audience_day AS
  SELECT day, language, referrer, device, sum(views)::integer AS views FROM public.audience_count WHERE page <> 'file' GROUP BY day, language, referrer, device;

-- A month of a page, a record, a file. Of a record, fewer than five readings are not told by its name, nor is a record
-- that is public no longer: they count under the name of the page, with an empty record.
CREATE VIEW published.audience_month AS
  SELECT m.month, m.page, m.record, sum(m.views)::integer AS views
  FROM (
    SELECT to_char(a.day, 'YYYY-MM') AS month, a.page, sum(a.views) AS views,
           CASE WHEN a.page = 'file' OR a.record = '' THEN a.record
                WHEN sum(a.views) >= 5 AND EXISTS (SELECT FROM public.public_change c WHERE c.kind = a.page AND c.record = a.record AND c.change <> 'withdrawn') THEN a.record
                ELSE '' END AS record
    FROM public.audience_count a GROUP BY to_char(a.day, 'YYYY-MM'), a.page, a.record
  ) m
  GROUP BY m.month, m.page, m.record;
