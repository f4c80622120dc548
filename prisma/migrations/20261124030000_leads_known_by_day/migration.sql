-- AlterTable
ALTER TABLE "Lead" ADD COLUMN "isKnownByDay" BOOLEAN NOT NULL DEFAULT false;

-- Until now imports cut every time to its day.
SELECT set_config('tandem.workspace', '*', true);
UPDATE "Lead" SET "isKnownByDay" = true WHERE "externalId" IS NOT NULL;
