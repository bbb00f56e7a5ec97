-- Commands to the platform's executors, what executors report, and the emergency stop: pressed here, or at an edge while
-- there was no database.

-- ---------------------------------------------------------------------------------------------------------------
-- The emergency stop. One is open at a time; until it is restarted its switches stay where it put them.
CREATE TABLE emergency_stops (
  id uuid PRIMARY KEY,
  source text NOT NULL CHECK (source IN ('console', 'edge')),
  -- The edge that latched it first, where an edge did.
  edge_id text,
  pressed_at timestamptz NOT NULL,
  pressed_by_kind text NOT NULL CHECK (pressed_by_kind IN ('person', 'service')),
  pressed_by_id text NOT NULL,
  pressed_by_name text NOT NULL,
  reason text NOT NULL,
  -- What it set: switch -> value. While it is open nothing else is accepted for these.
  settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
  -- Null when every value held already.
  change_set_id uuid REFERENCES change_sets (id),
  -- The matrix before it, and the first position that holds its values.
  before_epoch integer NOT NULL,
  before_revision bigint NOT NULL,
  epoch integer NOT NULL,
  revision bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  restarted_at timestamptz,
  -- Null when there was nothing to set back.
  restarted_by uuid REFERENCES change_sets (id),
  CONSTRAINT emergency_stops_restart_whole CHECK (restarted_by IS NULL OR restarted_at IS NOT NULL),
  CONSTRAINT emergency_stops_edge CHECK ((source = 'edge') = (edge_id IS NOT NULL))
);
CREATE UNIQUE INDEX emergency_stops_one_open ON emergency_stops ((true)) WHERE restarted_at IS NULL;
CREATE INDEX emergency_stops_pressed_at_idx ON emergency_stops (pressed_at);
CREATE INDEX emergency_stops_change_set_id_idx ON emergency_stops (change_set_id);

-- The latch: whoever writes, a switch of an open stop takes no other value but by the restart that two people agreed on.
CREATE FUNCTION switch_changes_latched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stop emergency_stops;
BEGIN
  SELECT * INTO stop FROM emergency_stops WHERE restarted_at IS NULL;
  IF stop.id IS NULL OR NOT stop.settings ? NEW.switch OR stop.settings->NEW.switch = NEW.new_value THEN RETURN NEW; END IF;
  IF EXISTS (SELECT 1 FROM change_sets s JOIN change_requests r ON r.id = s.request_id
             WHERE s.id = NEW.change_set_id AND s.authority = 'approved'
               AND r.subject_kind = 'emergency-stop' AND r.subject_id = stop.id) THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is latched by the emergency stop', NEW.switch USING ERRCODE = 'BH001';
END $$;
CREATE CONSTRAINT TRIGGER switch_changes_latched AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION switch_changes_latched();

-- A stop is not edited; it is restarted once.
CREATE FUNCTION emergency_stops_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.restarted_at IS NOT NULL OR (NEW.id, NEW.pressed_at, NEW.pressed_by_id, NEW.settings, NEW.before_epoch, NEW.before_revision)
    IS DISTINCT FROM (OLD.id, OLD.pressed_at, OLD.pressed_by_id, OLD.settings, OLD.before_epoch, OLD.before_revision) THEN
    RAISE EXCEPTION 'an emergency stop is restarted once, and nothing else about it changes' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER emergency_stops_keep BEFORE UPDATE ON emergency_stops FOR EACH ROW EXECUTE FUNCTION emergency_stops_keep();

-- ---------------------------------------------------------------------------------------------------------------
-- Stops that edges latched by themselves. Edges insert, again and again until they read that it is recorded.
CREATE TABLE edge_stops (
  id uuid PRIMARY KEY,
  edge_id text NOT NULL,
  pressed_at timestamptz NOT NULL,
  key_id uuid NOT NULL REFERENCES api_keys (id),
  reason text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The stop that stands for it: itself, or the one that was open already.
  recorded_as uuid REFERENCES emergency_stops (id)
);
CREATE INDEX edge_stops_received_at_idx ON edge_stops (received_at);

