-- The rules of a canary's run once more, for whoever writes with the application's role and goes round its commands: how a run begins, its clock, who ended it, and what a gate has to say.

-- The owner of the tables restores and repairs, and could drop these triggers anyway; everybody else is held to the clock.
CREATE FUNCTION canary_repaired() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_user = pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'canary_runs'::regclass
$$;

-- A moment that is written is the moment of the write; a slow transaction has a minute.
CREATE FUNCTION canary_is_now(moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT moment BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp() + interval '1 second'
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- A run begins as a plan, and a programme has one run that is not over.
CREATE FUNCTION canary_runs_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF canary_repaired() THEN RETURN NEW; END IF;
  IF NEW.state <> 'draft' OR NEW.stage <> 0 OR NEW.started_at IS NOT NULL OR NEW.ended_at IS NOT NULL OR NEW.disarmed_at IS NOT NULL
    OR NEW.extended_seconds <> 0 OR NEW.paused_seconds <> 0 OR NEW.version <> 1 THEN
    RAISE EXCEPTION 'a run begins as a plan' USING ERRCODE = 'BH001';
  END IF;
  IF NOT canary_is_now(NEW.planned_at) OR NEW.stage_entered_at <> NEW.planned_at THEN
    RAISE EXCEPTION 'a run is planned now' USING ERRCODE = 'BH001';
  END IF;
  IF EXISTS (SELECT 1 FROM canary_runs WHERE programme = NEW.programme AND ended_at IS NULL) THEN
    RAISE EXCEPTION 'a run of this programme is not over' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_runs_begin BEFORE INSERT ON canary_runs FOR EACH ROW EXECUTE FUNCTION canary_runs_begin();

-- ---------------------------------------------------------------------------------------------------------------
-- Nobody sets a clock of a run: stages, pauses and ends happen when they are written, and a pause is made up for.
CREATE FUNCTION canary_runs_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'a run is moved by one version' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.ended_at IS NOT NULL THEN
    IF NOT canary_is_now(NEW.disarmed_at) THEN
      RAISE EXCEPTION 'guards are disarmed now' USING ERRCODE = 'BH001';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.stage = OLD.stage THEN
    IF (NEW.stage_entered_at, NEW.started_at) IS DISTINCT FROM (OLD.stage_entered_at, OLD.started_at) THEN
      RAISE EXCEPTION 'the clock of a stage only goes on' USING ERRCODE = 'BH001';
    END IF;
    IF NEW.extended_seconds > OLD.extended_seconds AND (NEW.state NOT IN ('running', 'paused') OR NEW.extended_seconds > 14 * 86400) THEN
      RAISE EXCEPTION 'a stage is extended while it is under way, by 14 days at most' USING ERRCODE = 'BH001';
    END IF;
  ELSIF NOT canary_is_now(NEW.stage_entered_at) OR NEW.started_at IS DISTINCT FROM coalesce(OLD.started_at, NEW.stage_entered_at)
    OR NEW.extended_seconds <> 0 OR NEW.paused_seconds <> 0 THEN
    RAISE EXCEPTION 'a stage is entered now, and lasts as long as it is frozen' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.paused_at IS NULL AND NEW.paused_at IS NOT NULL AND NOT canary_is_now(NEW.paused_at)
    OR OLD.paused_at IS NOT NULL AND NEW.paused_at IS NOT NULL AND NEW.paused_at <> OLD.paused_at THEN
    RAISE EXCEPTION 'a run is paused now' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state = 'paused' AND NEW.state = 'running' AND NEW.stage = OLD.stage
    AND NEW.paused_seconds < OLD.paused_seconds + extract(epoch FROM clock_timestamp() - OLD.paused_at) - 10 THEN
    RAISE EXCEPTION 'the time of a pause does not count' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.ended_at IS NOT NULL AND (NOT canary_is_now(NEW.ended_at) OR (NEW.ended_by IS NULL) <> (NEW.state = 'failed')) THEN
    RAISE EXCEPTION 'a run ends now: by a guard, or by a person' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_runs_clock BEFORE UPDATE ON canary_runs FOR EACH ROW WHEN (NOT canary_repaired()) EXECUTE FUNCTION canary_runs_clock();

-- At the end of the transaction: NO-GO is said at a gate, and a stage that is entered has its row with its gate.
CREATE FUNCTION canary_runs_gated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'no-go' AND OLD.state <> 'no-go' AND NOT EXISTS (
    SELECT 1 FROM canary_gates WHERE run_id = NEW.id AND from_stage = NEW.stage AND decision = 'no-go') THEN
    RAISE EXCEPTION 'nobody said NO-GO at this gate' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.stage <> OLD.stage AND NOT EXISTS (SELECT 1 FROM canary_stages WHERE run_id = NEW.id AND stage = NEW.stage) THEN
    RAISE EXCEPTION 'this stage was not entered through its gate' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_runs_gated AFTER UPDATE ON canary_runs DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state <> OLD.state OR NEW.stage <> OLD.stage) EXECUTE FUNCTION canary_runs_gated();

