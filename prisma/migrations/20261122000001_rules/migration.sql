-- What the Prisma schema cannot say.

-- One grant of a role for the whole programme (partnerId null) is one grant.
DROP INDEX "RoleGrant_workspaceId_personId_partnerId_role_key";
CREATE UNIQUE INDEX "RoleGrant_workspaceId_personId_partnerId_role_key"
  ON "RoleGrant"("workspaceId", "personId", "partnerId", "role") NULLS NOT DISTINCT;

-- Only what is still to be done is looked up by time or target; these stay small however long the history.
CREATE INDEX "DueItem_pending_idx" ON "DueItem"((COALESCE("retryAt", "dueAt"))) WHERE "failedAt" IS NULL;
CREATE INDEX "Delivery_pending_idx" ON "Delivery"("workspaceId", "target", "sequence") WHERE "status" = 'pending';
CREATE INDEX "Surface_pending_idx" ON "Surface"("workspaceId", "target") WHERE "version" > "shownVersion";

ALTER TABLE "Delivery"
  ADD CONSTRAINT "Delivery_status_check" CHECK ("status" IN ('pending', 'sent', 'dead')),
  ADD CONSTRAINT "Delivery_audience_check" CHECK ("audience" IN ('internal', 'partner')),
  ADD CONSTRAINT "Delivery_sent_check" CHECK ("status" <> 'sent' OR "sentAt" IS NOT NULL),
  ADD CONSTRAINT "Delivery_dead_check" CHECK ("status" <> 'dead' OR "lastError" IS NOT NULL);
ALTER TABLE "Surface"
  ADD CONSTRAINT "Surface_version_check" CHECK ("shownVersion" <= "version");
ALTER TABLE "DueItem"
  ADD CONSTRAINT "DueItem_attempts_check" CHECK ("attempts" >= 0);
ALTER TABLE "Person"
  ADD CONSTRAINT "Person_side_check" CHECK ("side" = 'partner' OR "partnerId" IS NULL);
ALTER TABLE "RoleGrant"
  ADD CONSTRAINT "RoleGrant_role_check" CHECK ("role" IN
    ('admin', 'manager', 'reviewer', 'trainer', 'support', 'marketing', 'finance', 'product', 'sales', 'lead', 'technical'));
ALTER TABLE "Partner"
  ADD CONSTRAINT "Partner_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "PlaybookVersion"
  ADD CONSTRAINT "PlaybookVersion_number_check" CHECK ("number" >= 1),
  ADD CONSTRAINT "PlaybookVersion_contentHash_check" CHECK ("contentHash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "CallSeries"
  ADD CONSTRAINT "CallSeries_durationMinutes_check" CHECK ("durationMinutes" > 0);
ALTER TABLE "Deal"
  ADD CONSTRAINT "Deal_number_check" CHECK ("number" >= 1),
  ADD CONSTRAINT "Deal_amountMinor_check" CHECK ("amountMinor" >= 0),
  ADD CONSTRAINT "Deal_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$');
ALTER TABLE "Lead"
  ADD CONSTRAINT "Lead_number_check" CHECK ("number" >= 1);
ALTER TABLE "Survey"
  ADD CONSTRAINT "Survey_closesAt_check" CHECK ("closesAt" > "openedAt");
ALTER TABLE "DigestPreference"
  ADD CONSTRAINT "DigestPreference_weekday_check" CHECK ("weekday" BETWEEN 1 AND 7),
  ADD CONSTRAINT "DigestPreference_minuteOfDay_check" CHECK ("minuteOfDay" BETWEEN 0 AND 1439);
ALTER TABLE "ScorecardSnapshot"
  ADD CONSTRAINT "ScorecardSnapshot_cadence_check" CHECK ("cadence" IN ('weekly', 'monthly')),
  ADD CONSTRAINT "ScorecardSnapshot_window_check" CHECK ("toAt" > "fromAt");

-- What has been published, and who did what, is never edited.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
CREATE TRIGGER "PlaybookVersion_append_only" BEFORE UPDATE OR DELETE ON "PlaybookVersion"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "AuditEntry_append_only" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