-- The edges' door: keeps nothing in itself. Several edges may have latched the same stop; the first word counts.
CREATE TABLE edge_stop_reports (
  id uuid NOT NULL,
  edge_id text NOT NULL,
  pressed_at timestamptz NOT NULL,
  key_id uuid NOT NULL,
  reason text NOT NULL
);
CREATE FUNCTION file_edge_stop() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO edge_stops (id, edge_id, pressed_at, key_id, reason)
  VALUES (NEW.id, NEW.edge_id, least(NEW.pressed_at, clock_timestamp()), NEW.key_id, NEW.reason)
  ON CONFLICT (id) DO NOTHING;
  IF EXISTS (SELECT 1 FROM edge_stops WHERE id = NEW.id AND recorded_as IS NULL) THEN
    PERFORM enqueue_job('record-edge-stop', json_build_object('stopId', NEW.id), NULL, 'record-edge-stop ' || NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER edge_stop_reports_file BEFORE INSERT ON edge_stop_reports FOR EACH ROW EXECUTE FUNCTION file_edge_stop();
ALTER TABLE edge_stop_reports ENABLE ALWAYS TRIGGER edge_stop_reports_file;

-- ---------------------------------------------------------------------------------------------------------------
-- Commands to executors. Whoever is connected gets those that are open; each is carried out once by each executor.
CREATE TABLE executor_commands (
  id uuid PRIMARY KEY,
  command text NOT NULL,
  -- The position's symbol or the breaker's name, where the command is about one.
  argument text,
  -- Only this executor; null for all of them.
  executor_id text,
  reason text NOT NULL,
  issued_by_kind text NOT NULL CHECK (issued_by_kind IN ('person', 'service', 'system')),
  issued_by_id text NOT NULL,
  issued_by_name text NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Nobody begins it after this.
  expires_at timestamptz NOT NULL,
  stop_id uuid REFERENCES emergency_stops (id),
  run_id uuid
);
CREATE INDEX executor_commands_issued_at_idx ON executor_commands (issued_at);
CREATE INDEX executor_commands_stop_id_idx ON executor_commands (stop_id);
CREATE INDEX executor_commands_run_id_idx ON executor_commands (run_id);

-- No reference to executor_commands: an edge without a database makes commands of its own, recorded later.
CREATE TABLE executor_progress (
  command_id uuid NOT NULL,
  executor_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('acknowledged', 'running', 'done', 'failed')),
  done integer NOT NULL CHECK (done >= 0),
  total integer NOT NULL CHECK (total >= 0),
  note text,
  acknowledged_at timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (command_id, executor_id)
);

CREATE TABLE executors (
  id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 100),
  edge_id text NOT NULL,
  -- Its connection to the exchange.
  connected boolean NOT NULL,
  open_orders integer NOT NULL CHECK (open_orders >= 0),
  started_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  left_at timestamptz
);

CREATE TABLE positions (
  executor_id text NOT NULL REFERENCES executors (id),
  symbol text NOT NULL,
  side text NOT NULL CHECK (side IN ('long', 'short')),
  size numeric NOT NULL CHECK (size > 0 AND size <> 'NaN'),
  notional_usd numeric NOT NULL CHECK (notional_usd >= 0 AND notional_usd <> 'NaN'),
  entry_price numeric NOT NULL CHECK (entry_price > 0 AND entry_price <> 'NaN'),
  unrealised_pnl_usd numeric NOT NULL CHECK (unrealised_pnl_usd <> 'NaN'),
  at timestamptz NOT NULL,
  PRIMARY KEY (executor_id, symbol)
);

CREATE TABLE breakers (
  executor_id text NOT NULL REFERENCES executors (id),
  name text NOT NULL,
  state text NOT NULL CHECK (state IN ('clear', 'tripped', 'reset')),
  reason text,
  tripped_at timestamptz,
  at timestamptz NOT NULL,
  PRIMARY KEY (executor_id, name)
);

