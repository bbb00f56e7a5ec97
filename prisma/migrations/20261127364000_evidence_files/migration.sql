-- Files that were attached to evidence: kept beside it, called by their hash, never changed. Evidence from before names a file that stayed with its owner.

CREATE TABLE canary_evidence_files (
  evidence_id uuid PRIMARY KEY REFERENCES canary_evidence (id),
  media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'application/pdf', 'text/plain', 'text/csv', 'application/json')),
  content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 5242880)
);
-- Pictures and PDF are packed already.
ALTER TABLE canary_evidence_files ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION canary_evidence_files_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'a file of evidence stays as it is' USING ERRCODE = 'BH001';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM canary_evidence WHERE id = NEW.evidence_id
    AND file_sha256 = encode(sha256(NEW.content), 'hex')) THEN
    RAISE EXCEPTION 'the hash of the evidence is not that of its file' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER canary_evidence_files_keep BEFORE INSERT OR UPDATE OR DELETE ON canary_evidence_files
  FOR EACH ROW EXECUTE FUNCTION canary_evidence_files_keep();

-- At the end of the transaction: whoever names a file has brought it.
CREATE FUNCTION canary_evidence_has_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.file_sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM canary_evidence_files WHERE evidence_id = NEW.id) THEN
    RAISE EXCEPTION 'this evidence names a file that is not there' USING ERRCODE = 'BH001';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER canary_evidence_has_file AFTER INSERT ON canary_evidence DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION canary_evidence_has_file();

REVOKE ALL ON FUNCTION canary_evidence_files_keep(), canary_evidence_has_file() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION canary_evidence_files_keep(), canary_evidence_has_file() TO bulkhead_app;
GRANT SELECT, INSERT ON canary_evidence_files TO bulkhead_app;
