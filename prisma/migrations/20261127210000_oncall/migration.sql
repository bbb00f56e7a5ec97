-- On-call: rota, overrides, contacts, channels, notifications, test pages, and what PagerDuty says back.

-- ---------------------------------------------------------------------------------------------------------------
-- Who is on call. A rota holds from when it was set until the next one: what was on paper then can be read later.
CREATE TABLE rotas (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 100),
  first_day text NOT NULL CHECK (first_day ~ '^\d{4}-\d{2}-\d{2}$'),
  -- [{ name, from, people }], by the time of day at which each begins.
  shifts jsonb NOT NULL CHECK (jsonb_typeof(shifts) = 'array'),
  reason text NOT NULL,
  set_at timestamptz NOT NULL,
  set_by uuid NOT NULL REFERENCES people (id),
  set_by_name text NOT NULL
);
CREATE UNIQUE INDEX rotas_number_key ON rotas (number);

CREATE TABLE rota_overrides (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people (id),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  reason text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL REFERENCES people (id),
  made_by_name text NOT NULL,
  removed_at timestamptz,
  removed_by uuid REFERENCES people (id),
  CONSTRAINT rota_overrides_span CHECK (from_at < until_at),
  CONSTRAINT rota_overrides_removed_whole CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE INDEX rota_overrides_until_at_idx ON rota_overrides (until_at) WHERE removed_at IS NULL;

-- Two overrides of one moment would leave it open who is on call.
CREATE FUNCTION rota_overrides_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.removed_at IS NULL AND EXISTS (SELECT 1 FROM rota_overrides o WHERE o.id <> NEW.id AND o.removed_at IS NULL
    AND o.from_at < NEW.until_at AND NEW.from_at < o.until_at) THEN
    RAISE EXCEPTION 'two overrides of one time' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rota_overrides_apart BEFORE INSERT OR UPDATE ON rota_overrides
  FOR EACH ROW EXECUTE FUNCTION rota_overrides_apart();

CREATE TABLE hand_overs (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  from_id uuid REFERENCES people (id),
  to_id uuid NOT NULL REFERENCES people (id),
  note text NOT NULL,
  by_id uuid NOT NULL REFERENCES people (id)
);
CREATE INDEX hand_overs_at_idx ON hand_overs (at);

-- ---------------------------------------------------------------------------------------------------------------
-- Whom to call (manual 4). People may edit every line.
CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  severity text NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  phone text CHECK (length(phone) BETWEEN 1 AND 50),
  slack text CHECK (length(slack) BETWEEN 1 AND 100),
  email text CHECK (length(email) BETWEEN 1 AND 254),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  version integer NOT NULL DEFAULT 1
);
INSERT INTO contacts (id, severity, name, phone, email) VALUES
  ('c0000000-0000-4000-8000-000000000001', 'critical', 'On-call engineer', '+1-555-0199', 'oncall@quantum-trader.com'),
  ('c0000000-0000-4000-8000-000000000002', 'high', 'Senior operator', '+1-555-0188', 'operator@quantum-trader.com'),
  ('c0000000-0000-4000-8000-000000000003', 'medium', 'Reliability team', NULL, 'sre@quantum-trader.com'),
  ('c0000000-0000-4000-8000-000000000004', 'low', 'Standard support', NULL, NULL);

-- ---------------------------------------------------------------------------------------------------------------
-- Where notifications go.
CREATE TABLE channels (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('slack', 'pagerduty', 'webhook')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- Addresses and keys, sealed by the application: a copy of the database opens none of them.
  sealed text NOT NULL,
  -- What may be shown of it: the host.
  shown text NOT NULL,
  -- It hears of a firing only when this step of the chain was told.
  from_step smallint NOT NULL CHECK (from_step BETWEEN 0 AND 9),
  made_at timestamptz NOT NULL,
  made_by uuid NOT NULL REFERENCES people (id),
  removed_at timestamptz,
  removed_by uuid REFERENCES people (id),
  version integer NOT NULL DEFAULT 1,
  -- The worker that delivers at this moment.
  lease_id uuid,
  leased_until timestamptz,
  CONSTRAINT channels_removed_whole CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);

