-- Changes whose time budget has still to be looked at: one row from the change until the worker has looked (decision record 0120).
CREATE TABLE effect_checks (
  change_set_id uuid PRIMARY KEY REFERENCES change_sets (id),
  due_at timestamptz NOT NULL
);
CREATE INDEX effect_checks_due_at_idx ON effect_checks (due_at);
GRANT SELECT, INSERT, DELETE ON effect_checks TO bulkhead_app;

-- Until now each of them was a job. Looking twice records nothing twice.
DO $$
BEGIN
  IF to_regclass('graphile_worker.jobs') IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO effect_checks (change_set_id, due_at)
    SELECT c.id, c.committed_at + make_interval(secs => c.budget_ms / 1000.0) FROM change_sets c
    WHERE c.committed_at > clock_timestamp() - interval '1 day' AND NOT EXISTS (SELECT FROM missed_budgets m WHERE m.change_set_id = c.id);
  PERFORM graphile_worker.complete_jobs(ARRAY(SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'check-effect'));
END $$;
