-- Safe with old processes running: they neither know of the column nor write the new cadence.
ALTER TABLE "ScorecardSnapshot" ADD COLUMN "pack" JSONB;
ALTER TABLE "ScorecardSnapshot" DROP CONSTRAINT "ScorecardSnapshot_cadence_check";
ALTER TABLE "ScorecardSnapshot"
  ADD CONSTRAINT "ScorecardSnapshot_cadence_check" CHECK ("cadence" IN ('weekly', 'monthly', 'quarterly')),
  ADD CONSTRAINT "ScorecardSnapshot_pack_check" CHECK ("pack" IS NULL OR "cadence" = 'quarterly');