CREATE TABLE test_pages (
  id uuid PRIMARY KEY,
  -- T-1, T-2, ...
  number integer NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  by_id uuid NOT NULL REFERENCES people (id),
  by_name text NOT NULL,
  reason text NOT NULL
);
CREATE UNIQUE INDEX test_pages_number_key ON test_pages (number);

-- One line for each that is called; what it says of them is as it was then.
CREATE TABLE test_calls (
  id uuid PRIMARY KEY,
  test_page_id uuid NOT NULL REFERENCES test_pages (id),
  place smallint NOT NULL,
  contact text NOT NULL,
  severity text,
  phone text,
  slack text,
  email text,
  answered_at timestamptz,
  answered_by text,
  answered_via text CHECK (answered_via IN ('screen', 'link', 'pagerduty')),
  CONSTRAINT test_calls_answered_whole CHECK ((answered_at IS NULL) = (answered_by IS NULL)
    AND (answered_at IS NULL) = (answered_via IS NULL))
);
CREATE UNIQUE INDEX test_calls_place_key ON test_calls (test_page_id, place);

CREATE FUNCTION test_calls_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answered_at IS NOT NULL AND (NEW.answered_at, NEW.answered_by, NEW.answered_via)
    IS DISTINCT FROM (OLD.answered_at, OLD.answered_by, OLD.answered_via) THEN
    RAISE EXCEPTION 'an answer is given once' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER test_calls_keep BEFORE UPDATE ON test_calls FOR EACH ROW EXECUTE FUNCTION test_calls_keep();

-- The outbox: written in the transaction of what it tells about, delivered by a worker in the order of `seq`.
CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  channel_id uuid NOT NULL REFERENCES channels (id),
  kind text NOT NULL,
  content jsonb NOT NULL,
  -- What it is about; its content says the rest, and holds without it.
  firing_id uuid,
  call_id uuid REFERENCES test_calls (id),
  at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  tried_at timestamptz,
  -- An attempt began of which nobody knows that it did not arrive: a repeat says that it is one.
  maybe_arrived boolean NOT NULL DEFAULT false,
  done_at timestamptz,
  problem text,
  CONSTRAINT notifications_done CHECK ((state = 'waiting') = (done_at IS NULL))
);
CREATE UNIQUE INDEX notifications_seq_key ON notifications (seq);
CREATE INDEX notifications_waiting_idx ON notifications (channel_id, seq) WHERE state = 'waiting';
CREATE INDEX notifications_channel_id_idx ON notifications (channel_id, seq);
CREATE INDEX notifications_firing_id_idx ON notifications (firing_id) WHERE firing_id IS NOT NULL;

-- What is delivered or failed stays so.
CREATE FUNCTION notifications_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'delivered' AND NEW.state <> 'delivered' THEN
    RAISE EXCEPTION 'a delivered notification stays delivered' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notifications_keep BEFORE UPDATE ON notifications FOR EACH ROW EXECUTE FUNCTION notifications_keep();

-- What PagerDuty sent, word for word, after its signature was checked.
CREATE TABLE pagerduty_deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id uuid NOT NULL REFERENCES channels (id),
  body bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_at timestamptz,
  -- What was done for it, in a sentence.
  outcome text,
  CONSTRAINT pagerduty_deliveries_taken CHECK ((taken_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX pagerduty_deliveries_waiting_idx ON pagerduty_deliveries (id) WHERE taken_at IS NULL;

-- ---------------------------------------------------------------------------------------------------------------
-- Rights
GRANT EXECUTE ON FUNCTION rota_overrides_apart(), test_calls_keep(), notifications_keep() TO bulkhead_app;
GRANT SELECT, INSERT ON rotas, hand_overs, test_pages TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON rota_overrides, channels, test_calls TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON contacts, notifications, pagerduty_deliveries TO bulkhead_app;