-- ---------------------------------------------------------------------------------------------------------------
-- A stage is left once, and nothing else of it changes; and it is the one its run is in.
CREATE FUNCTION canary_stages_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.run_id, NEW.stage, NEW.gate_id, NEW.entered_at, NEW.change_set_id)
    IS DISTINCT FROM (OLD.run_id, OLD.stage, OLD.gate_id, OLD.entered_at, OLD.change_set_id) OR OLD.left_at IS NOT NULL THEN
    RAISE EXCEPTION 'a stage is left once, and stays what it was' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_stages_keep BEFORE UPDATE ON canary_stages FOR EACH ROW EXECUTE FUNCTION canary_stages_keep();

CREATE FUNCTION canary_stages_entered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM canary_runs WHERE id = NEW.run_id AND stage = NEW.stage) THEN
    RAISE EXCEPTION 'its run is not in this stage' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_stages_entered AFTER INSERT ON canary_stages DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_stages_entered();

-- ---------------------------------------------------------------------------------------------------------------
-- A gate is decided where its run stands, and a GO says of every criterion there that it passes; of targets so many as
-- the frozen programme asks for.
CREATE FUNCTION canary_gates_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM canary_runs WHERE id = NEW.run_id AND stage = NEW.from_stage AND ended_at IS NULL) THEN
    RAISE EXCEPTION 'this run does not stand at this gate' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_gates_stand BEFORE INSERT ON canary_gates FOR EACH ROW EXECUTE FUNCTION canary_gates_stand();

CREATE FUNCTION canary_gates_judged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  frozen jsonb;
  place jsonb;
  missing text;
BEGIN
  IF NEW.decision <> 'go' THEN RETURN NULL; END IF;
  SELECT definition::jsonb INTO frozen FROM canary_runs WHERE id = NEW.run_id;
  place := CASE NEW.from_stage WHEN 0 THEN frozen->'before' ELSE frozen->'stages'->(NEW.from_stage - 1) END;
  SELECT one->>'key' INTO missing FROM jsonb_array_elements(
      (place->'acceptance') || (frozen->'checks') || CASE NEW.from_stage WHEN 0 THEN '[]' ELSE frozen->'passCriteria' END) one
    WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.verdicts) v
      WHERE v->>'key' = one->>'key' AND v->>'group' <> 'targets' AND v->>'verdict' = 'pass') LIMIT 1;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'nothing says that % passes', missing USING ERRCODE = 'BH001';
  END IF;
  IF (SELECT count(*) FROM jsonb_array_elements(coalesce(place->'targets'->'criteria', '[]')) one
      WHERE EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.verdicts) v
        WHERE v->>'key' = one->>'key' AND v->>'group' = 'targets' AND v->>'verdict' = 'pass'))
    < coalesce((place->'targets'->>'least')::int, 0) THEN
    RAISE EXCEPTION 'too few of the targets pass' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_gates_judged AFTER INSERT ON canary_gates DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_gates_judged();

REVOKE ALL ON FUNCTION canary_repaired(), canary_is_now(timestamptz), canary_runs_begin(), canary_runs_clock(), canary_runs_gated(),
  canary_stages_keep(), canary_stages_entered(), canary_gates_stand(), canary_gates_judged() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION canary_repaired(), canary_is_now(timestamptz), canary_runs_begin(), canary_runs_clock(), canary_runs_gated(),
  canary_stages_keep(), canary_stages_entered(), canary_gates_stand(), canary_gates_judged() TO bulkhead_app;
