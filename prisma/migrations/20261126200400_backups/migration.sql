-- Backups of this database that were made, verified by reading them back, and put on record.

CREATE TABLE backups (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The moment whose picture it holds.
  made_at timestamptz NOT NULL,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 255 AND file_name !~ '/'),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  rows bigint NOT NULL CHECK (rows >= 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- The last entry of the audit log that is in it.
  audit_seq bigint NOT NULL CHECK (audit_seq >= 0),
  emergency boolean NOT NULL,
  duration_ms integer NOT NULL CHECK (duration_ms >= 0),
  verified_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- A file is on record once.
CREATE UNIQUE INDEX backups_sha256_key ON backups (sha256);
CREATE INDEX backups_made_at_id_idx ON backups (made_at, id);

GRANT SELECT, INSERT ON backups TO bulkhead_app;
