-- CreateTable
CREATE TABLE "MilestoneReached" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "isInternal" BOOLEAN NOT NULL,
    "dealId" UUID NOT NULL,
    "reachedAt" TIMESTAMPTZ(3) NOT NULL,
    "notedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MilestoneReached_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "MilestoneReached_workspaceId_partnerId_key_key" ON "MilestoneReached"("workspaceId", "partnerId", "key");

-- Each once and for good: no correction takes one back.
CREATE TRIGGER "MilestoneReached_append_only" BEFORE UPDATE OR DELETE ON "MilestoneReached"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

ALTER TABLE "MilestoneReached" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "MilestoneReached" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "MilestoneReached" USING (
  "workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');
