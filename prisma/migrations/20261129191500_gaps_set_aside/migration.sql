-- Rows of the data checks that are right as they are, with the reason: off the list until the row itself changes.

-- CreateTable
CREATE TABLE "GapSetAside" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "check" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "setAsideById" UUID,
    "setAsideAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GapSetAside_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "GapSetAside_workspaceId_partnerId_idx" ON "GapSetAside"("workspaceId", "partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "GapSetAside_workspaceId_check_subject_key" ON "GapSetAside"("workspaceId", "check", "subject");

-- What Prisma cannot say.
ALTER TABLE "GapSetAside"
  ADD CONSTRAINT "GapSetAside_reason_check" CHECK (length("reason") BETWEEN 1 AND 1000);

ALTER TABLE "GapSetAside" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "GapSetAside" FORCE ROW LEVEL SECURITY;
-- As in `fence_compares_ids`.
CREATE POLICY "own_workspace" ON "GapSetAside"
  USING ("workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
    OR (SELECT current_setting('tandem.workspace', true)) = '*');
