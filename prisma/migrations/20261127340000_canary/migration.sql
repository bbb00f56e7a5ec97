-- Canary programmes: runs frozen when they are planned, stages that open only through a signed gate, samples, evidence, and the breach that ends one.

CREATE TABLE canary_runs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Shown as CN-3.
  number bigint GENERATED ALWAYS AS IDENTITY,
  programme text NOT NULL,
  -- The catalogue's entry with the parameters put in, as text: signatures are bound to exactly these characters.
  definition text NOT NULL CHECK (jsonb_typeof(definition::jsonb) = 'object'),
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'running', 'paused', 'passed', 'failed', 'no-go', 'aborted')),
  -- 0 before the first.
  stage smallint NOT NULL DEFAULT 0,
  stage_entered_at timestamptz NOT NULL,
  extended_seconds integer NOT NULL DEFAULT 0 CHECK (extended_seconds >= 0),
  paused_at timestamptz,
  paused_seconds double precision NOT NULL DEFAULT 0 CHECK (paused_seconds >= 0),
  retry_of uuid REFERENCES canary_runs (id),
  planned_by uuid NOT NULL REFERENCES people (id),
  planned_name text NOT NULL,
  planned_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  -- Null when Bulkhead itself ended it.
  ended_by uuid REFERENCES people (id),
  ended_name text,
  end_reason text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT canary_runs_stage_known CHECK (stage BETWEEN 0 AND jsonb_array_length(definition::jsonb->'stages')),
  CONSTRAINT canary_runs_begun CHECK ((stage = 0) = (started_at IS NULL) AND (state NOT IN ('running', 'paused', 'passed', 'failed') OR stage > 0)),
  CONSTRAINT canary_runs_draft_is_before CHECK (state <> 'draft' OR stage = 0),
  CONSTRAINT canary_runs_paused CHECK ((state = 'paused') = (paused_at IS NOT NULL) OR ended_at IS NOT NULL),
  CONSTRAINT canary_runs_ended CHECK ((state IN ('passed', 'failed', 'no-go', 'aborted')) = (ended_at IS NOT NULL)),
  CONSTRAINT canary_runs_ended_whole CHECK ((ended_at IS NULL) = (ended_name IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL)),
  CONSTRAINT canary_runs_passed_all CHECK (state <> 'passed' OR stage = jsonb_array_length(definition::jsonb->'stages'))
);
CREATE UNIQUE INDEX canary_runs_number_key ON canary_runs (number);
CREATE INDEX canary_runs_planned_at_idx ON canary_runs (planned_at);
CREATE INDEX canary_runs_programme_idx ON canary_runs (programme, ended_at);
-- They set the same switches: one at a time. And one plan of each.
CREATE UNIQUE INDEX canary_runs_one_active ON canary_runs ((true)) WHERE state IN ('running', 'paused');
CREATE UNIQUE INDEX canary_runs_one_draft ON canary_runs (programme) WHERE state = 'draft';

-- ---------------------------------------------------------------------------------------------------------------
-- A gate that was decided: the final authorisation, with the four people who signed. A GO opens the next stage, once.
CREATE TABLE canary_gates (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES canary_runs (id),
  from_stage smallint NOT NULL,
  decision text NOT NULL CHECK (decision IN ('go', 'no-go')),
  -- SHA-256, hexadecimal, of the snapshot that was signed.
  snapshot_hash text NOT NULL CHECK (snapshot_hash ~ '^[0-9a-f]{64}$'),
  -- What every criterion said at that moment: [{ group, key, verdict, value }].
  verdicts jsonb NOT NULL CHECK (jsonb_typeof(verdicts) = 'array'),
  decided_by uuid NOT NULL REFERENCES people (id),
  decided_name text NOT NULL,
  at timestamptz NOT NULL
);
CREATE UNIQUE INDEX canary_gates_run_id_key ON canary_gates (run_id, from_stage);

CREATE TABLE canary_gate_lines (
  gate_id uuid NOT NULL REFERENCES canary_gates (id),
  line text NOT NULL CHECK (line IN ('engineer', 'risk_manager', 'product_owner', 'executive')),
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (gate_id, line)
);
-- Four lines, four people.
CREATE UNIQUE INDEX canary_gate_lines_person_key ON canary_gate_lines (gate_id, person_id);

