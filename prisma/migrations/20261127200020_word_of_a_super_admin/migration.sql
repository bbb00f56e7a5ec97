-- While a P0 of the venue is open, raising takes a super admin's word: of who did it, or of who approved it.
CREATE FUNCTION change_sets_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.direction = 'raising' AND NEW.authority IN ('single', 'approved') AND NEW.actor_kind = 'person'
    AND EXISTS (SELECT 1 FROM firings WHERE priority = 'P0' AND resolved_at IS NULL AND NOT drill AND source <> 'bulkhead')
    AND NOT EXISTS (SELECT 1 FROM person_roles
      WHERE role = 'super_admin' AND person_id::text IN (NEW.actor_id, NEW.approved_by::text)) THEN
    RAISE EXCEPTION 'a P0 is open: raising takes the word of a super admin' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_sets_word BEFORE INSERT ON change_sets FOR EACH ROW EXECUTE FUNCTION change_sets_word();
REVOKE ALL ON FUNCTION change_sets_word() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_sets_word() TO bulkhead_app;
