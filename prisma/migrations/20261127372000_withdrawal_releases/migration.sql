-- Withdrawals go to the wallet: once each, whatever dies when; what nobody answered for is unknown until a person has looked.

ALTER TABLE withdrawals DROP CONSTRAINT withdrawals_state_check;
ALTER TABLE withdrawals ADD CONSTRAINT withdrawals_state_check CHECK (state IN
  ('pending', 'held', 'approved', 'releasing', 'released', 'confirmed', 'unknown', 'rejected', 'expired'));
ALTER TABLE withdrawals DROP CONSTRAINT withdrawals_approved_whole;
ALTER TABLE withdrawals ADD CONSTRAINT withdrawals_approved_whole CHECK ((approved_at IS NULL) = (send_after IS NULL)
  AND (approved_at IS NOT NULL OR state NOT IN ('approved', 'releasing', 'released', 'confirmed', 'unknown'))
  AND (approved_at IS NULL OR state NOT IN ('pending', 'held', 'expired')));
-- Nobody decides when the wallet refuses.
ALTER TABLE withdrawals DROP CONSTRAINT withdrawals_decided_whole;
ALTER TABLE withdrawals ADD CONSTRAINT withdrawals_decided_whole CHECK ((state IN ('held', 'rejected')) = (decided_at IS NOT NULL)
  AND (decided_at IS NULL) = (decided_name IS NULL) AND (decided_at IS NULL) = (decision_reason IS NULL)
  AND (decided_by IS NULL OR decided_at IS NOT NULL) AND (state <> 'held' OR decided_by IS NOT NULL));

-- What leaves stays open until the wallet has confirmed it.
DROP INDEX withdrawals_over_usd_idx, withdrawals_over_risk_idx, withdrawals_over_number_idx;
CREATE INDEX withdrawals_over_usd_idx ON withdrawals (usd_value, number) WHERE state IN ('confirmed', 'rejected');
CREATE INDEX withdrawals_over_risk_idx ON withdrawals (risk_score, number) WHERE state IN ('confirmed', 'rejected');
CREATE INDEX withdrawals_over_number_idx ON withdrawals (number) WHERE state IN ('confirmed', 'rejected');

-- One for each withdrawal, for ever: a second release of a request cannot be written down, so it is never sent.
CREATE TABLE withdrawal_releases (
  withdrawal_id uuid PRIMARY KEY REFERENCES withdrawals (id),
  idempotency_key text NOT NULL,
  content_hash text NOT NULL,
  released_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The wallet is asked at this time; null when it has answered, or nobody asks it any more.
  ask_at timestamptz DEFAULT clock_timestamp(),
  asked integer NOT NULL DEFAULT 0,
  -- Why it was not reached the last time.
  problem text,
  -- What the wallet calls it, and where it stands on its network.
  reference text CHECK (length(reference) BETWEEN 1 AND 200),
  answered_at timestamptz
);
CREATE UNIQUE INDEX withdrawal_releases_idempotency_key_key ON withdrawal_releases (idempotency_key);
CREATE INDEX withdrawal_releases_ask_idx ON withdrawal_releases (ask_at) WHERE ask_at IS NOT NULL;

