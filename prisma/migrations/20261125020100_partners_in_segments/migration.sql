-- Where a partner belongs, by the dimensions of the playbook: `potential:high`. The one segment before was never set; it
-- stays until no process that reads it can still be running.
ALTER TABLE "Partner" ADD COLUMN "segments" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Partner" ADD CONSTRAINT "Partner_segments_check"
  CHECK (array_to_string("segments", ' ', '?') ~ '^([a-z][a-z0-9-]*:[a-z][a-z0-9-]*( |$))*$');
