-- The outbox keeps its order where it matters, lane by lane, takes what presses first, and sends again what a person asks for.

-- Of a channel as a whole: it rests after an answer that was none; how many such answers came in a row.
ALTER TABLE channels
  ADD COLUMN rests_until timestamptz,
  ADD COLUMN troubles integer NOT NULL DEFAULT 0 CHECK (troubles >= 0);

ALTER TABLE notifications
  -- Those of one lane arrive in the order of seq.
  ADD COLUMN lane text,
  -- Lower goes first.
  ADD COLUMN urgency smallint,
  -- Whoever had it sent again after it failed, the last time.
  ADD COLUMN again_at timestamptz,
  ADD COLUMN again_by uuid REFERENCES people (id),
  ADD CONSTRAINT notifications_again_whole CHECK ((again_at IS NULL) = (again_by IS NULL));

UPDATE notifications n SET
  lane = CASE WHEN c.kind = 'slack' THEN 'channel'
    ELSE coalesce('bulkhead-firing-' || n.firing_id, 'bulkhead-test-' || n.call_id, 'on-call') END,
  urgency = CASE WHEN n.content #>> '{firing,priority}' = 'P0' AND n.content #>> '{firing,drill}' = 'false' THEN 0 ELSE 1 END
FROM channels c WHERE c.id = n.channel_id;

ALTER TABLE notifications ALTER COLUMN lane SET NOT NULL, ALTER COLUMN urgency SET NOT NULL;

DROP INDEX notifications_waiting_idx;
CREATE INDEX notifications_waiting_idx ON notifications (channel_id, urgency, seq) WHERE state = 'waiting';
CREATE INDEX notifications_lane_idx ON notifications (channel_id, lane, seq) WHERE state = 'waiting';

-- What is delivered stays so; what failed waits again only for a person who asked for it.
CREATE OR REPLACE FUNCTION notifications_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'delivered' AND NEW.state <> 'delivered' THEN
    RAISE EXCEPTION 'a delivered notification stays delivered' USING ERRCODE = 'BH001';
  END IF;
  IF OLD.state = 'failed' AND NEW.state = 'waiting'
    AND (NEW.again_at IS NULL OR NEW.again_at IS NOT DISTINCT FROM OLD.again_at) THEN
    RAISE EXCEPTION 'a failed notification waits again when a person says so' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