-- The executors' door: each report is the whole state of one executor, so only the newest counts. Keeps nothing in itself.
CREATE TABLE executor_reports (
  executor_id text NOT NULL,
  edge_id text NOT NULL,
  received_at timestamptz NOT NULL,
  body jsonb NOT NULL
);
CREATE FUNCTION file_executor_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  newer boolean;
BEGIN
  INSERT INTO executors AS e (id, edge_id, connected, open_orders, started_at, last_seen_at, left_at)
  VALUES (NEW.executor_id, NEW.edge_id, (NEW.body->>'connected')::boolean, (NEW.body->>'openOrders')::integer,
    (NEW.body->>'startedAt')::timestamptz, NEW.received_at, CASE WHEN (NEW.body->>'leaving')::boolean THEN NEW.received_at END)
  ON CONFLICT (id) DO UPDATE SET edge_id = excluded.edge_id, connected = excluded.connected, open_orders = excluded.open_orders,
    started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, left_at = excluded.left_at
  WHERE e.last_seen_at <= excluded.last_seen_at
  RETURNING true INTO newer;
  -- What a command has come to only goes forward, whatever order reports arrive in.
  INSERT INTO executor_progress AS p (command_id, executor_id, state, done, total, note, acknowledged_at, at)
  SELECT c.id, NEW.executor_id, c.state, c.done, c.total, c.note, NEW.received_at, NEW.received_at
  FROM jsonb_to_recordset(NEW.body->'commands') AS c(id uuid, state text, done integer, total integer, note text)
  ON CONFLICT (command_id, executor_id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
    note = excluded.note, at = excluded.at
  WHERE p.state NOT IN ('done', 'failed') AND p.at <= excluded.at
    AND (p.state, p.done, p.total, p.note) IS DISTINCT FROM (excluded.state, excluded.done, excluded.total, excluded.note);
  IF newer IS NULL THEN RETURN NULL; END IF;
  DELETE FROM positions WHERE executor_id = NEW.executor_id
    AND symbol NOT IN (SELECT p.symbol FROM jsonb_to_recordset(NEW.body->'positions') AS p(symbol text));
  INSERT INTO positions (executor_id, symbol, side, size, notional_usd, entry_price, unrealised_pnl_usd, at)
  SELECT NEW.executor_id, p.symbol, p.side, p.size, p."notionalUsd", p."entryPrice", p."unrealisedPnlUsd", NEW.received_at
  FROM jsonb_to_recordset(NEW.body->'positions') AS p(symbol text, side text, size numeric, "notionalUsd" numeric,
    "entryPrice" numeric, "unrealisedPnlUsd" numeric)
  ON CONFLICT (executor_id, symbol) DO UPDATE SET side = excluded.side, size = excluded.size,
    notional_usd = excluded.notional_usd, entry_price = excluded.entry_price, unrealised_pnl_usd = excluded.unrealised_pnl_usd,
    at = excluded.at;
  DELETE FROM breakers WHERE executor_id = NEW.executor_id
    AND name NOT IN (SELECT b.name FROM jsonb_to_recordset(NEW.body->'breakers') AS b(name text));
  INSERT INTO breakers (executor_id, name, state, reason, tripped_at, at)
  SELECT NEW.executor_id, b.name, b.state, b.reason, b."trippedAt", NEW.received_at
  FROM jsonb_to_recordset(NEW.body->'breakers') AS b(name text, state text, reason text, "trippedAt" timestamptz)
  ON CONFLICT (executor_id, name) DO UPDATE SET state = excluded.state, reason = excluded.reason,
    tripped_at = excluded.tripped_at, at = excluded.at;
  RETURN NULL;
END $$;
CREATE TRIGGER executor_reports_file BEFORE INSERT ON executor_reports FOR EACH ROW EXECUTE FUNCTION file_executor_report();
ALTER TABLE executor_reports ENABLE ALWAYS TRIGGER executor_reports_file;

REVOKE ALL ON FUNCTION switch_changes_latched(), emergency_stops_keep(), file_edge_stop(), file_executor_report() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switch_changes_latched(), emergency_stops_keep() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON emergency_stops TO bulkhead_app;
GRANT SELECT, UPDATE ON edge_stops TO bulkhead_app;
GRANT SELECT, INSERT ON executor_commands TO bulkhead_app;
GRANT SELECT ON executor_progress, executors, positions, breakers TO bulkhead_app;
GRANT INSERT ON edge_stop_reports, executor_reports TO bulkhead_edge;
GRANT SELECT ON executor_commands, executor_progress TO bulkhead_edge;
GRANT SELECT (id, recorded_as, received_at) ON edge_stops TO bulkhead_edge;
GRANT SELECT (id, epoch, revision, restarted_at) ON emergency_stops TO bulkhead_edge;
