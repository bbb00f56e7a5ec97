-- The intake notes the use of keys like an edge does; large deliveries are cut before they are taken.
-- Deliveries live for days and are written in a hurry: compressing megabytes takes longer than writing them.
ALTER TABLE deliveries ALTER COLUMN body SET STORAGE EXTERNAL;
GRANT INSERT ON key_use_reports TO bulkhead_intake;
-- The worker cuts large deliveries into parts, which were heard when the whole was.
GRANT INSERT (received_at) ON deliveries TO bulkhead_app;
CREATE INDEX deliveries_large_idx ON deliveries (id) WHERE taken_at IS NULL AND octet_length(body) > 100000;