CREATE TABLE canary_stages (
  run_id uuid NOT NULL REFERENCES canary_runs (id),
  stage smallint NOT NULL CHECK (stage >= 1),
  gate_id uuid NOT NULL REFERENCES canary_gates (id),
  entered_at timestamptz NOT NULL,
  -- Null when every value held already.
  change_set_id uuid REFERENCES change_sets (id),
  left_at timestamptz,
  PRIMARY KEY (run_id, stage)
);
CREATE UNIQUE INDEX canary_stages_gate_id_key ON canary_stages (gate_id);
CREATE UNIQUE INDEX canary_stages_change_set_id_key ON canary_stages (change_set_id);

-- ---------------------------------------------------------------------------------------------------------------
-- One answer of Prometheus to one criterion or guard; what could not be answered is kept as well.
CREATE TABLE canary_samples (
  run_id uuid NOT NULL REFERENCES canary_runs (id),
  key text NOT NULL,
  -- The round, not the moment of the answer: two workers file one sample.
  at timestamptz NOT NULL,
  value double precision CHECK (value NOT IN ('NaN', 'Infinity', '-Infinity')),
  count double precision CHECK (count NOT IN ('NaN', 'Infinity', '-Infinity')),
  base_value double precision CHECK (base_value NOT IN ('NaN', 'Infinity', '-Infinity')),
  base_count double precision CHECK (base_count NOT IN ('NaN', 'Infinity', '-Infinity')),
  age_gap_seconds double precision CHECK (age_gap_seconds NOT IN ('NaN', 'Infinity', '-Infinity')),
  problem text,
  PRIMARY KEY (run_id, key, at),
  CONSTRAINT canary_samples_value_or_problem CHECK ((value IS NULL) = (problem IS NOT NULL))
);

-- What somebody saw; the newest word counts, and the earlier ones stay.
CREATE TABLE canary_evidence (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES canary_runs (id),
  stage smallint NOT NULL,
  key text NOT NULL,
  holds boolean NOT NULL,
  text text NOT NULL,
  link text,
  file_name text,
  file_sha256 text CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT canary_evidence_file_whole CHECK ((file_name IS NULL) = (file_sha256 IS NULL))
);
CREATE INDEX canary_evidence_run_id_idx ON canary_evidence (run_id, key, at);

-- A guard ended the run; once.
CREATE TABLE canary_breaches (
  run_id uuid PRIMARY KEY REFERENCES canary_runs (id),
  stage smallint NOT NULL,
  guard text NOT NULL,
  sample_at timestamptz NOT NULL,
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  -- The samples that led there.
  evidence jsonb NOT NULL CHECK (jsonb_typeof(evidence) = 'array'),
  -- Null when every value held already.
  change_set_id uuid REFERENCES change_sets (id),
  at timestamptz NOT NULL,
  FOREIGN KEY (run_id, guard, sample_at) REFERENCES canary_samples (run_id, key, at)
);
CREATE UNIQUE INDEX canary_breaches_sample_key ON canary_breaches (run_id, guard, sample_at);
CREATE UNIQUE INDEX canary_breaches_change_set_id_key ON canary_breaches (change_set_id);

-- How Prometheus is: one row, written by the round.
CREATE TABLE prometheus_watch (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  asked_at timestamptz NOT NULL,
  -- Its clock against the database's, ms; null when it did not say.
  skew_ms double precision,
  round_trip_ms double precision,
  problem text,
  -- Since when it gives no answers.
  problem_since timestamptz,
  CONSTRAINT prometheus_watch_since CHECK ((problem IS NULL) = (problem_since IS NULL))
);

-- ---------------------------------------------------------------------------------------------------------------
-- New ways in which a change set is authorised: a signed gate, and a guard of a run.
ALTER TABLE change_sets
  DROP CONSTRAINT change_sets_authority_check,
  ADD CONSTRAINT change_sets_authority_check
    CHECK (authority IN ('single', 'approved', 'break_glass', 'level', 'emergency', 'alert', 'signed', 'guard', 'system')),
  ADD CONSTRAINT change_sets_guard_is_system CHECK (authority <> 'guard' OR actor_kind = 'system'),
  ADD CONSTRAINT change_sets_guard_reduces CHECK (authority <> 'guard' OR direction <> 'raising');

-- What is signed is as bound by an unreviewed break-glass, an open P0 and a broken chain as everything else that raises.
CREATE FUNCTION change_sets_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.authority <> 'signed' THEN RETURN NEW; END IF;
  IF EXISTS (SELECT 1 FROM firings WHERE priority = 'P0' AND resolved_at IS NULL AND NOT drill AND source <> 'bulkhead') THEN
    RAISE EXCEPTION 'a P0 is open: no stage is entered' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.direction = 'raising' AND (EXISTS (SELECT 1 FROM break_glass WHERE reviewed_by IS NULL)
    OR EXISTS (SELECT 1 FROM audit_integrity WHERE broken_seq IS NOT NULL)) THEN
    RAISE EXCEPTION 'nothing is raised now' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_sets_signed BEFORE INSERT ON change_sets FOR EACH ROW EXECUTE FUNCTION change_sets_signed();

