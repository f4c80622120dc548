-- A change of tier that the numbers speak for, until the manager decides.
CREATE TABLE "TierProposal" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "fromTier" TEXT NOT NULL,
    "toTier" TEXT NOT NULL,
    "evidence" TEXT[],
    "proposedAt" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "reason" TEXT,

    CONSTRAINT "TierProposal_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "TierProposal_tiers_check" CHECK ("fromTier" <> "toTier"),
    CONSTRAINT "TierProposal_outcome_check" CHECK ("outcome" IN ('accepted', 'kept', 'withdrawn')),
    CONSTRAINT "TierProposal_ended_check" CHECK (("outcome" IS NULL) = ("endedAt" IS NULL))
);

-- CreateIndex
CREATE INDEX "TierProposal_workspaceId_partnerId_proposedAt_idx" ON "TierProposal"("workspaceId", "partnerId", "proposedAt");

CREATE UNIQUE INDEX "TierProposal_open_key" ON "TierProposal"("partnerId") WHERE "outcome" IS NULL;

ALTER TABLE "TierProposal" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "TierProposal" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "TierProposal" USING ("workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');
