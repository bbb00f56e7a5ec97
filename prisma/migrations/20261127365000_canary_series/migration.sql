-- How many rounds of a window brought a value is counted at every gate, signature and look at a run: from the index alone, because
-- ten days of one criterion are 57,600 samples.
CREATE INDEX canary_samples_measured_idx ON canary_samples (run_id, key, at) WHERE value IS NOT NULL;
