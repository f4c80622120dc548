-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN "spentUntil" TIMESTAMPTZ(3);
