-- What the wallet says against what is known of a release is kept, because somebody has to look: money may have left twice.
ALTER TABLE withdrawal_releases
  ADD COLUMN contradicted_at timestamptz,
  ADD COLUMN contradicted_as text CHECK (contradicted_as IN ('sent', 'confirmed', 'refused')),
  ADD CHECK ((contradicted_at IS NULL) = (contradicted_as IS NULL));
CREATE INDEX withdrawal_releases_contradicted_idx ON withdrawal_releases (contradicted_at) WHERE contradicted_at IS NOT NULL;

CREATE FUNCTION withdrawal_contradiction_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.contradicted_at IS NOT NULL
    AND (OLD.contradicted_at, OLD.contradicted_as) IS DISTINCT FROM (NEW.contradicted_at, NEW.contradicted_as) THEN
    RAISE EXCEPTION 'a fact of a release is set once' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_contradiction_keep BEFORE UPDATE ON withdrawal_releases
  FOR EACH ROW EXECUTE FUNCTION withdrawal_contradiction_keep();
REVOKE ALL ON FUNCTION withdrawal_contradiction_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdrawal_contradiction_keep() TO bulkhead_app;
