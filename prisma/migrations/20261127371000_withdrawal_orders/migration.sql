-- What is over is most of the table: it is counted, summed and ordered by value and by risk without being read whole.
CREATE INDEX withdrawals_over_usd_idx ON withdrawals (usd_value, number)
  WHERE state NOT IN ('pending', 'held', 'approved', 'expired');
CREATE INDEX withdrawals_over_risk_idx ON withdrawals (risk_score, number)
  WHERE state NOT IN ('pending', 'held', 'approved', 'expired');
CREATE INDEX withdrawals_over_number_idx ON withdrawals (number)
  WHERE state NOT IN ('pending', 'held', 'approved', 'expired');
