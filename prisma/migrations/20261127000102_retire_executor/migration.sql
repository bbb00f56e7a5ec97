-- An executor that died without a goodbye is retired by a person, so that nothing waits for it any more.
ALTER TABLE executors
  ADD COLUMN retired_by text,
  ADD COLUMN retired_reason text,
  ADD CONSTRAINT executors_retired_whole CHECK ((retired_by IS NULL) = (retired_reason IS NULL)),
  ADD CONSTRAINT executors_retired_left CHECK (retired_by IS NULL OR left_at IS NOT NULL);

-- As before, and: whoever reports is not retired any more.
CREATE OR REPLACE FUNCTION file_executor_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  newer boolean;
BEGIN
  INSERT INTO executors AS e (id, edge_id, connected, open_orders, started_at, last_seen_at, left_at)
  VALUES (NEW.executor_id, NEW.edge_id, (NEW.body->>'connected')::boolean, (NEW.body->>'openOrders')::integer,
    (NEW.body->>'startedAt')::timestamptz, NEW.received_at, CASE WHEN (NEW.body->>'leaving')::boolean THEN NEW.received_at END)
  ON CONFLICT (id) DO UPDATE SET edge_id = excluded.edge_id, connected = excluded.connected, open_orders = excluded.open_orders,
    started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, left_at = excluded.left_at,
    retired_by = NULL, retired_reason = NULL
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

-- What a retired executor last held is on record in the audit log, and no fact of now.
GRANT UPDATE (left_at, retired_by, retired_reason) ON executors TO bulkhead_app;
GRANT DELETE ON positions, breakers TO bulkhead_app;
