-- The spine: people and keys, the switch matrix, change sets, the hash-chained audit log, instances and their receipts.
-- Roles bulkhead_app, bulkhead_edge and bulkhead_intake exist before this runs (scripts/database/roles.ts makes them).

-- ---------------------------------------------------------------------------------------------------------------
-- Installation: one row that tells this database from every other and from an earlier life of itself.
CREATE TABLE installation (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  installation_id uuid NOT NULL DEFAULT gen_random_uuid(),
  environment text NOT NULL DEFAULT 'production' CHECK (environment IN ('production', 'staging', 'demo')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- ---------------------------------------------------------------------------------------------------------------
-- People, sessions, tokens and keys
CREATE TABLE people (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%' AND length(email) <= 254),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  password_hash text,
  totp_secret text,
  disabled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX people_email_key ON people (email);

CREATE TABLE person_roles (
  person_id uuid NOT NULL REFERENCES people (id),
  role text NOT NULL CHECK (role IN ('super_admin', 'risk_manager', 'operations', 'engineer', 'product_owner', 'executive', 'auditor')),
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (person_id, role)
);

-- The cookie carries only the id; everything that decides is read from here in each request.
CREATE TABLE sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people (id),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  idle_seconds integer NOT NULL CHECK (idle_seconds > 0),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  user_agent text,
  address text
);
CREATE INDEX sessions_person_id_idx ON sessions (person_id);

-- A time-based code counts once: the counter of each accepted code is kept.
CREATE TABLE totp_uses (
  person_id uuid NOT NULL REFERENCES people (id),
  counter bigint NOT NULL,
  used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (person_id, counter)
);

-- Failed sign-ins by subject (sha256 of e-mail, or of address): the limiter's memory, shared by every console process.
CREATE TABLE sign_in_attempts (
  subject text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sign_in_attempts_subject_at_idx ON sign_in_attempts (subject, at);

CREATE TABLE personal_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  prefix text NOT NULL,
  token_hash text NOT NULL CHECK (length(token_hash) = 64),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX personal_tokens_token_hash_key ON personal_tokens (token_hash);
CREATE INDEX personal_tokens_person_id_idx ON personal_tokens (person_id);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  owner_id uuid REFERENCES people (id),
  prefix text NOT NULL,
  key_hash text NOT NULL CHECK (length(key_hash) = 64),
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX api_keys_key_hash_key ON api_keys (key_hash);
CREATE INDEX api_keys_owner_id_idx ON api_keys (owner_id);

-- ---------------------------------------------------------------------------------------------------------------
-- The matrix. matrix_head is the one row every switch write locks, so commit order is revision order.
CREATE TABLE matrix_head (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  epoch integer NOT NULL CHECK (epoch >= 1),
  revision bigint NOT NULL CHECK (revision >= 0),
  published_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE change_sets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  command text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'service', 'system')),
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  reason text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('reducing', 'raising', 'rollback')),
  undoes_id uuid REFERENCES change_sets (id),
  budget_ms integer NOT NULL CHECK (budget_ms > 0),
  committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX change_sets_epoch_revision_key ON change_sets (epoch, revision);
CREATE INDEX change_sets_committed_at_idx ON change_sets (committed_at);
CREATE INDEX change_sets_undoes_id_idx ON change_sets (undoes_id);

CREATE TABLE switch_changes (
  change_set_id uuid NOT NULL REFERENCES change_sets (id),
  switch text NOT NULL,
  symbol text NOT NULL DEFAULT '',
  old_value jsonb NOT NULL,
  new_value jsonb NOT NULL,
  -- An override that did not exist before, or that is removed, shows the global value as the one that held.
  old_inherited boolean NOT NULL DEFAULT false,
  new_inherited boolean NOT NULL DEFAULT false,
  direction text NOT NULL CHECK (direction IN ('reducing', 'raising', 'rollback')),
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (change_set_id, switch, symbol)
);
CREATE INDEX switch_changes_switch_symbol_revision_idx ON switch_changes (switch, symbol, epoch, revision);

-- Values that hold now. symbol '' is the global value; an override is a row of its own.
CREATE TABLE switch_values (
  switch text NOT NULL,
  symbol text NOT NULL DEFAULT '',
  value jsonb NOT NULL,
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  change_set_id uuid REFERENCES change_sets (id),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (switch, symbol)
);
CREATE INDEX switch_values_change_set_id_idx ON switch_values (change_set_id);

-- What the edge serves, one row a revision, body in the form of lib/contract/snapshot.ts.
CREATE TABLE snapshots (
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  body jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (epoch, revision)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Answers already given: same actor, command and key gives the same answer; another input is refused.
CREATE TABLE idempotency_records (
  actor text NOT NULL,
  command text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  input_hash text NOT NULL CHECK (length(input_hash) = 64),
  -- json, not jsonb: a repeat gets the same bytes.
  answer json,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (actor, command, key)
);
CREATE INDEX idempotency_records_created_at_idx ON idempotency_records (created_at);

-- ---------------------------------------------------------------------------------------------------------------
-- The audit log: append-only and hash-chained by the database itself.
CREATE TABLE audit_log (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'service', 'system', 'anonymous')),
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  symbol text,
  old_value text,
  new_value text,
  reason text,
  change_set_id uuid,
  epoch integer,
  revision bigint,
  details text,
  prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  -- For the search field of the screen; not part of the hashed content.
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', actor_name || ' ' || kind || ' ' || subject || ' '
    || coalesce(symbol, '') || ' ' || coalesce(reason, '') || ' ' || coalesce(new_value, '') || ' ' || encode(hash, 'hex'))) STORED
);
CREATE INDEX audit_log_search_idx ON audit_log USING gin (search);
CREATE INDEX audit_log_at_idx ON audit_log (at);
CREATE INDEX audit_log_kind_seq_idx ON audit_log (kind, seq);
CREATE INDEX audit_log_subject_seq_idx ON audit_log (subject, seq);
CREATE INDEX audit_log_actor_id_seq_idx ON audit_log (actor_id, seq);
CREATE INDEX audit_log_change_set_id_idx ON audit_log (change_set_id);