-- At the end of the transaction: exactly what the frozen stage, or the guard that was breached, says.
CREATE FUNCTION switch_changes_of_canary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  how text;
  settings jsonb;
BEGIN
  SELECT authority INTO how FROM change_sets WHERE id = NEW.change_set_id;
  IF how = 'signed' THEN
    SELECT r.definition::jsonb->'stages'->(s.stage - 1)->'settings' INTO settings
    FROM canary_stages s JOIN canary_runs r ON r.id = s.run_id WHERE s.change_set_id = NEW.change_set_id;
  ELSIF how = 'guard' THEN
    SELECT g->'rollback'->'settings' INTO settings
    FROM canary_breaches b JOIN canary_runs r ON r.id = b.run_id, jsonb_array_elements(r.definition::jsonb->'guards') g
    WHERE b.change_set_id = NEW.change_set_id AND g->>'key' = b.guard;
  ELSE
    RETURN NULL;
  END IF;
  IF settings IS NULL OR NOT EXISTS (
    SELECT 1 FROM jsonb_array_elements(settings) one
    WHERE one->>'switch' = NEW.switch AND coalesce(one->>'symbol', '') = NEW.symbol
      AND CASE WHEN (one->>'inherit')::boolean THEN NEW.new_inherited ELSE one->'value' = NEW.new_value END) THEN
    RAISE EXCEPTION '% is not what the canary sets', NEW.switch USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER switch_changes_of_canary AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION switch_changes_of_canary();

-- ---------------------------------------------------------------------------------------------------------------
-- A run moves only along its states; its frozen part never, and a stage only through a gate and when its time is over.
CREATE FUNCTION canary_runs_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  needed double precision;
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.programme, NEW.definition, NEW.reason, NEW.retry_of, NEW.planned_by, NEW.planned_at)
    IS DISTINCT FROM (OLD.programme, OLD.definition, OLD.reason, OLD.retry_of, OLD.planned_by, OLD.planned_at) THEN
    RAISE EXCEPTION 'this run is over, or this cannot be changed' USING ERRCODE = 'BH001';
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('draft', 'draft'), ('draft', 'running'), ('draft', 'no-go'), ('draft', 'aborted'),
    ('running', 'running'), ('running', 'paused'), ('running', 'passed'), ('running', 'failed'), ('running', 'no-go'), ('running', 'aborted'),
    ('paused', 'paused'), ('paused', 'running'), ('paused', 'failed'), ('paused', 'no-go'), ('paused', 'aborted')) THEN
    RAISE EXCEPTION 'a run that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'BH001';
  END IF;
  IF NEW.stage = OLD.stage AND NEW.state <> 'passed' THEN
    IF NEW.stage_entered_at < OLD.stage_entered_at AND NEW.version > OLD.version
      OR NEW.extended_seconds < OLD.extended_seconds OR NEW.paused_seconds < OLD.paused_seconds THEN
      RAISE EXCEPTION 'the clock of a stage only goes on' USING ERRCODE = 'BH001';
    END IF;
    RETURN NEW;
  END IF;
  needed := OLD.extended_seconds + OLD.paused_seconds + CASE OLD.stage
    WHEN 0 THEN (OLD.definition::jsonb->'before'->>'seconds')::float8
    ELSE (OLD.definition::jsonb->'stages'->(OLD.stage - 1)->>'seconds')::float8 END;
  IF OLD.state = 'paused' OR clock_timestamp() < OLD.stage_entered_at + make_interval(secs => needed) THEN
    RAISE EXCEPTION 'the time of this stage is not over' USING ERRCODE = 'BH001';
  END IF;
  IF NOT (NEW.stage = OLD.stage + 1 AND NEW.state = 'running' OR NEW.stage = OLD.stage AND NEW.state = 'passed')
    OR NOT EXISTS (SELECT 1 FROM canary_gates WHERE run_id = NEW.id AND from_stage = OLD.stage AND decision = 'go') THEN
    RAISE EXCEPTION 'nobody signed the gate after this stage' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_runs_keep BEFORE UPDATE ON canary_runs FOR EACH ROW EXECUTE FUNCTION canary_runs_keep();

