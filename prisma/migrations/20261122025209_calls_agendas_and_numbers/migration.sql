-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "number" INTEGER NOT NULL,
ALTER COLUMN "dueOn" SET NOT NULL;

-- AlterTable
ALTER TABLE "Call" ADD COLUMN     "agendaRevision" INTEGER,
ADD COLUMN     "changeReason" TEXT,
ADD COLUMN     "recordedAt" TIMESTAMPTZ(3),
ADD COLUMN     "recordedById" UUID;

-- AlterTable
ALTER TABLE "CallSeries" ADD COLUMN     "callKey" TEXT,
ADD COLUMN     "reminderMinutes" INTEGER[],
ADD COLUMN     "seats" TEXT[],
ADD COLUMN     "standingItems" TEXT[];

-- CreateIndex
CREATE UNIQUE INDEX "ActionItem_workspaceId_number_key" ON "ActionItem"("workspaceId", "number");

-- CreateIndex
CREATE INDEX "AgendaItem_callId_idx" ON "AgendaItem"("callId");
