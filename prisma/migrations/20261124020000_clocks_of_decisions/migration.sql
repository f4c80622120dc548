-- AlterTable
ALTER TABLE "Deal" ADD COLUMN "decisionAskedAt" TIMESTAMPTZ(3),
ADD COLUMN "decidedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Handoff" ADD COLUMN "completeAt" TIMESTAMPTZ(3);
