-- The second person: change requests, break-glass and its review, and values that somebody has to come back to. The
-- rules of product.md section 2 that keep one person from raising a critical switch alone hold here too, whatever the
-- application does. BH001: a rule of ours, to the writer a conflict.

-- ---------------------------------------------------------------------------------------------------------------
-- Switches whose raising waits for a second person, as the catalogue says; brought in line at every start.
CREATE TABLE critical_switches (
  switch text PRIMARY KEY
);

-- ---------------------------------------------------------------------------------------------------------------
-- Change requests
CREATE TABLE change_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Shown as CR-12. Given out under the lock of the matrix.
  number bigint NOT NULL CHECK (number > 0),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'refused', 'withdrawn', 'void', 'expired')),
  command text NOT NULL,
  requested_by uuid NOT NULL REFERENCES people (id),
  requested_name text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  reason text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('reducing', 'raising', 'rollback')),
  -- The exact diff, and the hash that approver and requester are bound to.
  changes jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'array' AND jsonb_array_length(changes) > 0),
  diff_hash text NOT NULL CHECK (diff_hash ~ '^[0-9a-f]{64}$'),
  -- Switch, or switch/symbol, of every change: whatever touches one of them makes the request void.
  places text[] NOT NULL,
  epoch integer NOT NULL,
  -- Of the matrix that the diff was made from.
  based_on bigint NOT NULL,
  incident text,
  -- For values that are to return: until when, and who looks after them.
  until timestamptz,
  owner_id uuid REFERENCES people (id),
  undoes_id uuid REFERENCES change_sets (id),
  -- What the request is part of, such as leaving a level: a kind and the id of its row.
  subject_kind text,
  subject_id uuid,
  decided_by uuid REFERENCES people (id),
  decided_name text,
  decided_at timestamptz,
  decision_reason text,
  -- The change set that made it void.
  voided_by uuid REFERENCES change_sets (id),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT change_requests_expires_later CHECK (expires_at > requested_at),
  CONSTRAINT change_requests_subject_whole CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
  CONSTRAINT change_requests_decided_whole CHECK ((state IN ('approved', 'refused', 'withdrawn')) = (decided_by IS NOT NULL)),
  CONSTRAINT change_requests_another_person CHECK (state NOT IN ('approved', 'refused') OR decided_by <> requested_by),
  CONSTRAINT change_requests_own_withdrawal CHECK (state <> 'withdrawn' OR decided_by = requested_by),
  CONSTRAINT change_requests_void_by CHECK ((state = 'void') = (voided_by IS NOT NULL))
);
CREATE UNIQUE INDEX change_requests_number_key ON change_requests (number);
-- Nobody asks twice for the same thing, however fast they press.
CREATE UNIQUE INDEX change_requests_one_open_per_diff ON change_requests (diff_hash) WHERE state = 'open';
CREATE INDEX change_requests_open_idx ON change_requests (requested_at) WHERE state = 'open';
CREATE INDEX change_requests_requested_at_idx ON change_requests (requested_at);

-- What was asked for stays what it was, a decision stays too, and nothing is approved after its time.
CREATE FUNCTION change_requests_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.number, NEW.command, NEW.requested_by, NEW.requested_at, NEW.expires_at, NEW.reason, NEW.changes, NEW.diff_hash,
      NEW.places, NEW.epoch, NEW.based_on, NEW.direction)
    IS DISTINCT FROM (OLD.number, OLD.command, OLD.requested_by, OLD.requested_at, OLD.expires_at, OLD.reason, OLD.changes,
      OLD.diff_hash, OLD.places, OLD.epoch, OLD.based_on, OLD.direction)
    OR (NEW.incident, NEW.until, NEW.owner_id, NEW.undoes_id, NEW.subject_kind, NEW.subject_id)
    IS DISTINCT FROM (OLD.incident, OLD.until, OLD.owner_id, OLD.undoes_id, OLD.subject_kind, OLD.subject_id) THEN
    RAISE EXCEPTION 'a change request is not edited: ask again' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state <> 'open' THEN
    RAISE EXCEPTION 'this change request is closed' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.state = 'approved' AND clock_timestamp() >= OLD.expires_at THEN
    RAISE EXCEPTION 'this change request has expired' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_requests_keep BEFORE UPDATE ON change_requests FOR EACH ROW EXECUTE FUNCTION change_requests_keep();

-- ---------------------------------------------------------------------------------------------------------------
-- Break-glass: raised by one person with an incident's name, and owed a look by another.
CREATE TABLE break_glass (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  change_set_id uuid NOT NULL REFERENCES change_sets (id),
  incident text NOT NULL,
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reviewed_by uuid REFERENCES people (id),
  reviewed_name text,
  reviewed_at timestamptz,
  review_note text,
  CONSTRAINT break_glass_reviewed_whole CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL)),
  CONSTRAINT break_glass_another_person CHECK (reviewed_by <> person_id)
);
CREATE UNIQUE INDEX break_glass_change_set_id_key ON break_glass (change_set_id);
CREATE INDEX break_glass_unreviewed_idx ON break_glass (at) WHERE reviewed_by IS NULL;

