-- Weekly digests and monthly scorecards as they were sent, every one of them: until now only their numbers were kept, and
-- of two digests in one week only the first one's.

-- CreateTable
CREATE TABLE "SentDigest" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "cadence" TEXT NOT NULL,
    "personId" UUID,
    "partnerId" UUID,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "document" JSONB NOT NULL,
    "values" JSONB NOT NULL,

    CONSTRAINT "SentDigest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SentDigest_workspaceId_personId_sentAt_idx" ON "SentDigest"("workspaceId", "personId", "sentAt");

-- CreateIndex
CREATE INDEX "SentDigest_workspaceId_partnerId_sentAt_idx" ON "SentDigest"("workspaceId", "partnerId", "sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "SentDigest_workspaceId_key_key" ON "SentDigest"("workspaceId", "key");

-- What Prisma cannot say.
ALTER TABLE "SentDigest"
  ADD CONSTRAINT "SentDigest_reader_check" CHECK (
    CASE "cadence"
      WHEN 'weekly' THEN "personId" IS NOT NULL AND "partnerId" IS NULL
      WHEN 'monthly' THEN "partnerId" IS NOT NULL AND "personId" IS NULL
      ELSE false
    END),
  ADD CONSTRAINT "SentDigest_window_check" CHECK ("fromAt" <= "sentAt");

ALTER TABLE "SentDigest" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "SentDigest" FORCE ROW LEVEL SECURITY;
-- As in `fence_compares_ids`.
CREATE POLICY "own_workspace" ON "SentDigest"
  USING ("workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
    OR (SELECT current_setting('tandem.workspace', true)) = '*');
