-- What only the application said of releases: where one begins, its checklist, its plan of shares, its one way forward, and weights that are its share.

-- ---------------------------------------------------------------------------------------------------------------
-- Shares of each step, percent. A rolling update replaces one instance after the other.
CREATE FUNCTION release_plan(strategy text) RETURNS integer[] LANGUAGE sql STABLE AS $$
  SELECT CASE strategy
    WHEN 'blue-green' THEN ARRAY[100]
    WHEN 'canary' THEN ARRAY[5, 20, 50, 100]
    WHEN 'canary-10' THEN ARRAY[10, 50, 100]
    WHEN 'rolling' THEN (
      SELECT array_agg(round(place * 100.0 / size)::integer ORDER BY place)
      FROM (SELECT count(*) / 2 AS size FROM gateway_servers) servers, generate_series(1, size) AS place)
    END
$$;

-- It begins as a plan, from the side that has the traffic.
CREATE FUNCTION releases_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'planned' OR NEW.step <> 0 OR NEW.share <> 0 OR NEW.approved_at IS NOT NULL OR NEW.traffic_at IS NOT NULL
    OR NEW.full_at IS NOT NULL OR NEW.evidence IS NOT NULL OR NEW.trigger IS NOT NULL THEN
    RAISE EXCEPTION 'a release begins as a plan without traffic' USING ERRCODE = 'BH001';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM gateway_sides WHERE side = NEW.from_side AND live) THEN
    RAISE EXCEPTION 'a release goes from the side that has the traffic' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER releases_begin BEFORE INSERT ON releases FOR EACH ROW EXECUTE FUNCTION releases_begin();

-- Named so that it comes before releases_keep, which says which state follows which.
CREATE FUNCTION releases_go() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  planned integer := (release_plan(OLD.strategy))[NEW.step];
BEGIN
  -- What is over is over: only when the gateway was seen to follow is noted afterwards.
  IF OLD.ended_at IS NOT NULL
    AND (to_jsonb(NEW) - 'effective_at' - 'version') IS DISTINCT FROM (to_jsonb(OLD) - 'effective_at' - 'version') THEN
    RAISE EXCEPTION 'a release that is over does not change' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.state = 'approved' AND OLD.state <> 'approved' AND NOT NEW.checklist @> '["rollback", "migrations", "previous",
    "merged", "tests", "reviewed", "tagged", "staging", "smoke", "benchmarks", "plan"]'::jsonb THEN
    RAISE EXCEPTION 'a release is approved when its whole checklist is answered with yes' USING ERRCODE = 'BH001';
  END IF;
  -- Back is all the way, forward is one step of its plan.
  IF NEW.state = 'rolled_back' THEN
    IF NEW.share <> 0 OR NEW.step <> OLD.step THEN
      RAISE EXCEPTION 'a rollback takes all traffic back' USING ERRCODE = 'BH001';
    END IF;
  ELSIF NEW.step = OLD.step THEN
    IF NEW.share <> OLD.share OR (OLD.state = 'approved' AND NEW.state IN ('in_progress', 'monitoring')) THEN
      RAISE EXCEPTION 'a share changes by a step' USING ERRCODE = 'BH001';
    END IF;
  ELSIF NEW.step <> OLD.step + 1 OR OLD.state NOT IN ('approved', 'in_progress') OR planned IS NULL OR NEW.share <> planned
    OR NEW.state <> (CASE planned WHEN 100 THEN 'monitoring' ELSE 'in_progress' END) OR NEW.traffic_at IS NULL THEN
    RAISE EXCEPTION 'a release takes the next step of its plan, and no other' USING ERRCODE = 'BH001';
  END IF;
  -- Manual 2: "after 1 hour stable".
  IF NEW.state = 'succeeded' AND OLD.state <> 'succeeded' AND NEW.ended_at < OLD.full_at + interval '1 hour' THEN
    RAISE EXCEPTION 'a release succeeds after an hour with all traffic' USING ERRCODE = 'BH001';
  END IF;
  IF NEW.effective_at < NEW.ended_at THEN
    RAISE EXCEPTION 'a rollback is effective after it was made' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER releases_go BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION releases_go();

-- ---------------------------------------------------------------------------------------------------------------
-- At the end of a transaction the weights are the share of the release under way; without one, the live side has all of it.
CREATE FUNCTION gateway_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine text;
  wanted integer := 100;
  by_instance boolean := false;
  newest text;
BEGIN
  SELECT to_side, share, strategy = 'rolling' INTO mine, wanted, by_instance FROM releases
    WHERE state IN ('in_progress', 'paused', 'monitoring');
  IF NOT FOUND THEN
    SELECT side INTO mine FROM gateway_sides WHERE live;
    wanted := 100;
    by_instance := false;
  END IF;
  IF mine IS NULL OR EXISTS (
    SELECT 1 FROM (
      SELECT side, weight, count(*) OVER (PARTITION BY side) AS size,
        row_number() OVER (PARTITION BY side ORDER BY length(name), name) AS place FROM gateway_servers) servers
    WHERE weight <> (CASE
      WHEN by_instance THEN CASE WHEN (place <= round(wanted * size / 100.0)) = (side = mine) THEN 100 ELSE 0 END
      WHEN side = mine THEN wanted
      ELSE 100 - wanted END)) THEN
    RAISE EXCEPTION 'the weights are not the share of the release' USING ERRCODE = 'BH001';
  END IF;
  SELECT to_side INTO newest FROM releases WHERE state = 'succeeded' ORDER BY number DESC LIMIT 1;
  IF newest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gateway_sides WHERE side = newest AND live) THEN
    RAISE EXCEPTION 'the live side is that of the newest release that succeeded' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER releases_gateway_follows AFTER INSERT OR UPDATE ON releases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gateway_follows();
CREATE CONSTRAINT TRIGGER gateway_servers_follow AFTER INSERT OR UPDATE OR DELETE ON gateway_servers
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gateway_follows();
CREATE CONSTRAINT TRIGGER gateway_sides_follow AFTER UPDATE ON gateway_sides
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gateway_follows();

REVOKE ALL ON FUNCTION release_plan(text), releases_begin(), releases_go(), gateway_follows() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_plan(text), releases_begin(), releases_go(), gateway_follows() TO bulkhead_app;