CREATE FUNCTION withdrawal_releases_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  w withdrawals;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a release of a withdrawal stays' USING ERRCODE = 'BH001';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.withdrawal_id, OLD.idempotency_key, OLD.content_hash, OLD.released_at)
      IS DISTINCT FROM (NEW.withdrawal_id, NEW.idempotency_key, NEW.content_hash, NEW.released_at)
      OR (OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at) THEN
      RAISE EXCEPTION 'a fact of a release is set once' USING ERRCODE = 'BH001';
    END IF;
    RETURN NEW;
  END IF;
  -- Whoever turns withdrawals off waits for this transaction, or is seen by it.
  PERFORM FROM matrix_head FOR SHARE;
  SELECT * INTO w FROM withdrawals WHERE id = NEW.withdrawal_id FOR UPDATE;
  IF w.state <> 'approved' OR w.content_hash <> NEW.content_hash OR w.send_after > clock_timestamp()
    OR w.expires_at <= clock_timestamp() THEN
    RAISE EXCEPTION 'only an approved withdrawal whose time has come is released' USING ERRCODE = 'BH001';
  END IF;
  IF EXISTS (SELECT FROM switch_values WHERE switch = 'withdrawal_enabled' AND symbol = '' AND value = 'false')
    OR (EXISTS (SELECT FROM switch_values WHERE switch = 'large_withdrawals_enabled' AND symbol = '' AND value = 'false')
      AND EXISTS (SELECT FROM switch_values WHERE switch = 'large_withdrawal_usd' AND symbol = ''
        AND w.usd_value > (value #>> '{}')::numeric)) THEN
    RAISE EXCEPTION 'withdrawals are off' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_releases_keep BEFORE INSERT OR UPDATE OR DELETE ON withdrawal_releases
  FOR EACH ROW EXECUTE FUNCTION withdrawal_releases_keep();

CREATE OR REPLACE FUNCTION withdrawals_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed text[];
  given integer;
BEGIN
  NEW.content_hash := withdrawal_content_hash(NEW.amount, NEW.asset, NEW.network, NEW.address, NEW.memo);
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'pending' OR NEW.round <> 1 OR NEW.expires_at IS NOT NULL OR NEW.amended_at IS NOT NULL THEN
      RAISE EXCEPTION 'a withdrawal begins pending and without approvals' USING ERRCODE = 'BH001';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.id, OLD.number, OLD.caller_id, OLD.account, OLD.filed_at, OLD.filed_by, OLD.requested_by)
    IS DISTINCT FROM (NEW.id, NEW.number, NEW.caller_id, NEW.account, NEW.filed_at, NEW.filed_by, NEW.requested_by) THEN
    RAISE EXCEPTION 'a fact of a withdrawal is set once' USING ERRCODE = 'BH001';
  END IF;
  allowed := CASE OLD.state
    WHEN 'pending' THEN ARRAY['approved', 'held', 'rejected', 'expired']
    WHEN 'held' THEN ARRAY['pending', 'rejected']
    WHEN 'approved' THEN ARRAY['pending', 'held', 'rejected', 'expired', 'releasing']
    WHEN 'expired' THEN ARRAY['pending', 'held', 'rejected']
    WHEN 'releasing' THEN ARRAY['released', 'confirmed', 'unknown', 'rejected']
    WHEN 'unknown' THEN ARRAY['released', 'confirmed', 'rejected']
    WHEN 'released' THEN ARRAY['confirmed']
    ELSE ARRAY[]::text[] END;
  IF NEW.state <> OLD.state AND NOT NEW.state = ANY (allowed) THEN
    RAISE EXCEPTION 'a withdrawal goes from % to % by no way', OLD.state, NEW.state USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state IN ('rejected', 'confirmed') THEN
    RAISE EXCEPTION 'a % withdrawal is over', OLD.state USING ERRCODE = 'BH001';
  END IF;
  IF NEW.round NOT IN (OLD.round, OLD.round + 1) THEN
    RAISE EXCEPTION 'approvals begin anew one round after the other' USING ERRCODE = 'BH001';
  END IF;
  -- What was approved is what stands here: every other content, value or rule begins without approvals.
  IF NEW.round = OLD.round AND (NEW.content_hash, NEW.usd_value, NEW.rule, NEW.people, NEW.one_of, NEW.destination_since,
      NEW.account_since, NEW.amended_by)
    IS DISTINCT FROM (OLD.content_hash, OLD.usd_value, OLD.rule, OLD.people, OLD.one_of, OLD.destination_since,
      OLD.account_since, OLD.amended_by) THEN
    RAISE EXCEPTION 'a changed withdrawal starts again' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.round = OLD.round AND OLD.state IN ('held', 'expired') AND NEW.state = 'pending' THEN
    RAISE EXCEPTION 'a withdrawal goes on without its earlier approvals' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.round <> OLD.round AND NEW.state NOT IN ('pending', 'held') THEN
    RAISE EXCEPTION 'a withdrawal starts again before it is decided' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.state = 'approved' AND OLD.state <> 'approved' THEN
    SELECT count(*) INTO given FROM withdrawal_approvals a
    WHERE a.withdrawal_id = NEW.id AND a.round = NEW.round AND a.content_hash = NEW.content_hash;
    IF given < NEW.people THEN
      RAISE EXCEPTION 'a withdrawal takes % approvals and has %', NEW.people, given USING ERRCODE = 'BH001';
    END IF;
    IF NEW.one_of IS NOT NULL AND NOT EXISTS (SELECT FROM withdrawal_approvals a
      WHERE a.withdrawal_id = NEW.id AND a.round = NEW.round AND NEW.one_of = ANY (a.roles)) THEN
      RAISE EXCEPTION 'a withdrawal of this size takes the approval of a %', NEW.one_of USING ERRCODE = 'BH001';
    END IF;
  END IF;
  IF NEW.state = 'releasing' AND OLD.state <> 'releasing'
    AND NOT EXISTS (SELECT FROM withdrawal_releases r WHERE r.withdrawal_id = NEW.id AND r.content_hash = NEW.content_hash) THEN
    RAISE EXCEPTION 'a withdrawal leaves with its release' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION withdrawal_releases_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdrawal_releases_keep() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON withdrawal_releases TO bulkhead_app;
