-- Guards of canaries: several breached in one round are all carried out, and those of a run that ended act for as long as what it set is in force.

ALTER TABLE canary_runs
  -- When its guards were needed no more, after its end; null while they act.
  ADD COLUMN disarmed_at timestamptz,
  ADD COLUMN disarmed_why text,
  ADD CONSTRAINT canary_runs_disarmed_whole CHECK ((disarmed_at IS NULL) = (disarmed_why IS NULL)
    AND (disarmed_at IS NULL OR ended_at IS NOT NULL));
-- Looked for every 15 seconds.
CREATE INDEX canary_runs_guarded_idx ON canary_runs (number) WHERE disarmed_at IS NULL AND stage > 0;

-- One breach for each guard, and one change set for all of a round.
ALTER TABLE canary_breaches DROP CONSTRAINT canary_breaches_pkey;
DROP INDEX canary_breaches_sample_key, canary_breaches_change_set_id_key;
ALTER TABLE canary_breaches ADD PRIMARY KEY (run_id, guard, sample_at);
CREATE INDEX canary_breaches_change_set_id_idx ON canary_breaches (change_set_id);
CREATE INDEX canary_breaches_at_idx ON canary_breaches (run_id, at);

-- ---------------------------------------------------------------------------------------------------------------
-- As before; and after its end nothing of a run changes but that its guards are disarmed, once: when everything holds that
-- ending it by hand sets, or when a later run has set the same switches.
CREATE OR REPLACE FUNCTION canary_runs_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  needed double precision;
  same canary_runs;
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    same := NEW;
    same.disarmed_at := OLD.disarmed_at;
    same.disarmed_why := OLD.disarmed_why;
    same.version := OLD.version;
    IF same IS DISTINCT FROM OLD OR OLD.disarmed_at IS NOT NULL OR NEW.disarmed_at IS NULL THEN
      RAISE EXCEPTION 'this run is over' USING ERRCODE = 'BH001';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.programme, NEW.definition, NEW.reason, NEW.retry_of, NEW.planned_by, NEW.planned_at)
    IS DISTINCT FROM (OLD.programme, OLD.definition, OLD.reason, OLD.retry_of, OLD.planned_by, OLD.planned_at) THEN
    RAISE EXCEPTION 'this cannot be changed' USING ERRCODE = 'BH001';
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

-- At the end of the transaction, when the values are those it leaves behind.
CREATE FUNCTION canary_runs_disarmed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reduced jsonb := NEW.definition::jsonb->'abort'->'settings';
BEGIN
  IF NEW.disarmed_at IS NULL OR NEW.stage = 0 OR NOT EXISTS (
    SELECT 1 FROM jsonb_array_elements(reduced) one LEFT JOIN switch_values v ON v.switch = one->>'switch' AND v.symbol = ''
    WHERE v.value IS DISTINCT FROM one->'value') THEN
    RETURN NULL;
  END IF;
  IF EXISTS (
    SELECT 1 FROM canary_runs later WHERE later.started_at > NEW.ended_at AND NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements(reduced) one WHERE NOT EXISTS (
        SELECT 1 FROM generate_series(0, later.stage - 1) n,
          jsonb_array_elements(later.definition::jsonb->'stages'->n->'settings') s WHERE s->>'switch' = one->>'switch'))) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'what this run set is in force: its guards stay armed' USING ERRCODE = 'BH001';
END $$;
CREATE CONSTRAINT TRIGGER canary_runs_disarmed AFTER UPDATE ON canary_runs DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.disarmed_at IS NOT NULL AND OLD.disarmed_at IS NULL) EXECUTE FUNCTION canary_runs_disarmed();

-- A breach is of a guard that acts, by its threshold; it has failed a run that was under way.
CREATE OR REPLACE FUNCTION canary_breaches_true() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM canary_runs r, jsonb_array_elements(r.definition::jsonb->'guards') g, canary_samples s
    WHERE r.id = NEW.run_id AND r.ended_at IS NOT NULL AND (r.disarmed_at IS NULL OR r.disarmed_at >= NEW.at)
      AND r.stage = NEW.stage AND (r.state = 'failed' OR NEW.at > r.ended_at)
      AND g->>'key' = NEW.guard AND (g->>'threshold')::float8 = NEW.threshold
      AND s.run_id = NEW.run_id AND s.key = NEW.guard AND s.at = NEW.sample_at AND s.value = NEW.value AND s.at >= r.stage_entered_at
      AND CASE g->>'is' WHEN '>' THEN NEW.value > NEW.threshold ELSE NEW.value < NEW.threshold END) THEN
    RAISE EXCEPTION 'this is not a breach' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;

-- At the end of the transaction: exactly what the frozen stage, or one of the guards that were breached, says.
CREATE OR REPLACE FUNCTION switch_changes_of_canary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  how text;
  settings jsonb;
BEGIN
  SELECT authority INTO how FROM change_sets WHERE id = NEW.change_set_id;
  IF how = 'signed' THEN
    SELECT r.definition::jsonb->'stages'->(s.stage - 1)->'settings' INTO settings
    FROM canary_stages s JOIN canary_runs r ON r.id = s.run_id WHERE s.change_set_id = NEW.change_set_id;
  ELSIF how = 'guard' THEN
    SELECT jsonb_agg(one) INTO settings
    FROM canary_breaches b JOIN canary_runs r ON r.id = b.run_id, jsonb_array_elements(r.definition::jsonb->'guards') g,
      jsonb_array_elements(g->'rollback'->'settings') one
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

-- A run fails by a guard, and by nothing else.
CREATE FUNCTION canary_runs_failed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM canary_breaches WHERE run_id = NEW.id AND at = NEW.ended_at) THEN
    RAISE EXCEPTION 'no guard of this run was breached' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_runs_failed AFTER UPDATE ON canary_runs DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'failed' AND OLD.state <> 'failed') EXECUTE FUNCTION canary_runs_failed();

-- A programme also waits after a guard has rolled back what a run of it had left in force.
CREATE OR REPLACE FUNCTION canary_runs_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM canary_runs r WHERE r.programme = NEW.programme AND (
      r.state = 'failed' AND r.ended_at > clock_timestamp() - interval '48 hours'
      OR r.state <> 'failed' AND EXISTS (SELECT 1 FROM canary_breaches b
        WHERE b.run_id = r.id AND b.at > clock_timestamp() - interval '48 hours'))) THEN
    RAISE EXCEPTION 'this programme failed less than 48 hours ago' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.retry_of IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM canary_runs WHERE id = NEW.retry_of AND programme = NEW.programme AND state = 'failed') THEN
    RAISE EXCEPTION 'what is tried again has not failed' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION canary_runs_disarmed(), canary_runs_failed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION canary_runs_disarmed(), canary_runs_failed() TO bulkhead_app;
