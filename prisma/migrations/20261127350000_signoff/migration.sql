-- The sign-off form of a gate: its notes, the texts that were frozen, the signatures bound to them, and the seal of a decided one.

CREATE TABLE signoff_forms (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES canary_runs (id),
  -- The stage that it leads out of; 0 before the first.
  gate smallint NOT NULL CHECK (gate >= 0),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'approved', 'declined', 'closed')),
  -- The text that is open for signature, or that was decided on.
  open_hash text,
  notes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(notes) = 'object'),
  made_at timestamptz NOT NULL,
  decided_at timestamptz,
  decided_by uuid REFERENCES people (id),
  decided_name text,
  decline_reason text,
  -- What GO set; null when every value held already.
  change_set_id uuid REFERENCES change_sets (id),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT signoff_forms_text CHECK ((state IN ('open', 'approved', 'declined')) = (open_hash IS NOT NULL)),
  CONSTRAINT signoff_forms_decided CHECK ((state IN ('approved', 'declined')) = (decided_at IS NOT NULL)
    AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_name IS NULL)),
  CONSTRAINT signoff_forms_declined CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
  CONSTRAINT signoff_forms_changes CHECK (change_set_id IS NULL OR state = 'approved')
);
CREATE UNIQUE INDEX signoff_forms_run_id_key ON signoff_forms (run_id, gate);
CREATE UNIQUE INDEX signoff_forms_change_set_id_key ON signoff_forms (change_set_id);
CREATE INDEX signoff_forms_open_idx ON signoff_forms (made_at) WHERE state IN ('draft', 'open');

-- What was frozen, word for word; the hash is that of the text, and the database sees to it.
CREATE TABLE signoff_texts (
  form_id uuid NOT NULL REFERENCES signoff_forms (id),
  hash text NOT NULL,
  body text NOT NULL,
  opened_at timestamptz NOT NULL,
  opened_by uuid NOT NULL REFERENCES people (id),
  opened_name text NOT NULL,
  -- Nobody signs it after this.
  closes_at timestamptz NOT NULL,
  voided_at timestamptz,
  -- Null when Bulkhead itself found it void.
  voided_by uuid REFERENCES people (id),
  voided_name text,
  void_reason text,
  -- What is not as it was frozen: [{ part, what, was, is }].
  differences jsonb CHECK (jsonb_typeof(differences) = 'array'),
  PRIMARY KEY (form_id, hash),
  CONSTRAINT signoff_texts_window CHECK (closes_at > opened_at),
  CONSTRAINT signoff_texts_voided CHECK ((voided_at IS NULL) = (voided_name IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)
    AND (voided_at IS NULL) = (differences IS NULL))
);

CREATE TABLE signoff_signatures (
  form_id uuid NOT NULL REFERENCES signoff_forms (id),
  hash text NOT NULL,
  line text NOT NULL CHECK (line IN ('engineer', 'risk_manager', 'product_owner', 'executive')),
  person_id uuid NOT NULL REFERENCES people (id),
  person_name text NOT NULL,
  -- As they typed it.
  name text NOT NULL,
  statements text[] NOT NULL,
  narrow text[] NOT NULL,
  decision text CHECK (decision = 'go'),
  at timestamptz NOT NULL,
  -- How it was proven: { kind: code }, or a passkey's whole answer with its public key.
  proof jsonb NOT NULL CHECK (proof->>'kind' IN ('code', 'passkey')),
  PRIMARY KEY (form_id, hash, line),
  FOREIGN KEY (form_id, hash) REFERENCES signoff_texts (form_id, hash),
  CONSTRAINT signoff_signatures_decides CHECK ((line = 'executive') = (decision IS NOT NULL))
);
-- Four lines, four people.
CREATE UNIQUE INDEX signoff_signatures_person_key ON signoff_signatures (form_id, hash, person_id);

-- What the worker signed of a decided form, with the key of the checkpoints.
CREATE TABLE signoff_seals (
  form_id uuid PRIMARY KEY REFERENCES signoff_forms (id),
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  sealed_at text NOT NULL,
  key_id text NOT NULL,
  signature text NOT NULL
);

-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION signoff_texts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.hash <> encode(sha256(convert_to(NEW.body, 'UTF8')), 'hex') OR NEW.voided_at IS NOT NULL THEN
      RAISE EXCEPTION 'the hash of a form is that of its text' USING ERRCODE = 'BH001';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.voided_at IS NOT NULL OR (NEW.form_id, NEW.hash, NEW.body, NEW.opened_at, NEW.opened_by, NEW.closes_at)
    IS DISTINCT FROM (OLD.form_id, OLD.hash, OLD.body, OLD.opened_at, OLD.opened_by, OLD.closes_at) THEN
    RAISE EXCEPTION 'what was frozen stays as it is' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_texts_keep BEFORE INSERT OR UPDATE ON signoff_texts FOR EACH ROW EXECUTE FUNCTION signoff_texts_keep();

-- In order, inside the window, on the text that is open, by somebody who has the role at this moment. The rows of the
-- role are locked, so that a demotion under way is waited for.
CREATE FUNCTION signoff_signatures_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lines constant text[] := ARRAY['engineer', 'risk_manager', 'product_owner', 'executive'];
  wanted text[];
BEGIN
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
CREATE TRIGGER signoff_signatures_in_order BEFORE INSERT ON signoff_signatures FOR EACH ROW EXECUTE FUNCTION signoff_signatures_in_order();

