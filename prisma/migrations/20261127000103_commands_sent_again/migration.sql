-- A step that is done stays as it is, but for a command that is sent again because nobody carried it out.
CREATE OR REPLACE FUNCTION run_steps_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state IN ('done', 'passed over') AND NOT (OLD.state = 'done' AND NEW.state = 'done'
    AND OLD.command_id IS NOT NULL AND NEW.command_id IS NOT NULL AND NEW.command_id IS DISTINCT FROM OLD.command_id
    AND (NEW.run_id, NEW.step_key, NEW.id, NEW.change_set_id, NEW.request_id)
      IS NOT DISTINCT FROM (OLD.run_id, OLD.step_key, OLD.id, OLD.change_set_id, OLD.request_id)) THEN
    RAISE EXCEPTION 'this step is done' USING ERRCODE = 'BH001';
  END IF;
  IF EXISTS (SELECT 1 FROM procedure_runs WHERE id = NEW.run_id AND (completed_at IS NOT NULL OR ended_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'this run is over' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
