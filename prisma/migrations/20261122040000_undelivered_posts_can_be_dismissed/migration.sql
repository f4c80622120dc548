-- A post that was given up, and that somebody has decided not to send any more.
ALTER TABLE "Delivery" DROP CONSTRAINT "Delivery_status_check";
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_status_check" CHECK ("status" IN ('pending', 'sent', 'dead', 'dismissed'));

-- Work that was given up is little beside what waits.
CREATE INDEX "DueItem_failed_idx" ON "DueItem"("workspaceId", "failedAt") WHERE "failedAt" IS NOT NULL;
