-- CreateTable
CREATE TABLE "Handoff" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "leadId" UUID,
    "dealId" UUID,
    "ref" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "answers" JSONB NOT NULL,
    "fromPersonId" UUID NOT NULL,
    "toPersonId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Handoff_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Handoff_workspaceId_partnerId_acceptedAt_idx" ON "Handoff"("workspaceId", "partnerId", "acceptedAt");

-- What Prisma cannot say.
CREATE UNIQUE INDEX "Handoff_subject_key" ON "Handoff"("workspaceId", "key", "leadId", "dealId") NULLS NOT DISTINCT;
ALTER TABLE "Handoff"
  ADD CONSTRAINT "Handoff_subject_check" CHECK (("leadId" IS NULL) <> ("dealId" IS NULL));
ALTER TABLE "Handoff" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Handoff" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "Handoff"
  USING ((SELECT current_setting('tandem.workspace', true)) IN ('*', "workspaceId"::text));
