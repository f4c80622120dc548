-- The tier, currency and version of the playbook that numbers were worked out by, to tell a correction of the past from
-- a partner that has moved on. Null: kept before these were.
ALTER TABLE "ScorecardSnapshot" ADD COLUMN "terms" JSONB;
ALTER TABLE "SentDigest" ADD COLUMN "terms" JSONB;
