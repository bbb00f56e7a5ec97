-- A form waits while figures are missing, and nobody signs the form of a run that is over.

-- Since when figures are missing that this text rests on. Nothing is decided by it but when their absence makes it void.
ALTER TABLE signoff_texts ADD COLUMN held_since timestamptz;

-- In order, inside the window, on the text that is open, at the gate where its run stands and goes on, by somebody who has
-- the role at this moment. Rows of the run and of the role are locked, so that an end or a demotion under way is waited for.
CREATE OR REPLACE FUNCTION signoff_signatures_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lines constant text[] := ARRAY['engineer', 'risk_manager', 'product_owner', 'executive'];
  wanted text[];
BEGIN
  -- The run before its form, as every command locks them.
  PERFORM 1 FROM canary_runs r WHERE r.id = (SELECT run_id FROM signoff_forms WHERE id = NEW.form_id)
    AND r.ended_at IS NULL AND r.stage = (SELECT gate FROM signoff_forms WHERE id = NEW.form_id) FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the run of this form is over, or has gone on' USING ERRCODE = 'BH001';
  END IF;
  PERFORM 1 FROM signoff_forms WHERE id = NEW.form_id AND state = 'open' AND open_hash = NEW.hash FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this text is not open for signature' USING ERRCODE = 'BH001';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM signoff_texts WHERE form_id = NEW.form_id AND hash = NEW.hash AND voided_at IS NULL
    AND clock_timestamp() < closes_at AND NEW.at >= opened_at AND NEW.at < closes_at) THEN
    RAISE EXCEPTION 'this text is void, or its window is over' USING ERRCODE = 'BH001';
  END IF;
  IF (SELECT count(*) FROM signoff_signatures WHERE form_id = NEW.form_id AND hash = NEW.hash)
    <> array_position(lines, NEW.line) - 1 THEN
    RAISE EXCEPTION 'the lines are signed in their order' USING ERRCODE = 'BH001';
  END IF;
  wanted := CASE NEW.line
    WHEN 'risk_manager' THEN ARRAY['risk_manager', 'super_admin']
      || CASE WHEN EXISTS (SELECT 1 FROM installation WHERE environment = 'staging') THEN ARRAY['engineer'] ELSE '{}' END
    ELSE ARRAY[NEW.line] END;
  PERFORM 1 FROM people WHERE id = NEW.person_id AND disabled_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'who signs has no access any more' USING ERRCODE = 'BH001';
  END IF;
  PERFORM 1 FROM person_roles WHERE person_id = NEW.person_id AND role = ANY (wanted) FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'who signs does not have the role of this line any more' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;

-- A text is opened at the gate where its run stands, and goes on.
CREATE FUNCTION signoff_forms_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM canary_runs WHERE id = NEW.run_id AND ended_at IS NULL AND stage = NEW.gate FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the run of this form is over, or has gone on' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_forms_open BEFORE UPDATE ON signoff_forms FOR EACH ROW
  WHEN (OLD.state = 'draft' AND NEW.state = 'open') EXECUTE FUNCTION signoff_forms_open();

REVOKE ALL ON FUNCTION signoff_forms_open() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signoff_forms_open() TO bulkhead_app;
