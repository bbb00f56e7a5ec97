-- A restored database may not know the key that pressed at an edge since: the stop is recorded all the same.
ALTER TABLE edge_stops ALTER COLUMN key_id DROP NOT NULL;
CREATE OR REPLACE FUNCTION file_edge_stop() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO edge_stops (id, edge_id, pressed_at, key_id, reason)
  VALUES (NEW.id, NEW.edge_id, least(NEW.pressed_at, clock_timestamp()), (SELECT id FROM api_keys WHERE id = NEW.key_id), NEW.reason)
  ON CONFLICT (id) DO NOTHING;
  IF EXISTS (SELECT 1 FROM edge_stops WHERE id = NEW.id AND recorded_as IS NULL) THEN
    PERFORM enqueue_job('record-edge-stop', json_build_object('stopId', NEW.id), NULL, 'record-edge-stop ' || NEW.id);
  END IF;
  RETURN NULL;
END $$;

-- While an emergency stop is open, no command leads executors back to trading. Asked at the commit, so that a stop that
-- was pressed meanwhile counts.
CREATE FUNCTION executor_commands_latched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.command IN ('reconnect', 'resume_trading')
    AND EXISTS (SELECT 1 FROM emergency_stops WHERE restarted_at IS NULL) THEN
    RAISE EXCEPTION '% is held by the emergency stop', NEW.command USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER executor_commands_latched AFTER INSERT ON executor_commands DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION executor_commands_latched();

REVOKE ALL ON FUNCTION executor_commands_latched() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION executor_commands_latched() TO bulkhead_app;
