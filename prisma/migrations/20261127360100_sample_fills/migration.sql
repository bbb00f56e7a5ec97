-- A round that one worker could not answer is filled by another that could. What is known of a round stays as it is, and a
-- round that is over for a minute is filled by nobody.
CREATE FUNCTION canary_samples_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.value IS NOT NULL OR NEW.value IS NULL OR OLD.at < clock_timestamp() - interval '1 minute' THEN
    RAISE EXCEPTION 'a sample stays as it was measured' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_samples_keep BEFORE UPDATE OF value, count, base_value, base_count, age_gap_seconds, problem ON canary_samples
  FOR EACH ROW EXECUTE FUNCTION canary_samples_keep();

REVOKE ALL ON FUNCTION canary_samples_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION canary_samples_keep() TO bulkhead_app;
-- Of which round a sample is stays in any case.
GRANT UPDATE (value, count, base_value, base_count, age_gap_seconds, problem) ON canary_samples TO bulkhead_app;
