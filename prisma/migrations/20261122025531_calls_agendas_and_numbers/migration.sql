-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "number" INTEGER NOT NULL,
ALTER COLUMN "dueOn" SET NOT NULL;

-- AlterTable
ALTER TABLE "Call" ADD COLUMN     "agendaRevision" INTEGER,
ADD COLUMN     "changeReason" TEXT,
ADD COLUMN     "recordedAt" TIMESTAMPTZ(3),
ADD COLUMN     "recordedById" UUID;

-- AlterTable
ALTER TABLE "CallSeries" DROP COLUMN "slackChannelId",
ADD COLUMN     "callKey" TEXT,
ADD COLUMN     "reminderMinutes" INTEGER[],
ADD COLUMN     "seats" TEXT[],
ADD COLUMN     "standingItems" TEXT[];

-- AlterTable
ALTER TABLE "Decision" ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "ActionItem_workspaceId_number_key" ON "ActionItem"("workspaceId", "number");

-- CreateIndex
CREATE INDEX "AgendaItem_callId_idx" ON "AgendaItem"("callId");

-- What the Prisma schema cannot say.
ALTER TABLE "Call"
  ADD CONSTRAINT "Call_status_check" CHECK ("status" IN ('planned', 'cancelled', 'held', 'missed')),
  ADD CONSTRAINT "Call_revision_check" CHECK ("revision" >= 0);
ALTER TABLE "ActionItem"
  ADD CONSTRAINT "ActionItem_number_check" CHECK ("number" >= 1);
