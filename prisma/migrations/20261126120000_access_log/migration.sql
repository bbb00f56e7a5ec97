-- The access log: what the audit chain does not hold (failed sign-ins, use of keys and tokens), folded by minute so that
-- a flood is a count and not rows. Decision record 0051.

CREATE TABLE access_events (
  id bigserial PRIMARY KEY,
  -- The minute it is folded into, and the first and last time within it.
  minute timestamptz NOT NULL CHECK (minute = date_trunc('minute', minute, 'UTC')),
  at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sign_in.failed', 'sign_in.limited', 'token.used', 'key.used', 'credential.refused')),
  -- Why it failed; null for a use.
  outcome text CHECK (outcome IN ('unknown_address', 'wrong_password', 'wrong_code', 'disabled', 'revoked', 'expired', 'unknown')),
  count bigint NOT NULL CHECK (count > 0),
  person_id uuid REFERENCES people (id),
  -- A personal token or an API key.
  credential_id uuid,
  -- A network address in its plain form, never other text of the caller; null when there was none or too many.
  address text CHECK (address ~ '^[0-9a-f.:]{2,45}$'),
  -- The edge that saw it; null for the console.
  edge_id text
);
CREATE UNIQUE INDEX access_events_fold_key
  ON access_events (minute, kind, outcome, person_id, credential_id, address, edge_id) NULLS NOT DISTINCT;
CREATE INDEX access_events_at_id_idx ON access_events (at, id);
CREATE INDEX access_events_person_id_at_id_idx ON access_events (person_id, at, id);
CREATE INDEX access_events_credential_id_at_id_idx ON access_events (credential_id, at, id);

-- A count only grows, and a row stays for 400 days: a year and the month in which it is audited.
CREATE FUNCTION access_events_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.last_at < clock_timestamp() - interval '400 days' THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND NEW.count > OLD.count AND NEW.last_at >= OLD.last_at
    AND (NEW.id, NEW.minute, NEW.at, NEW.kind, NEW.outcome, NEW.person_id, NEW.credential_id, NEW.address, NEW.edge_id)
      IS NOT DISTINCT FROM
      (OLD.id, OLD.minute, OLD.at, OLD.kind, OLD.outcome, OLD.person_id, OLD.credential_id, OLD.address, OLD.edge_id)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the access log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_events_keep_rows BEFORE UPDATE OR DELETE ON access_events FOR EACH ROW EXECUTE FUNCTION access_events_keep();
CREATE TRIGGER access_events_keep_table BEFORE TRUNCATE ON access_events FOR EACH STATEMENT EXECUTE FUNCTION access_events_keep();
ALTER TABLE access_events ENABLE ALWAYS TRIGGER access_events_keep_rows;
ALTER TABLE access_events ENABLE ALWAYS TRIGGER access_events_keep_table;

-- Counts one event, or `times` of them. Who varies their address in a flood gets at most 200 rows a minute for each
-- kind; the rest is counted without one.
CREATE FUNCTION note_access(kind text, outcome text, person_id uuid, credential_id uuid, address text, edge_id text,
  times bigint DEFAULT 1, last_at timestamptz DEFAULT clock_timestamp())
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  seen timestamptz := least(note_access.last_at, clock_timestamp());
  bucket timestamptz := date_trunc('minute', least(note_access.last_at, clock_timestamp()), 'UTC');
  kept text := note_access.address;
BEGIN
  IF kept IS NOT NULL AND (SELECT count(*) FROM (
    SELECT 1 FROM access_events e WHERE e.minute = bucket AND e.kind = note_access.kind AND e.address IS NOT NULL LIMIT 200
  ) AS already) >= 200 AND NOT EXISTS (
    SELECT 1 FROM access_events e WHERE e.minute = bucket AND e.kind = note_access.kind AND e.address = kept
      AND e.outcome IS NOT DISTINCT FROM note_access.outcome AND e.person_id IS NOT DISTINCT FROM note_access.person_id
      AND e.credential_id IS NOT DISTINCT FROM note_access.credential_id
  ) THEN kept := NULL; END IF;
  INSERT INTO access_events AS e (minute, at, last_at, kind, outcome, count, person_id, credential_id, address, edge_id)
  VALUES (bucket, seen, seen, note_access.kind, note_access.outcome, note_access.times, note_access.person_id,
    note_access.credential_id, kept, note_access.edge_id)
  ON CONFLICT (minute, kind, outcome, person_id, credential_id, address, edge_id) DO UPDATE
    SET count = e.count + excluded.count, last_at = greatest(e.last_at, excluded.last_at);
END $$;

-- Edges only insert here; a trigger files it and keeps nothing in the table itself, like instance_reports.
CREATE TABLE key_use_reports (
  key_id uuid NOT NULL,
  edge_id text NOT NULL CHECK (length(edge_id) BETWEEN 1 AND 100),
  uses bigint NOT NULL CHECK (uses > 0),
  last_used_at timestamptz NOT NULL
);
CREATE FUNCTION file_key_use_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE api_keys SET last_used_at = greatest(last_used_at, least(NEW.last_used_at, clock_timestamp())) WHERE id = NEW.key_id;
  -- A key that is not there says nothing of anybody.
  IF FOUND THEN
    PERFORM note_access('key.used', NULL, NULL, NEW.key_id, NULL, NEW.edge_id, NEW.uses, NEW.last_used_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER key_use_reports_file BEFORE INSERT ON key_use_reports FOR EACH ROW EXECUTE FUNCTION file_key_use_report();
ALTER TABLE key_use_reports ENABLE ALWAYS TRIGGER key_use_reports_file;

-- The part of the chain that is about access, by time: the access log reads it together with access_events.
CREATE INDEX audit_log_access_idx ON audit_log (at, seq)
  WHERE kind LIKE 'session.%' OR kind IN ('command.denied', 'audit.exported');

REVOKE ALL ON FUNCTION access_events_keep(), file_key_use_report(),
  note_access(text, text, uuid, uuid, text, text, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_access(text, text, uuid, uuid, text, text, bigint, timestamptz) TO bulkhead_app;
GRANT SELECT, DELETE ON access_events TO bulkhead_app;
GRANT INSERT ON key_use_reports TO bulkhead_edge;