-- A failed programme waits; what is tried again has failed, and is of the same programme.
CREATE FUNCTION canary_runs_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM canary_runs WHERE programme = NEW.programme AND state = 'failed'
    AND ended_at > clock_timestamp() - interval '48 hours') THEN
    RAISE EXCEPTION 'this programme failed less than 48 hours ago' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.retry_of IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM canary_runs WHERE id = NEW.retry_of AND programme = NEW.programme AND state = 'failed') THEN
    RAISE EXCEPTION 'what is tried again has not failed' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_runs_wait BEFORE INSERT ON canary_runs FOR EACH ROW EXECUTE FUNCTION canary_runs_wait();

-- At the end of the transaction: a GO has its four people, none of them planned verdicts other than pass, and no P0 is open.
CREATE FUNCTION canary_gates_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decision = 'no-go' THEN
    IF NOT EXISTS (SELECT 1 FROM canary_runs WHERE id = NEW.run_id AND state = 'no-go') THEN
      RAISE EXCEPTION 'a NO-GO ends the run' USING ERRCODE = 'BH001';
    END IF;
    RETURN NULL;
  END IF;
  IF (SELECT count(*) FROM canary_gate_lines WHERE gate_id = NEW.id) <> 4
    OR NOT EXISTS (SELECT 1 FROM canary_gate_lines WHERE gate_id = NEW.id AND line = 'executive' AND person_id = NEW.decided_by) THEN
    RAISE EXCEPTION 'a gate takes four people' USING ERRCODE = 'BH001';
  END IF;
  IF EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.verdicts) v
    WHERE v->>'group' <> 'targets' AND v->>'verdict' IS DISTINCT FROM 'pass') THEN
    RAISE EXCEPTION 'a criterion does not pass' USING ERRCODE = 'BH001';
  END IF;
  IF EXISTS (SELECT 1 FROM firings WHERE priority = 'P0' AND resolved_at IS NULL AND NOT drill AND source <> 'bulkhead') THEN
    RAISE EXCEPTION 'a P0 is open: no stage is entered' USING ERRCODE = 'BH001';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM canary_stages WHERE gate_id = NEW.id)
    AND NOT EXISTS (SELECT 1 FROM canary_runs WHERE id = NEW.run_id AND state = 'passed') THEN
    RAISE EXCEPTION 'a GO opens its stage' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_gates_signed AFTER INSERT ON canary_gates DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_gates_signed();

-- A stage is the next of its run, through its own gate.
CREATE FUNCTION canary_stages_gated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM canary_gates WHERE id = NEW.gate_id AND run_id = NEW.run_id
    AND from_stage = NEW.stage - 1 AND decision = 'go') THEN
    RAISE EXCEPTION 'this gate does not open this stage' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_stages_gated BEFORE INSERT ON canary_stages FOR EACH ROW EXECUTE FUNCTION canary_stages_gated();

-- A breach is of a guard of the run, by its threshold, and ends it.
CREATE FUNCTION canary_breaches_true() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM canary_runs r, jsonb_array_elements(r.definition::jsonb->'guards') g, canary_samples s
    WHERE r.id = NEW.run_id AND r.state = 'failed' AND g->>'key' = NEW.guard AND (g->>'threshold')::float8 = NEW.threshold
      AND s.run_id = NEW.run_id AND s.key = NEW.guard AND s.at = NEW.sample_at AND s.value = NEW.value
      AND CASE g->>'is' WHEN '>' THEN NEW.value > NEW.threshold ELSE NEW.value < NEW.threshold END) THEN
    RAISE EXCEPTION 'this is not a breach' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_breaches_true AFTER INSERT ON canary_breaches DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_breaches_true();

-- Evidence is of a run that goes on.
CREATE FUNCTION canary_evidence_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM canary_runs WHERE id = NEW.run_id AND ended_at IS NOT NULL) THEN
    RAISE EXCEPTION 'this run is over' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_evidence_open BEFORE INSERT ON canary_evidence FOR EACH ROW EXECUTE FUNCTION canary_evidence_open();

REVOKE ALL ON FUNCTION change_sets_signed(), switch_changes_of_canary(), canary_runs_keep(), canary_runs_wait(), canary_gates_signed(),
  canary_stages_gated(), canary_breaches_true(), canary_evidence_open() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_sets_signed(), switch_changes_of_canary(), canary_runs_keep(), canary_runs_wait(), canary_gates_signed(),
  canary_stages_gated(), canary_breaches_true(), canary_evidence_open() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON canary_runs, canary_stages, prometheus_watch TO bulkhead_app;
GRANT SELECT, INSERT ON canary_gates, canary_gate_lines, canary_samples, canary_evidence, canary_breaches TO bulkhead_app;
GRANT USAGE ON SEQUENCE canary_runs_number_seq TO bulkhead_app;
