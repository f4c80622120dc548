-- AlterTable
ALTER TABLE "JourneyGate" ADD COLUMN     "readyAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "JourneyStep" ADD COLUMN     "escalatedAt" TIMESTAMPTZ(3),
ALTER COLUMN "status" SET DEFAULT 'open';

-- What the Prisma schema cannot say.

ALTER TABLE "Journey"
  ADD CONSTRAINT "Journey_status_check" CHECK ("status" IN ('running', 'completed')),
  ADD CONSTRAINT "Journey_completed_check" CHECK (("status" = 'completed') = ("completedAt" IS NOT NULL));
ALTER TABLE "JourneyStep"
  ADD CONSTRAINT "JourneyStep_status_check" CHECK ("status" IN ('open', 'in_review', 'done')),
  ADD CONSTRAINT "JourneyStep_done_check" CHECK (("status" = 'done') = ("completedAt" IS NOT NULL)),
  ADD CONSTRAINT "JourneyStep_blocked_check" CHECK ("blockedAt" IS NULL OR "status" = 'open');
ALTER TABLE "JourneyGate"
  ADD CONSTRAINT "JourneyGate_status_check" CHECK ("status" IN ('closed', 'ready', 'held', 'passed'));

-- A partner is onboarded once at a time.
CREATE UNIQUE INDEX "Journey_running_key" ON "Journey"("workspaceId", "partnerId") WHERE "status" = 'running';
