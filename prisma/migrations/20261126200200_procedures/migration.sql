-- Runs of procedures: what a run does is frozen when it starts, its steps are filled in by people and by Bulkhead.

CREATE TABLE procedure_runs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Shown as RUN-42.
  number bigint GENERATED ALWAYS AS IDENTITY,
  procedure_key text NOT NULL,
  -- The catalogue's entry as it was at the start: a changed catalogue never changes a run.
  procedure jsonb NOT NULL CHECK (jsonb_typeof(procedure) = 'object'),
  title text NOT NULL,
  -- What it is about: a kind (level-press, emergency-stop, assessment, change-set) and the id of its row.
  subject_kind text,
  subject_id uuid,
  -- What its starter chose, such as the switches of a single-module rollback.
  parameters jsonb NOT NULL DEFAULT '{}',
  reason text NOT NULL,
  -- Null when Bulkhead itself started it.
  started_by uuid REFERENCES people (id),
  started_name text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  completed_at timestamptz,
  -- Given up before its end.
  ended_at timestamptz,
  ended_by uuid REFERENCES people (id),
  ended_name text,
  end_reason text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT procedure_runs_subject_whole CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
  CONSTRAINT procedure_runs_one_end CHECK (completed_at IS NULL OR ended_at IS NULL),
  CONSTRAINT procedure_runs_end_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX procedure_runs_number_key ON procedure_runs (number);
CREATE INDEX procedure_runs_started_at_idx ON procedure_runs (started_at);
CREATE INDEX procedure_runs_active_idx ON procedure_runs (started_at) WHERE completed_at IS NULL AND ended_at IS NULL;
CREATE INDEX procedure_runs_subject_idx ON procedure_runs (subject_kind, subject_id);
CREATE INDEX procedure_runs_procedure_key_idx ON procedure_runs (procedure_key, completed_at);

-- A run that is over stays as it is, and what it was started with never changes.
CREATE FUNCTION procedure_runs_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.completed_at IS NOT NULL OR OLD.ended_at IS NOT NULL
    OR (NEW.procedure_key, NEW.procedure, NEW.subject_kind, NEW.subject_id, NEW.parameters, NEW.started_by, NEW.started_at)
    IS DISTINCT FROM (OLD.procedure_key, OLD.procedure, OLD.subject_kind, OLD.subject_id, OLD.parameters, OLD.started_by, OLD.started_at) THEN
    RAISE EXCEPTION 'this run is over, or this cannot be changed' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER procedure_runs_keep BEFORE UPDATE ON procedure_runs FOR EACH ROW EXECUTE FUNCTION procedure_runs_keep();

-- A row appears when somebody does something with a step; before that its state follows from the procedure.
CREATE TABLE run_steps (
  run_id uuid NOT NULL REFERENCES procedure_runs (id),
  step_key text NOT NULL,
  -- Of this row, for what refers to one step.
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  state text NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'passed over', 'failed')),
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  done_at timestamptz,
  -- Null when Bulkhead itself found it done.
  done_by uuid REFERENCES people (id),
  done_name text,
  -- Evidence, the chosen option, recorded fields, what a check found.
  data jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(data) = 'object'),
  change_set_id uuid REFERENCES change_sets (id),
  request_id uuid REFERENCES change_requests (id),
  command_id uuid REFERENCES executor_commands (id),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (run_id, step_key),
  CONSTRAINT run_steps_done_whole CHECK ((state IN ('done', 'passed over')) = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX run_steps_id_key ON run_steps (id);

CREATE FUNCTION run_steps_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state IN ('done', 'passed over') THEN
    RAISE EXCEPTION 'this step is done' USING ERRCODE = 'BH001';
  END IF;
  IF EXISTS (SELECT 1 FROM procedure_runs WHERE id = NEW.run_id AND (completed_at IS NOT NULL OR ended_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'this run is over' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER run_steps_keep BEFORE INSERT OR UPDATE ON run_steps FOR EACH ROW EXECUTE FUNCTION run_steps_keep();

CREATE TABLE run_notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  run_id uuid NOT NULL REFERENCES procedure_runs (id),
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX run_notes_run_id_idx ON run_notes (run_id, at);

-- Different people: the key sees to that. Not the starter, where the step says so.
CREATE TABLE run_signatures (
  run_id uuid NOT NULL REFERENCES procedure_runs (id),
  step_key text NOT NULL,
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text NOT NULL,
  statement text NOT NULL,
  not_starter boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, step_key, person_id)
);
CREATE FUNCTION run_signatures_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.not_starter AND EXISTS (SELECT 1 FROM procedure_runs WHERE id = NEW.run_id AND started_by = NEW.person_id) THEN
    RAISE EXCEPTION 'whoever started the run does not sign this' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER run_signatures_people BEFORE INSERT ON run_signatures FOR EACH ROW EXECUTE FUNCTION run_signatures_people();

-- Nothing restarts after an emergency stop before the recovery of that stop is complete.
CREATE FUNCTION emergency_stops_recovered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.restarted_at IS NOT NULL AND OLD.restarted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM procedure_runs WHERE procedure_key = 'recovery-after-stop' AND subject_kind = 'emergency-stop'
      AND subject_id = NEW.id AND completed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the recovery procedure of this stop is not complete' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER emergency_stops_recovered BEFORE UPDATE ON emergency_stops FOR EACH ROW EXECUTE FUNCTION emergency_stops_recovered();

REVOKE ALL ON FUNCTION procedure_runs_keep(), run_steps_keep(), run_signatures_people(), emergency_stops_recovered() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION procedure_runs_keep(), run_steps_keep(), run_signatures_people(), emergency_stops_recovered() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON procedure_runs, run_steps TO bulkhead_app;
GRANT SELECT, INSERT ON run_notes, run_signatures TO bulkhead_app;
