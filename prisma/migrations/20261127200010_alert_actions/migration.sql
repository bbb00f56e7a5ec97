-- The action of an alert is authorised beforehand (product.md section 1): exactly what the catalogue names, for a firing of that
-- alert. And Bulkhead tells of itself the way everybody else does, by deliveries.

-- ---------------------------------------------------------------------------------------------------------------
-- Told by the owner at every start (scripts/database/rules.ts), out of the application's reach.
CREATE TABLE alert_actions (
  alert text PRIMARY KEY,
  settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
  -- The list that also takes in the market of the firing.
  adds_symbol_to text
);
GRANT SELECT ON alert_actions TO bulkhead_app;

ALTER TABLE change_sets
  DROP CONSTRAINT change_sets_authority_check,
  ADD CONSTRAINT change_sets_authority_check
    CHECK (authority IN ('single', 'approved', 'break_glass', 'level', 'emergency', 'alert', 'system'));

-- At the end of the transaction, when the firing says which change set was its action.
CREATE FUNCTION switch_changes_of_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM change_sets WHERE id = NEW.change_set_id AND authority = 'alert') THEN RETURN NULL; END IF;
  IF NOT EXISTS (
    SELECT 1 FROM firings f JOIN alert_actions a USING (alert)
    WHERE f.change_set_id = NEW.change_set_id AND NOT f.drill AND NEW.symbol = '' AND (
      a.settings->NEW.switch = NEW.new_value
      OR (a.adds_symbol_to = NEW.switch AND NEW.new_value @> NEW.old_value
        AND NEW.new_value - ARRAY(SELECT jsonb_array_elements_text(NEW.old_value)) = (
          SELECT jsonb_build_array(l->>1) FROM jsonb_array_elements(f.labels) AS l WHERE l->>0 = 'symbol')))) THEN
    RAISE EXCEPTION '% to % is not the action of an alert that fired', NEW.switch, NEW.new_value USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER switch_changes_of_alert AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION switch_changes_of_alert();

-- ---------------------------------------------------------------------------------------------------------------
-- One change set is the action of one firing, and a drill changes nothing.
DROP INDEX firings_change_set_id_idx;
CREATE UNIQUE INDEX firings_change_set_id_key ON firings (change_set_id);
ALTER TABLE firings
  -- Whose effect stops the clock: its own change set, or the one that had set what held already.
  ADD COLUMN awaits_id uuid REFERENCES change_sets (id),
  ADD CONSTRAINT firings_awaits_own CHECK (change_set_id IS NULL OR awaits_id = change_set_id),
  ADD CONSTRAINT firings_awaits_is_acted CHECK (awaits_id IS NULL OR acted_at IS NOT NULL),
  ADD CONSTRAINT firings_drill_changes_nothing CHECK (NOT drill OR change_set_id IS NULL);
CREATE INDEX firings_awaits_id_idx ON firings (awaits_id) WHERE effective_at IS NULL;

CREATE FUNCTION firings_keep_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.acted_at IS NOT NULL AND (NEW.acted_by_id, NEW.awaits_id) IS DISTINCT FROM (OLD.acted_by_id, OLD.awaits_id) THEN
    RAISE EXCEPTION 'a firing is acted on once' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER firings_keep_action BEFORE UPDATE ON firings FOR EACH ROW EXECUTE FUNCTION firings_keep_action();

-- ---------------------------------------------------------------------------------------------------------------
-- What Bulkhead says about itself comes in as everything else does.
ALTER TABLE deliveries
  DROP CONSTRAINT deliveries_source_check,
  ADD CONSTRAINT deliveries_source_check CHECK (source IN ('alertmanager', 'api', 'push', 'bulkhead'));
GRANT INSERT (source, key_id, body) ON deliveries TO bulkhead_app;

REVOKE ALL ON FUNCTION switch_changes_of_alert(), firings_keep_action() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switch_changes_of_alert(), firings_keep_action() TO bulkhead_app;
