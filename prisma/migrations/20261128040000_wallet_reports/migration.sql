-- What the hot wallet holds, as the wallet service reported it: each report whole, once, and for ever.

CREATE TABLE wallet_reports (
  observed_at timestamptz PRIMARY KEY,
  reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reported_by text NOT NULL,
  -- Clocks run ahead a little; a report from the future would stay the newest until then.
  CONSTRAINT wallet_reports_seen CHECK (observed_at <= reported_at + interval '60 seconds')
);

CREATE TABLE wallet_balances (
  observed_at timestamptz NOT NULL REFERENCES wallet_reports (observed_at),
  asset text NOT NULL,
  network text NOT NULL,
  amount numeric NOT NULL CHECK (amount >= 0),
  usd_value numeric NOT NULL CHECK (usd_value >= 0 AND usd_value = round(usd_value, 2)),
  PRIMARY KEY (observed_at, asset, network)
);

CREATE FUNCTION wallet_reports_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what the wallet reported stays as it was' USING ERRCODE = 'BH001';
END $$;
CREATE TRIGGER wallet_reports_keep BEFORE UPDATE OR DELETE ON wallet_reports
  FOR EACH ROW EXECUTE FUNCTION wallet_reports_keep();
CREATE TRIGGER wallet_balances_keep BEFORE UPDATE OR DELETE ON wallet_balances
  FOR EACH ROW EXECUTE FUNCTION wallet_reports_keep();

REVOKE ALL ON FUNCTION wallet_reports_keep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wallet_reports_keep() TO bulkhead_app;
GRANT SELECT, INSERT ON wallet_reports, wallet_balances TO bulkhead_app;
