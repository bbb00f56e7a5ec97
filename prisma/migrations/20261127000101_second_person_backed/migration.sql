-- What the rules of the second person rest on is out of the application's reach, and the authority of a change set is
-- checked against all of what it claims. BH001: a rule of ours, to the writer a conflict.

-- ---------------------------------------------------------------------------------------------------------------
-- The catalogue's critical switches and bundles are told by the owner at every start (scripts/database/rules.ts).
REVOKE INSERT, UPDATE, DELETE ON critical_switches, level_bundles FROM bulkhead_app;

-- ---------------------------------------------------------------------------------------------------------------
-- A press of a level or of the emergency stop that changes no value makes requests void without a change set.
ALTER TABLE change_requests
  ADD COLUMN voided_at timestamptz,
  ADD COLUMN voided_name text,
  DROP CONSTRAINT change_requests_void_by,
  ADD CONSTRAINT change_requests_void_by CHECK ((state = 'void') = (voided_by IS NOT NULL OR voided_at IS NOT NULL)),
  ADD CONSTRAINT change_requests_void_once CHECK (voided_by IS NULL OR voided_at IS NULL),
  ADD CONSTRAINT change_requests_voided_whole CHECK ((voided_at IS NULL) = (voided_name IS NULL)),
  ADD CONSTRAINT change_requests_not_for_long CHECK (expires_at <= requested_at + interval '30 minutes');

-- A request is asked for before anybody decides on it.
CREATE FUNCTION change_requests_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'open' THEN
    RAISE EXCEPTION 'a change request begins open' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_requests_open BEFORE INSERT ON change_requests FOR EACH ROW EXECUTE FUNCTION change_requests_open();

-- Nobody who was disabled agrees, and nothing is carried out for somebody who was.
CREATE FUNCTION change_requests_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'approved' AND EXISTS (
    SELECT 1 FROM people WHERE id IN (NEW.decided_by, NEW.requested_by) AND disabled_at IS NOT NULL) THEN
    RAISE EXCEPTION 'who asked, or who approves, has no access any more' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_requests_people BEFORE UPDATE ON change_requests FOR EACH ROW EXECUTE FUNCTION change_requests_people();

-- ---------------------------------------------------------------------------------------------------------------
-- Break-glass is of the change set's own author, for its incident, and nobody has reviewed it when it begins.
CREATE FUNCTION break_glass_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reviewed_by IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM change_sets s WHERE s.id = NEW.change_set_id AND s.authority = 'break_glass'
      AND s.actor_id = NEW.person_id::text AND s.incident = NEW.incident) THEN
    RAISE EXCEPTION 'break-glass is of its own change set, and unreviewed' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER break_glass_begins BEFORE INSERT ON break_glass FOR EACH ROW EXECUTE FUNCTION break_glass_begins();

-- ---------------------------------------------------------------------------------------------------------------
-- At the end of the transaction: what was approved is what was asked for, no more and no less; and whoever broke the
-- glass owes a review, whatever the change set holds.
CREATE FUNCTION change_sets_as_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked jsonb;
  done jsonb;
BEGIN
  IF NEW.authority = 'approved' THEN
    SELECT jsonb_agg(jsonb_build_array(c->>'switch', coalesce(c->>'symbol', ''), c->'oldValue', c->'newValue', c->'newInherited')
             ORDER BY c->>'switch' COLLATE "C", coalesce(c->>'symbol', '') COLLATE "C")
      INTO asked FROM change_requests r, jsonb_array_elements(r.changes) AS c WHERE r.id = NEW.request_id;
    SELECT jsonb_agg(jsonb_build_array(switch, symbol, old_value, new_value, new_inherited)
             ORDER BY switch COLLATE "C", symbol COLLATE "C")
      INTO done FROM switch_changes WHERE change_set_id = NEW.id;
    IF asked IS DISTINCT FROM done THEN
      RAISE EXCEPTION 'this is not what was approved' USING ERRCODE = 'BH001';
    END IF;
  ELSIF NEW.authority = 'break_glass' AND NOT EXISTS (SELECT 1 FROM break_glass WHERE change_set_id = NEW.id) THEN
    RAISE EXCEPTION 'break-glass is on record for its review' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER change_sets_as_agreed AFTER INSERT ON change_sets DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION change_sets_as_agreed();

-- Taking a limit off altogether takes a second person as well, whatever the switch.
CREATE OR REPLACE FUNCTION switch_changes_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.direction = 'raising'
    AND (NEW.new_value = 'null'::jsonb OR EXISTS (SELECT 1 FROM critical_switches WHERE switch = NEW.switch))
    AND EXISTS (SELECT 1 FROM change_sets WHERE id = NEW.change_set_id AND authority = 'single') THEN
    RAISE EXCEPTION 'raising % takes a second person', NEW.switch USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;

-- The authority of the emergency stop sets what that stop sets, nothing else.
CREATE FUNCTION switch_changes_of_stop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM change_sets WHERE id = NEW.change_set_id AND authority = 'emergency') AND NOT EXISTS (
    SELECT 1 FROM emergency_stops e WHERE e.change_set_id = NEW.change_set_id AND NEW.symbol = ''
      AND e.settings->NEW.switch = NEW.new_value) THEN
    RAISE EXCEPTION '% to % belongs to no emergency stop', NEW.switch, NEW.new_value USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER switch_changes_of_stop AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION switch_changes_of_stop();

REVOKE ALL ON FUNCTION change_requests_open(), change_requests_people(), break_glass_begins(), change_sets_as_agreed(), switch_changes_of_stop() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_requests_open(), change_requests_people(), break_glass_begins(), change_sets_as_agreed(), switch_changes_of_stop() TO bulkhead_app;
