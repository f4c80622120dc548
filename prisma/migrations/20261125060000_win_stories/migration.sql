-- CreateTable
CREATE TABLE "WinStory" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "dealId" UUID NOT NULL,
    "wanted" TEXT NOT NULL,
    "helped" TEXT NOT NULL,
    "consent" TEXT NOT NULL,
    "consentById" UUID,
    "toldById" UUID,
    "toldAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "usedById" UUID,
    "usedFor" TEXT,

    CONSTRAINT "WinStory_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "WinStory_consent" CHECK ("consent" IN ('between_us', 'vendor', 'unnamed', 'named')),
    CONSTRAINT "WinStory_used" CHECK (("usedAt" IS NULL) = ("usedFor" IS NULL)),
    -- What is between the two is used nowhere.
    CONSTRAINT "WinStory_used_with_consent" CHECK ("usedAt" IS NULL OR "consent" <> 'between_us')
);

-- CreateIndex
CREATE INDEX "WinStory_workspaceId_partnerId_toldAt_idx" ON "WinStory"("workspaceId", "partnerId", "toldAt");

-- CreateIndex
CREATE UNIQUE INDEX "WinStory_dealId_key" ON "WinStory"("dealId");

-- AddForeignKey
ALTER TABLE "WinStory" ADD CONSTRAINT "WinStory_dealId_fkey" FOREIGN KEY ("dealId") REFERENCES "Deal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "WinStory" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "WinStory" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "WinStory" USING (
  "workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');
