-- Withdrawals that are off stop also what was released and not yet taken by the wallet: nobody asks for it meanwhile.
CREATE FUNCTION withdrawal_releases_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever turns withdrawals off waits for this transaction, or is seen by it.
  PERFORM FROM matrix_head FOR SHARE;
  IF EXISTS (SELECT FROM switch_values WHERE switch = 'withdrawal_enabled' AND symbol = '' AND value = 'false')
    OR (EXISTS (SELECT FROM switch_values WHERE switch = 'large_withdrawals_enabled' AND symbol = '' AND value = 'false')
      AND EXISTS (SELECT FROM switch_values s, withdrawals w WHERE s.switch = 'large_withdrawal_usd' AND s.symbol = ''
        AND w.id = NEW.withdrawal_id AND w.usd_value > (s.value #>> '{}')::numeric)) THEN
    RAISE EXCEPTION 'withdrawals are off' USING ERRCODE = 'BH001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_releases_asked BEFORE UPDATE OF asked ON withdrawal_releases
  FOR EACH ROW WHEN (NEW.asked > OLD.asked) EXECUTE FUNCTION withdrawal_releases_asked();

REVOKE ALL ON FUNCTION withdrawal_releases_asked() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdrawal_releases_asked() TO bulkhead_app;