CREATE FUNCTION break_glass_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.change_set_id, NEW.incident, NEW.person_id, NEW.at) IS DISTINCT FROM (OLD.change_set_id, OLD.incident, OLD.person_id, OLD.at)
    OR OLD.reviewed_by IS NOT NULL THEN
    RAISE EXCEPTION 'a broken glass is reviewed once, and nothing else about it changes' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER break_glass_keep BEFORE UPDATE ON break_glass FOR EACH ROW EXECUTE FUNCTION break_glass_keep();

-- ---------------------------------------------------------------------------------------------------------------
-- How a change set was authorised.
ALTER TABLE change_sets
  ADD COLUMN authority text NOT NULL DEFAULT 'single'
    CHECK (authority IN ('single', 'approved', 'break_glass', 'level', 'emergency', 'system')),
  ADD COLUMN request_id uuid REFERENCES change_requests (id),
  ADD COLUMN approved_by uuid REFERENCES people (id),
  ADD COLUMN approved_name text,
  -- The incident that a raising change belongs to, where somebody named one.
  ADD COLUMN incident text,
  ADD CONSTRAINT change_sets_approved_whole
    CHECK ((authority = 'approved') = (request_id IS NOT NULL) AND (authority = 'approved') = (approved_by IS NOT NULL)),
  ADD CONSTRAINT change_sets_approved_by_another CHECK (approved_by::text <> actor_id),
  ADD CONSTRAINT change_sets_break_glass_incident CHECK (authority <> 'break_glass' OR incident IS NOT NULL),
  ADD CONSTRAINT change_sets_system_authority CHECK (authority <> 'system' OR actor_kind = 'system');
-- One approval, one change set.
CREATE UNIQUE INDEX change_sets_request_id_key ON change_sets (request_id);
UPDATE change_sets SET authority = 'system' WHERE actor_kind = 'system';

CREATE FUNCTION change_sets_authorised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.authority = 'approved' AND NOT EXISTS (
    SELECT 1 FROM change_requests r WHERE r.id = NEW.request_id AND r.state = 'approved'
      AND r.decided_by = NEW.approved_by AND r.requested_by::text = NEW.actor_id) THEN
    RAISE EXCEPTION 'nobody else approved this change set' USING ERRCODE = 'BH001';
  END IF;
  -- Break-glass debt: until another person has reviewed it, nothing is raised outside that incident.
  IF NEW.direction = 'raising' AND NEW.authority IN ('single', 'approved', 'break_glass') AND EXISTS (
    SELECT 1 FROM break_glass b WHERE b.reviewed_by IS NULL AND b.incident IS DISTINCT FROM NEW.incident) THEN
    RAISE EXCEPTION 'a break-glass change waits for its review' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_sets_authorised BEFORE INSERT ON change_sets FOR EACH ROW EXECUTE FUNCTION change_sets_authorised();

-- At the end of the transaction, when the whole change set and a break-glass row are there.
CREATE FUNCTION switch_changes_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  how text;
BEGIN
  IF NEW.direction <> 'raising' OR NOT EXISTS (SELECT 1 FROM critical_switches WHERE switch = NEW.switch) THEN RETURN NULL; END IF;
  SELECT authority INTO how FROM change_sets WHERE id = NEW.change_set_id;
  IF how = 'single' OR (how = 'break_glass' AND NOT EXISTS (
    SELECT 1 FROM break_glass WHERE change_set_id = NEW.change_set_id)) THEN
    RAISE EXCEPTION 'raising % takes a second person', NEW.switch USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER switch_changes_second_person AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION switch_changes_second_person();

-- ---------------------------------------------------------------------------------------------------------------
-- Values that somebody has to come back to: temporary ones, and controls that a rollback loosened.
CREATE TABLE value_deadlines (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  change_set_id uuid NOT NULL REFERENCES change_sets (id),
  switch text NOT NULL,
  symbol text NOT NULL DEFAULT '',
  kind text NOT NULL CHECK (kind IN ('temporary', 'loosened')),
  -- What held before, and whether that was the venue's value: what is offered when the time has passed.
  return_value jsonb NOT NULL,
  return_inherited boolean NOT NULL,
  owner_id uuid NOT NULL REFERENCES people (id),
  owner_name text NOT NULL,
  until timestamptz NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The deadline passed and that is on record.
  passed_at timestamptz,
  -- Another change set gave the place a new value.
  ended_at timestamptz,
  ended_by uuid REFERENCES change_sets (id),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT value_deadlines_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX value_deadlines_one_per_place ON value_deadlines (switch, symbol) WHERE ended_at IS NULL;
CREATE INDEX value_deadlines_change_set_id_idx ON value_deadlines (change_set_id);
CREATE INDEX value_deadlines_until_idx ON value_deadlines (until) WHERE ended_at IS NULL;

-- A moment as every wire of the product writes it.
CREATE FUNCTION utc_text(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

REVOKE ALL ON FUNCTION utc_text(timestamptz), change_requests_keep(), break_glass_keep(), change_sets_authorised(), switch_changes_second_person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION utc_text(timestamptz), change_requests_keep(), break_glass_keep(), change_sets_authorised(), switch_changes_second_person() TO bulkhead_app;
GRANT SELECT, INSERT, DELETE ON critical_switches TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON change_requests, break_glass, value_deadlines TO bulkhead_app;