CREATE TABLE audit_head (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- One field of the hashed content: 00 for null, else 01, four bytes of length, the UTF-8 bytes. No two different
-- lists of fields give the same bytes.
CREATE FUNCTION audit_field(value text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '\x00'::bytea
    ELSE '\x01'::bytea || int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') END
$$;

CREATE FUNCTION audit_content(entry audit_log) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT audit_field(entry.seq::text)
    || audit_field(to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    || audit_field(entry.actor_kind) || audit_field(entry.actor_id) || audit_field(entry.actor_name)
    || audit_field(entry.kind) || audit_field(entry.subject) || audit_field(entry.symbol)
    || audit_field(entry.old_value) || audit_field(entry.new_value) || audit_field(entry.reason)
    || audit_field(entry.change_set_id::text) || audit_field(entry.epoch::text) || audit_field(entry.revision::text)
    || audit_field(entry.details)
$$;

CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head audit_head%ROWTYPE;
BEGIN
  -- The chain head is locked last and held only until the commit that follows.
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  NEW.seq := head.seq + 1;
  NEW.at := clock_timestamp();
  NEW.prev_hash := head.hash;
  NEW.hash := sha256(head.hash || audit_content(NEW));
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash;
  RETURN NEW;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_log_append BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_append();
CREATE TRIGGER audit_log_keep_rows BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_log_keep_table BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append;
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_keep_rows;
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_keep_table;

-- Signed marks of the chain, also kept outside the database.
CREATE TABLE audit_checkpoints (
  seq bigint PRIMARY KEY,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  signed_at timestamptz NOT NULL,
  key_id text NOT NULL,
  signature text NOT NULL
);
CREATE TRIGGER audit_checkpoints_keep_rows BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_checkpoints_keep_table BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER audit_checkpoints_keep_rows;
ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER audit_checkpoints_keep_table;

-- What the last check of the chain found; a broken chain blocks every raising change.
CREATE TABLE audit_integrity (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  verified_seq bigint NOT NULL DEFAULT 0,
  verified_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  verified_at timestamptz,
  duration_ms integer,
  broken_seq bigint,
  broken_why text
);
INSERT INTO audit_integrity DEFAULT VALUES;

-- ---------------------------------------------------------------------------------------------------------------
-- Instances, their receipts, and the figures they report. Edges only insert into instance_reports; a trigger files it.
CREATE TABLE instances (
  id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 100),
  service text NOT NULL,
  version text,
  edge_id text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'holding', 'fallen', 'empty')),
  fallen text[] NOT NULL DEFAULT '{}',
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  started_at timestamptz NOT NULL,
  registered_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  left_at timestamptz,
  isolated_at timestamptz,
  isolated_by text,
  isolated_reason text,
  version_lock integer NOT NULL DEFAULT 1
);

