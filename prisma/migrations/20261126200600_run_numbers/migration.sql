-- The audit entry of a start names the run, so its number is drawn before the row is written.
GRANT USAGE ON SEQUENCE procedure_runs_number_seq TO bulkhead_app;