-- A form moves only along its states; what is decided or closed stays; GO takes four people on the text that is open.
CREATE FUNCTION signoff_forms_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('draft', 'open') OR (NEW.id, NEW.run_id, NEW.gate, NEW.made_at)
    IS DISTINCT FROM (OLD.id, OLD.run_id, OLD.gate, OLD.made_at) THEN
    RAISE EXCEPTION 'this form is decided, or this cannot be changed' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state = 'open' AND NEW.notes <> OLD.notes THEN
    RAISE EXCEPTION 'this form is open for signature: its notes stay' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state = 'open' AND NEW.state IN ('open', 'approved', 'declined') AND NEW.open_hash <> OLD.open_hash THEN
    RAISE EXCEPTION 'another text is open for signature' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state = 'open' AND NEW.state IN ('draft', 'closed') AND EXISTS (
    SELECT 1 FROM signoff_texts WHERE form_id = NEW.id AND hash = OLD.open_hash AND voided_at IS NULL) THEN
    RAISE EXCEPTION 'what was signed is void first' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.open_hash IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM signoff_texts WHERE form_id = NEW.id AND hash = NEW.open_hash AND voided_at IS NULL) THEN
    RAISE EXCEPTION 'this text is void' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.state = 'approved' AND (OLD.state <> 'open'
    OR (SELECT count(DISTINCT line) < 4 OR count(DISTINCT person_id) < 4 FROM signoff_signatures
      WHERE form_id = NEW.id AND hash = NEW.open_hash)
    OR NOT EXISTS (SELECT 1 FROM signoff_signatures WHERE form_id = NEW.id AND hash = NEW.open_hash
      AND line = 'executive' AND decision = 'go' AND person_id = NEW.decided_by)) THEN
    RAISE EXCEPTION 'GO takes four people, the executive last' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.state = 'declined' AND NOT EXISTS (
    SELECT 1 FROM person_roles r JOIN people p ON p.id = r.person_id
      WHERE r.person_id = NEW.decided_by AND r.role = 'executive' AND p.disabled_at IS NULL) THEN
    RAISE EXCEPTION 'NO-GO is said by an executive' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_forms_keep BEFORE UPDATE ON signoff_forms FOR EACH ROW EXECUTE FUNCTION signoff_forms_keep();

-- A form begins as a draft of the gate that its run stands at.
CREATE FUNCTION signoff_forms_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' OR NOT EXISTS (
    SELECT 1 FROM canary_runs WHERE id = NEW.run_id AND stage = NEW.gate AND ended_at IS NULL) THEN
    RAISE EXCEPTION 'this run does not stand at this gate' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_forms_begin BEFORE INSERT ON signoff_forms FOR EACH ROW EXECUTE FUNCTION signoff_forms_begin();

-- ---------------------------------------------------------------------------------------------------------------
-- At the end of the transaction: a gate is decided by its form, and by nothing else. This is what the authority
-- "signed" of a change set rests on.
CREATE FUNCTION canary_gates_of_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM signoff_forms f WHERE f.run_id = NEW.run_id AND f.gate = NEW.from_stage
    AND f.open_hash = NEW.snapshot_hash AND f.decided_by = NEW.decided_by
    AND f.state = CASE NEW.decision WHEN 'go' THEN 'approved' ELSE 'declined' END) THEN
    RAISE EXCEPTION 'no signed form decides this gate' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_gates_of_form AFTER INSERT ON canary_gates DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_gates_of_form();

CREATE FUNCTION canary_gate_lines_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM canary_gates g JOIN signoff_forms f ON f.run_id = g.run_id AND f.gate = g.from_stage
      JOIN signoff_signatures s ON s.form_id = f.id AND s.hash = g.snapshot_hash
    WHERE g.id = NEW.gate_id AND s.line = NEW.line AND s.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'nobody signed this line' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_gate_lines_signed AFTER INSERT ON canary_gate_lines DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_gate_lines_signed();

-- And the other way round: a decided form has decided its gate, and what GO set is what it says it set.
CREATE FUNCTION signoff_forms_decide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state NOT IN ('approved', 'declined') THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT 1 FROM canary_gates g LEFT JOIN canary_stages s ON s.gate_id = g.id
    WHERE g.run_id = NEW.run_id AND g.from_stage = NEW.gate AND g.snapshot_hash = NEW.open_hash
      AND g.decision = CASE NEW.state WHEN 'approved' THEN 'go' ELSE 'no-go' END
      AND s.change_set_id IS NOT DISTINCT FROM NEW.change_set_id) THEN
    RAISE EXCEPTION 'this form has not decided its gate' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER signoff_forms_decide AFTER UPDATE ON signoff_forms DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION signoff_forms_decide();

CREATE FUNCTION signoff_seals_of_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM signoff_forms WHERE id = NEW.form_id AND state IN ('approved', 'declined')) THEN
    RAISE EXCEPTION 'only a decided form is sealed' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_seals_of_decided BEFORE INSERT ON signoff_seals FOR EACH ROW EXECUTE FUNCTION signoff_seals_of_decided();

REVOKE ALL ON FUNCTION signoff_texts_keep(), signoff_signatures_in_order(), signoff_forms_keep(), signoff_forms_begin(),
  canary_gates_of_form(), canary_gate_lines_signed(), signoff_forms_decide(), signoff_seals_of_decided() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signoff_texts_keep(), signoff_signatures_in_order(), signoff_forms_keep(), signoff_forms_begin(),
  canary_gates_of_form(), canary_gate_lines_signed(), signoff_forms_decide(), signoff_seals_of_decided() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON signoff_forms, signoff_texts TO bulkhead_app;
GRANT SELECT, INSERT ON signoff_signatures, signoff_seals TO bulkhead_app;
