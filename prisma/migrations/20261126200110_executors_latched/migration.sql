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
