-- Figures and exports ask for requests by their day of filing; what the figures sum up stands in the index itself.
CREATE INDEX withdrawals_filed_at_idx ON withdrawals (filed_at)
  INCLUDE (asset, state, usd_value, amount, requested_at, approved_at);
