-- AlterTable
ALTER TABLE "Deal" DROP COLUMN "announcementKey",
ADD COLUMN     "closedById" UUID;

-- CreateIndex
CREATE INDEX "Deal_leadId_idx" ON "Deal"("leadId");
