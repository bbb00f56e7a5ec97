-- Each state of a withdrawal is told to the service that filed it: one row for each, made with the change by whoever makes it.

CREATE TABLE withdrawal_notices (
  -- In this order, for each withdrawal by itself: its row is locked while it changes.
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The same each time it is sent.
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  withdrawal_id uuid NOT NULL REFERENCES withdrawals (id),
  state text NOT NULL,
  amount numeric NOT NULL,
  content_hash text NOT NULL,
  -- Why it is held or was rejected.
  reason text,
  -- What the wallet calls its payment.
  reference text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts integer NOT NULL DEFAULT 0,
  -- Sent at this time; null when it was taken, or is not sent any more.
  next_at timestamptz DEFAULT clock_timestamp(),
  done_at timestamptz,
  -- Why it was not taken the last time.
  problem text,
  CONSTRAINT withdrawal_notices_done CHECK ((next_at IS NULL) = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX withdrawal_notices_id_key ON withdrawal_notices (id);
CREATE INDEX withdrawal_notices_withdrawal_id_idx ON withdrawal_notices (withdrawal_id, seq);
-- What waits, the oldest first; what waited for a day is passed over without being read.
CREATE INDEX withdrawal_notices_waiting_idx ON withdrawal_notices (at) WHERE next_at IS NOT NULL;

CREATE FUNCTION withdrawals_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
    INSERT INTO withdrawal_notices (withdrawal_id, state, amount, content_hash, reason, reference)
    SELECT NEW.id, NEW.state, NEW.amount, NEW.content_hash, NEW.decision_reason,
      (SELECT r.reference FROM withdrawal_releases r WHERE r.withdrawal_id = NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER withdrawals_told AFTER INSERT OR UPDATE OF state ON withdrawals
  FOR EACH ROW EXECUTE FUNCTION withdrawals_told();

CREATE FUNCTION withdrawal_notices_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.withdrawal_id, OLD.state, OLD.amount, OLD.content_hash, OLD.reason, OLD.reference, OLD.at)
    IS DISTINCT FROM (NEW.id, NEW.withdrawal_id, NEW.state, NEW.amount, NEW.content_hash, NEW.reason, NEW.reference, NEW.at) THEN
    RAISE EXCEPTION 'what is told of a withdrawal is written once' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_notices_keep BEFORE UPDATE ON withdrawal_notices
  FOR EACH ROW EXECUTE FUNCTION withdrawal_notices_keep();

REVOKE ALL ON FUNCTION withdrawals_told(), withdrawal_notices_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdrawals_told(), withdrawal_notices_keep() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawal_notices TO bulkhead_app;
