-- A post whose channel takes nothing at present: it waits, with the reason, and keeps its place in the order.
ALTER TABLE "Delivery" DROP CONSTRAINT "Delivery_status_check";
ALTER TABLE "Delivery"
  ADD CONSTRAINT "Delivery_status_check" CHECK ("status" IN ('pending', 'held', 'sent', 'dead', 'dismissed')),
  ADD CONSTRAINT "Delivery_held_check" CHECK ("status" <> 'held' OR "lastError" IS NOT NULL);
CREATE INDEX "Delivery_held_idx" ON "Delivery"("workspaceId", "target", "sequence") WHERE "status" = 'held';

ALTER TABLE "PartnerChannel"
  ADD CONSTRAINT "PartnerChannel_state_check"
  CHECK ("state" IN ('live', 'archived', 'left', 'gone', 'unshared', 'refused'));
