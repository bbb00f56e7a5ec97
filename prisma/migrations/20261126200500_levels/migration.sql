-- Degradation levels: what each of them sets, who pressed which and when, and the rule that the authority of a level is
-- good for exactly its switches.

-- The bundles of the catalogue, for the trigger below; brought in line at every start.
CREATE TABLE level_bundles (
  level smallint PRIMARY KEY CHECK (level BETWEEN 1 AND 3),
  settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object')
);

CREATE TABLE level_presses (
  id uuid PRIMARY KEY,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
  -- What it set: switch -> value. Kept, so that a changed catalogue does not change what was pressed.
  settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
  pressed_by_kind text NOT NULL CHECK (pressed_by_kind IN ('person', 'system')),
  pressed_by_id text NOT NULL,
  pressed_by_name text NOT NULL,
  pressed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reason text NOT NULL,
  -- Null when every value held already.
  change_set_id uuid REFERENCES change_sets (id),
  -- The matrix before it: what leaving goes back to.
  before_epoch integer NOT NULL,
  before_revision bigint NOT NULL,
  observe_until timestamptz NOT NULL,
  confirmed_at timestamptz,
  confirmed_by uuid REFERENCES people (id),
  confirmed_name text,
  left_at timestamptz,
  -- Null when there was nothing to set back, or when the same level was pressed again.
  left_by uuid REFERENCES change_sets (id),
  CONSTRAINT level_presses_confirmed_whole CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT level_presses_observed CHECK (confirmed_at >= observe_until),
  CONSTRAINT level_presses_left_whole CHECK (left_by IS NULL OR left_at IS NOT NULL)
);
CREATE INDEX level_presses_pressed_at_idx ON level_presses (pressed_at);
CREATE INDEX level_presses_open_idx ON level_presses (pressed_at) WHERE left_at IS NULL;
CREATE INDEX level_presses_change_set_id_idx ON level_presses (change_set_id);

-- The authority of a level sets what that level sets, nothing else.
CREATE FUNCTION switch_changes_of_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM change_sets WHERE id = NEW.change_set_id AND authority = 'level') THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT 1 FROM level_presses p JOIN level_bundles b USING (level)
                 WHERE p.change_set_id = NEW.change_set_id AND b.settings ? NEW.switch AND NEW.symbol = ''
                   AND b.settings->NEW.switch = NEW.new_value) THEN
    RAISE EXCEPTION '% to % belongs to no pressed level', NEW.switch, NEW.new_value USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER switch_changes_of_level AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION switch_changes_of_level();

CREATE FUNCTION level_presses_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.level, NEW.settings, NEW.pressed_by_id, NEW.pressed_at, NEW.before_epoch, NEW.before_revision, NEW.observe_until)
    IS DISTINCT FROM (OLD.id, OLD.level, OLD.settings, OLD.pressed_by_id, OLD.pressed_at, OLD.before_epoch, OLD.before_revision, OLD.observe_until)
    OR (OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at)
    OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
    RAISE EXCEPTION 'a press of a level is confirmed once and left once, and nothing else about it changes' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER level_presses_keep BEFORE UPDATE ON level_presses FOR EACH ROW EXECUTE FUNCTION level_presses_keep();

REVOKE ALL ON FUNCTION switch_changes_of_level(), level_presses_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switch_changes_of_level(), level_presses_keep() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON level_bundles TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON level_presses TO bulkhead_app;
