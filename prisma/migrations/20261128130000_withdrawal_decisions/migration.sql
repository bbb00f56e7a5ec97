-- What was decided last, and how much of it today, is asked for with every look at the queue.
CREATE INDEX withdrawal_approvals_at_idx ON withdrawal_approvals (at);
CREATE INDEX withdrawals_decided_at_idx ON withdrawals (decided_at);
