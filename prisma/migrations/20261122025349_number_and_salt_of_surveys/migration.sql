-- AlterTable
ALTER TABLE "Survey" ADD COLUMN     "number" INTEGER NOT NULL,
ADD COLUMN     "salt" TEXT;

-- CreateIndex
CREATE INDEX "Survey_workspaceId_closedAt_idx" ON "Survey"("workspaceId", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Survey_workspaceId_number_key" ON "Survey"("workspaceId", "number");

-- CreateIndex
CREATE INDEX "SurveyInvitation_workspaceId_personId_answeredAt_idx" ON "SurveyInvitation"("workspaceId", "personId", "answeredAt");
