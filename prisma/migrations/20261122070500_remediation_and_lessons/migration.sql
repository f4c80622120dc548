-- AlterTable
ALTER TABLE "ActionItem" ADD COLUMN     "isInternal" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "RemediationPlan" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "criteria" TEXT[],
    "actionItemIds" UUID[],
    "startedById" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "reviewOn" DATE NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RemediationPlan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HealthDecision" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "planId" UUID,
    "choice" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "met" TEXT[],
    "decidedById" UUID NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "HealthDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lesson" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "story" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "proposal" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'proposed',
    "writtenById" UUID NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,
    "settledById" UUID,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Lesson_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RemediationPlan_workspaceId_partnerId_startedAt_idx" ON "RemediationPlan"("workspaceId", "partnerId", "startedAt");

-- CreateIndex
CREATE INDEX "HealthDecision_workspaceId_partnerId_decidedAt_idx" ON "HealthDecision"("workspaceId", "partnerId", "decidedAt");

-- CreateIndex
CREATE INDEX "Lesson_workspaceId_status_writtenAt_idx" ON "Lesson"("workspaceId", "status", "writtenAt");

ALTER TABLE "HealthDecision"
  ADD CONSTRAINT "HealthDecision_choice_check" CHECK ("choice" IN ('continue', 'scale_back', 'leave')),
  ADD CONSTRAINT "HealthDecision_reason_check" CHECK ("reason" <> '');
ALTER TABLE "Lesson"
  ADD CONSTRAINT "Lesson_status_check" CHECK ("status" IN ('proposed', 'adopted', 'set_aside')),
  ADD CONSTRAINT "Lesson_settledAt_check" CHECK (("status" = 'proposed') = ("settledAt" IS NULL));
-- One way back at a time.
CREATE UNIQUE INDEX "RemediationPlan_open_key" ON "RemediationPlan"("workspaceId", "partnerId") WHERE "endedAt" IS NULL;
CREATE TRIGGER "HealthDecision_append_only" BEFORE UPDATE OR DELETE ON "HealthDecision"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['"RemediationPlan"', '"HealthDecision"', '"Lesson"'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY "own_workspace" ON %s USING ((SELECT current_setting(''tandem.workspace'', true)) IN (''*'', "workspaceId"::text))',
      owned);
  END LOOP;
END
$$;
