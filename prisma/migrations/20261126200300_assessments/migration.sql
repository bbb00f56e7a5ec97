-- The decision assistant: one walk through a tree by the people of an incident, every answer with the readings it
-- rested on. Decision record 0088.

CREATE TABLE assessments (
  id uuid PRIMARY KEY,
  -- Shown as AS-12.
  number bigserial NOT NULL CONSTRAINT assessments_number_key UNIQUE,
  tree text NOT NULL,
  symptom text NOT NULL,
  started_by uuid NOT NULL REFERENCES people (id),
  started_name text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_by uuid REFERENCES people (id),
  closed_name text,
  closed_at timestamptz,
  -- acted: a change set, change request or run came of it; watched: its end changes nothing; dropped: somebody says why.
  outcome text CHECK (outcome IN ('acted', 'watched', 'dropped')),
  -- The end of the tree that the answers led to.
  ended_in text,
  reason text,
  change_set_id uuid REFERENCES change_sets (id),
  request_id uuid REFERENCES change_requests (id),
  run_id uuid REFERENCES procedure_runs (id),
  CONSTRAINT assessments_closed_whole CHECK ((closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)),
  CONSTRAINT assessments_acted CHECK (
    (outcome IS NOT DISTINCT FROM 'acted') = (change_set_id IS NOT NULL OR request_id IS NOT NULL OR run_id IS NOT NULL)),
  CONSTRAINT assessments_ended CHECK (outcome IS NULL OR outcome = 'dropped' OR ended_in IS NOT NULL),
  CONSTRAINT assessments_dropped_why CHECK (outcome IS DISTINCT FROM 'dropped' OR reason IS NOT NULL)
);
CREATE INDEX assessments_open_idx ON assessments (number) WHERE closed_at IS NULL;

CREATE TABLE assessment_answers (
  id uuid PRIMARY KEY,
  assessment_id uuid NOT NULL REFERENCES assessments (id),
  question text NOT NULL,
  option text NOT NULL,
  -- What the venue showed at that moment: a list of label and value.
  readings jsonb NOT NULL CHECK (jsonb_typeof(readings) = 'array'),
  answered_by uuid NOT NULL REFERENCES people (id),
  answered_name text NOT NULL,
  answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_back_by uuid REFERENCES people (id),
  taken_back_name text,
  taken_back_at timestamptz,
  CONSTRAINT assessment_answers_taken_back_whole CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL))
);
-- Two people who answer at once: one of them is told.
CREATE UNIQUE INDEX assessment_answers_standing_key ON assessment_answers (assessment_id, question) WHERE taken_back_at IS NULL;
CREATE INDEX assessment_answers_assessment_id_idx ON assessment_answers (assessment_id, answered_at);

-- Two people who press its end at once start one run.
CREATE UNIQUE INDEX procedure_runs_one_per_assessment ON procedure_runs (subject_id)
  WHERE subject_kind = 'assessment' AND ended_at IS NULL;

-- What was begun and how it ended stays as it was.
CREATE FUNCTION assessments_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'this assessment is closed' USING ERRCODE = 'BH001';
  END IF;
  IF (NEW.id, NEW.number, NEW.tree, NEW.symptom, NEW.started_by, NEW.started_name, NEW.started_at)
    IS DISTINCT FROM (OLD.id, OLD.number, OLD.tree, OLD.symptom, OLD.started_by, OLD.started_name, OLD.started_at) THEN
    RAISE EXCEPTION 'an assessment is not edited: start another' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessments_keep BEFORE UPDATE ON assessments FOR EACH ROW EXECUTE FUNCTION assessments_keep();

-- An answer is given while the assessment is open, may be taken back once, and is kept either way.
CREATE FUNCTION assessment_answers_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM assessments a WHERE a.id = NEW.assessment_id AND a.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'this assessment is closed' USING ERRCODE = 'BH001';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.taken_back_at IS NOT NULL
    OR (NEW.id, NEW.assessment_id, NEW.question, NEW.option, NEW.readings, NEW.answered_by, NEW.answered_name, NEW.answered_at)
      IS DISTINCT FROM
      (OLD.id, OLD.assessment_id, OLD.question, OLD.option, OLD.readings, OLD.answered_by, OLD.answered_name, OLD.answered_at)) THEN
    RAISE EXCEPTION 'an answer is not edited: take it back and answer again' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_answers_keep BEFORE INSERT OR UPDATE ON assessment_answers
  FOR EACH ROW EXECUTE FUNCTION assessment_answers_keep();

REVOKE ALL ON FUNCTION assessments_keep(), assessment_answers_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessments_keep(), assessment_answers_keep() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON assessments, assessment_answers TO bulkhead_app;
GRANT USAGE ON SEQUENCE assessments_number_seq TO bulkhead_app;
