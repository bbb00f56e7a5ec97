-- One press acts for a storm: its change set is the action of every firing it was pressed for, and of no other.
DROP INDEX firings_change_set_id_key;
CREATE INDEX firings_change_set_id_idx ON firings (change_set_id);

-- Firings share a change set only as one press: the same alert, the same moment, the same person.
CREATE FUNCTION firings_share_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM firings f WHERE f.change_set_id = NEW.change_set_id AND f.id <> NEW.id
      AND (f.alert, f.acted_at, f.acted_by_kind, f.acted_by_id)
        IS DISTINCT FROM (NEW.alert, NEW.acted_at, NEW.acted_by_kind, NEW.acted_by_id)) THEN
    RAISE EXCEPTION 'a change set is the action of one press' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER firings_share_action BEFORE INSERT OR UPDATE OF change_set_id ON firings
  FOR EACH ROW WHEN (NEW.change_set_id IS NOT NULL) EXECUTE FUNCTION firings_share_action();

-- As before, and a list takes in the markets of all the firings: each of them, and none besides.
CREATE OR REPLACE FUNCTION switch_changes_of_alert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  action alert_actions;
  markets jsonb;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM change_sets WHERE id = NEW.change_set_id AND authority = 'alert') THEN RETURN NULL; END IF;
  SELECT a.* INTO action FROM firings f JOIN alert_actions a USING (alert)
    WHERE f.change_set_id = NEW.change_set_id AND NOT f.drill LIMIT 1;
  IF FOUND AND NEW.symbol = '' THEN
    IF action.settings->NEW.switch = NEW.new_value THEN RETURN NULL; END IF;
    IF action.adds_symbol_to = NEW.switch AND NEW.new_value @> NEW.old_value THEN
      SELECT coalesce(jsonb_agg(DISTINCT l->>1), '[]') INTO markets
        FROM firings f, jsonb_array_elements(f.labels) AS l
        WHERE f.change_set_id = NEW.change_set_id AND l->>0 = 'symbol';
      IF markets @> (NEW.new_value - ARRAY(SELECT jsonb_array_elements_text(NEW.old_value))) AND NEW.new_value @> markets THEN
        RETURN NULL;
      END IF;
    END IF;
  END IF;
  RAISE EXCEPTION '% to % is not the action of an alert that fired', NEW.switch, NEW.new_value USING ERRCODE = 'BH001';
END $$;

REVOKE ALL ON FUNCTION firings_share_action() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION firings_share_action() TO bulkhead_app;
