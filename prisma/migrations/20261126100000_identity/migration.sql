-- Identity: passkeys, one-time links, proof of the second factor, sign-in through an identity provider, owners of keys,
-- and the rules of people that hold whatever the application does: the last super admin stays, nobody raises themselves.

-- ---------------------------------------------------------------------------------------------------------------
-- People
ALTER TABLE people
  ADD COLUMN password_set_at timestamptz,
  -- Who this is at the identity provider; null for people who sign in here.
  ADD COLUMN oidc_issuer text,
  ADD COLUMN oidc_subject text,
  ADD CONSTRAINT people_oidc_whole CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL));
CREATE UNIQUE INDEX people_oidc_issuer_oidc_subject_key ON people (oidc_issuer, oidc_subject);

-- Null: the first start, a one-time link of the first start, or the identity provider's groups.
ALTER TABLE person_roles ADD COLUMN granted_by uuid REFERENCES people (id),
  ADD CONSTRAINT person_roles_not_by_oneself CHECK (granted_by <> person_id);

-- Two super admins who take each other's role away at the same moment wait for one another here: the second finds that
-- it would be the last. BH001: a rule of ours that the decision could not know of, to the writer a conflict.
CREATE FUNCTION keep_a_super_admin() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('bulkhead last super admin', 0));
  IF NOT EXISTS (SELECT 1 FROM person_roles r JOIN people p ON p.id = r.person_id
                 WHERE r.role = 'super_admin' AND p.disabled_at IS NULL) THEN
    RAISE EXCEPTION 'the last super admin stays' USING ERRCODE = 'BH001';
  END IF;
END $$;

CREATE FUNCTION person_roles_keep_a_super_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.role = 'super_admin' THEN PERFORM keep_a_super_admin(); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER person_roles_keep_a_super_admin AFTER UPDATE OR DELETE ON person_roles
  FOR EACH ROW EXECUTE FUNCTION person_roles_keep_a_super_admin();

CREATE FUNCTION people_keep_a_super_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL
    AND EXISTS (SELECT 1 FROM person_roles WHERE person_id = NEW.id AND role = 'super_admin') THEN
    PERFORM keep_a_super_admin();
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER people_keep_a_super_admin AFTER UPDATE ON people FOR EACH ROW EXECUTE FUNCTION people_keep_a_super_admin();

-- ---------------------------------------------------------------------------------------------------------------
-- Sessions say how they began and when the second factor was proven in them.
ALTER TABLE sessions
  ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'passkey', 'oidc')),
  ADD COLUMN proven_at timestamptz;
-- Whoever had a second factor could not sign in without it.
UPDATE sessions s SET proven_at = s.created_at FROM people p WHERE p.id = s.person_id AND p.totp_secret IS NOT NULL;

-- ---------------------------------------------------------------------------------------------------------------
-- Passkeys (WebAuthn credentials). Removing one deletes its row; the audit log keeps that it was there.
CREATE TABLE passkeys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  person_id uuid NOT NULL REFERENCES people (id),
  -- base64url, as browsers say it.
  credential_id text NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1400),
  public_key bytea NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL DEFAULT '{}',
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- Synchronised by its maker between devices, or bound to one.
  backed_up boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz
);
CREATE UNIQUE INDEX passkeys_credential_id_key ON passkeys (credential_id);
CREATE INDEX passkeys_person_id_idx ON passkeys (person_id);

-- A challenge counts once: what was answered with a passkey is remembered for as long as its challenge could be valid.
CREATE TABLE used_challenges (
  nonce text PRIMARY KEY,
  used_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- ---------------------------------------------------------------------------------------------------------------
-- One-time links: an invitation, the first super admin of an installation, a new start after a lost second factor.
CREATE TABLE one_time_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('invitation', 'first_run', 'reset')),
  link_hash text NOT NULL CHECK (length(link_hash) = 64),
  email text CHECK (email = lower(email) AND email LIKE '%_@_%' AND length(email) <= 254),
  name text CHECK (length(name) BETWEEN 1 AND 100),
  roles text[] NOT NULL,
  -- Whose sign-in is set up anew; null for somebody who is not there yet.
  person_id uuid REFERENCES people (id),
  issued_by uuid REFERENCES people (id),
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_by uuid REFERENCES people (id),
  withdrawn_at timestamptz,
  CONSTRAINT one_time_links_reset_names_person CHECK ((kind = 'reset') = (person_id IS NOT NULL)),
  CONSTRAINT one_time_links_issuer CHECK ((kind = 'first_run') = (issued_by IS NULL)),
  CONSTRAINT one_time_links_not_for_oneself CHECK (issued_by <> person_id),
  CONSTRAINT one_time_links_address CHECK (kind = 'first_run' OR (email IS NOT NULL AND name IS NOT NULL)),
  CONSTRAINT one_time_links_used_whole CHECK ((used_at IS NULL) = (used_by IS NULL)),
  CONSTRAINT one_time_links_one_end CHECK (used_at IS NULL OR withdrawn_at IS NULL)
);
CREATE UNIQUE INDEX one_time_links_link_hash_key ON one_time_links (link_hash);
CREATE INDEX one_time_links_person_id_idx ON one_time_links (person_id);
-- One open link for an address, whatever happens in parallel.
CREATE UNIQUE INDEX one_time_links_open_email_key ON one_time_links (email) WHERE used_at IS NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX one_time_links_open_first_run_key ON one_time_links (kind)
  WHERE kind = 'first_run' AND used_at IS NULL AND withdrawn_at IS NULL;

-- ---------------------------------------------------------------------------------------------------------------
-- Keys of machines: who made them, and which one a rotation has put in whose place.
ALTER TABLE api_keys
  ADD COLUMN created_by uuid REFERENCES people (id),
  ADD COLUMN replaces_id uuid REFERENCES api_keys (id);
-- A key is rotated once: of two rotations at the same moment the second is a conflict.
CREATE UNIQUE INDEX api_keys_replaces_id_key ON api_keys (replaces_id);
CREATE INDEX api_keys_prefix_idx ON api_keys (prefix);
CREATE INDEX personal_tokens_prefix_idx ON personal_tokens (prefix);

REVOKE ALL ON FUNCTION keep_a_super_admin(), person_roles_keep_a_super_admin(), people_keep_a_super_admin() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_a_super_admin(), person_roles_keep_a_super_admin(), people_keep_a_super_admin() TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys, used_challenges TO bulkhead_app;
GRANT SELECT, INSERT, UPDATE ON one_time_links TO bulkhead_app;