-- When an instance was first heard to have applied a revision (or one after it), in database time.
CREATE TABLE receipts (
  instance_id text NOT NULL,
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (instance_id, epoch, revision)
);

CREATE TABLE instance_reports (
  instance_id text NOT NULL,
  service text NOT NULL,
  version text,
  edge_id text NOT NULL,
  mode text NOT NULL,
  fallen text[] NOT NULL DEFAULT '{}',
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  started_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  leaving boolean NOT NULL DEFAULT false
);

-- Files a report and keeps nothing in instance_reports itself. An older report (an edge that kept it through an
-- outage) never moves an instance backwards.
CREATE FUNCTION file_instance_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO instances AS i (id, service, version, edge_id, mode, fallen, epoch, revision, started_at, registered_at, last_seen_at, left_at)
  VALUES (NEW.instance_id, NEW.service, NEW.version, NEW.edge_id, NEW.mode, NEW.fallen, NEW.epoch, NEW.revision,
          NEW.started_at, NEW.received_at, NEW.received_at, CASE WHEN NEW.leaving THEN NEW.received_at END)
  ON CONFLICT (id) DO UPDATE SET
    service = excluded.service, version = excluded.version, edge_id = excluded.edge_id, mode = excluded.mode,
    fallen = excluded.fallen, epoch = excluded.epoch, revision = excluded.revision,
    registered_at = CASE WHEN i.left_at IS NOT NULL AND excluded.started_at > i.started_at THEN excluded.registered_at ELSE i.registered_at END,
    started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, left_at = excluded.left_at
  WHERE i.last_seen_at <= excluded.last_seen_at;
  IF NEW.revision > 0 OR NEW.epoch > 0 THEN
    INSERT INTO receipts (instance_id, epoch, revision, received_at)
    VALUES (NEW.instance_id, NEW.epoch, NEW.revision, NEW.received_at)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER instance_reports_file BEFORE INSERT ON instance_reports FOR EACH ROW EXECUTE FUNCTION file_instance_report();
ALTER TABLE instance_reports ENABLE ALWAYS TRIGGER instance_reports_file;

CREATE TABLE figure_samples (
  edge_id text NOT NULL,
  at timestamptz NOT NULL,
  figures jsonb NOT NULL,
  PRIMARY KEY (at, edge_id)
);

-- A change that missed its budget: who lagged when the budget ran out.
CREATE TABLE missed_budgets (
  change_set_id uuid PRIMARY KEY REFERENCES change_sets (id),
  budget_ms integer NOT NULL,
  applied integer NOT NULL,
  expected integer NOT NULL,
  lagging text[] NOT NULL,
  checked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- ---------------------------------------------------------------------------------------------------------------
-- Background work is enqueued by SQL, inside the transaction that needs it. graphile-worker's own tables are closed
-- to the application role (row-level security), hence the definer's rights.
CREATE FUNCTION enqueue_job(task text, payload json, run_at timestamptz DEFAULT NULL, job_key text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job(task, payload, run_at => coalesce(run_at, now()), job_key => enqueue_job.job_key);
END $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Rights
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO bulkhead_app, bulkhead_edge, bulkhead_intake;
GRANT EXECUTE ON FUNCTION audit_field(text), audit_content(audit_log), enqueue_job(text, json, timestamptz, text) TO bulkhead_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON people, person_roles, sessions, totp_uses, sign_in_attempts, personal_tokens, api_keys,
  matrix_head, switch_values, idempotency_records, instances, figure_samples TO bulkhead_app;
GRANT SELECT, INSERT ON change_sets, switch_changes, snapshots, audit_log, audit_checkpoints, missed_budgets TO bulkhead_app;
GRANT SELECT, DELETE ON receipts TO bulkhead_app;
GRANT SELECT, UPDATE ON audit_integrity TO bulkhead_app;
GRANT SELECT ON installation, audit_head TO bulkhead_app;

GRANT SELECT ON installation, matrix_head, snapshots TO bulkhead_edge;
GRANT SELECT (id, name, prefix, key_hash, scopes, expires_at, revoked_at) ON api_keys TO bulkhead_edge;
GRANT INSERT ON instance_reports, figure_samples TO bulkhead_edge;
