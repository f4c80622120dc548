-- CreateTable
CREATE TABLE "BusinessPlan" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "playbookVersionId" UUID NOT NULL,
    "periodFrom" DATE NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "answers" JSONB NOT NULL,
    "internalAnswers" JSONB NOT NULL,
    "openedById" UUID NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "vendorAgreedById" UUID,
    "vendorAgreedAt" TIMESTAMPTZ(3),
    "partnerAgreedById" UUID,
    "partnerAgreedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BusinessPlan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanRevision" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "answers" JSONB NOT NULL,
    "internalAnswers" JSONB NOT NULL,
    "savedById" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlanRevision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanDraft" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "baseVersion" INTEGER NOT NULL,
    "answers" JSONB,

    CONSTRAINT "PlanDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanReview" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "callId" UUID,
    "takenById" UUID,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,
    "goals" JSONB NOT NULL,
    "internalGoals" JSONB NOT NULL,

    CONSTRAINT "PlanReview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "BusinessPlan_workspaceId_partnerId_periodFrom_key" ON "BusinessPlan"("workspaceId", "partnerId", "periodFrom");

-- CreateIndex
CREATE INDEX "PlanRevision_workspaceId_partnerId_idx" ON "PlanRevision"("workspaceId", "partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "PlanRevision_planId_version_key" ON "PlanRevision"("planId", "version");

-- CreateIndex
CREATE INDEX "PlanDraft_workspaceId_partnerId_idx" ON "PlanDraft"("workspaceId", "partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "PlanDraft_planId_part_personId_key" ON "PlanDraft"("planId", "part", "personId");

-- CreateIndex
CREATE INDEX "PlanReview_workspaceId_partnerId_idx" ON "PlanReview"("workspaceId", "partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "PlanReview_planId_callId_key" ON "PlanReview"("planId", "callId");

-- What Prisma cannot say.
ALTER TABLE "BusinessPlan"
  ADD CONSTRAINT "BusinessPlan_periodFrom_check" CHECK (extract(day FROM "periodFrom") = 1 AND extract(month FROM "periodFrom") IN (1, 4, 7, 10)),
  ADD CONSTRAINT "BusinessPlan_vendorAgreed_check" CHECK (("vendorAgreedById" IS NULL) = ("vendorAgreedAt" IS NULL)),
  ADD CONSTRAINT "BusinessPlan_partnerAgreed_check" CHECK (("partnerAgreedById" IS NULL) = ("partnerAgreedAt" IS NULL));
CREATE TRIGGER "PlanRevision_append_only" BEFORE UPDATE OR DELETE ON "PlanRevision"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "PlanReview_append_only" BEFORE UPDATE OR DELETE ON "PlanReview"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['"BusinessPlan"', '"PlanRevision"', '"PlanDraft"', '"PlanReview"'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY "own_workspace" ON %s USING ((SELECT current_setting(''tandem.workspace'', true)) IN (''*'', "workspaceId"::text))',
      owned);
  END LOOP;
END
$$;
