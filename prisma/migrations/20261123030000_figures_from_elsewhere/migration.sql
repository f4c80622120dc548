-- AlterTable
ALTER TABLE "Deal" ADD COLUMN     "sourceUpdatedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Lead" ADD COLUMN     "sourceUpdatedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "CostEntry" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amountMinor" BIGINT,
    "currency" TEXT,
    "minutes" INTEGER,
    "incurredOn" DATE NOT NULL,
    "note" TEXT,
    "source" TEXT NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CostEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageEntry" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "amountMinor" BIGINT,
    "currency" TEXT,
    "quantity" BIGINT,
    "source" TEXT NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "UsageEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiCallCount" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3) NOT NULL,
    "total" BIGINT NOT NULL,
    "successful" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "sourceUpdatedAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ApiCallCount_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CostEntry_workspaceId_partnerId_incurredOn_idx" ON "CostEntry"("workspaceId", "partnerId", "incurredOn");

-- CreateIndex
CREATE UNIQUE INDEX "CostEntry_workspaceId_partnerId_externalId_key" ON "CostEntry"("workspaceId", "partnerId", "externalId");

-- CreateIndex
CREATE INDEX "UsageEntry_workspaceId_partnerId_month_idx" ON "UsageEntry"("workspaceId", "partnerId", "month");

-- CreateIndex
CREATE UNIQUE INDEX "UsageEntry_workspaceId_partnerId_externalId_key" ON "UsageEntry"("workspaceId", "partnerId", "externalId");

-- CreateIndex
CREATE INDEX "ApiCallCount_workspaceId_partnerId_fromAt_idx" ON "ApiCallCount"("workspaceId", "partnerId", "fromAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiCallCount_workspaceId_partnerId_externalId_key" ON "ApiCallCount"("workspaceId", "partnerId", "externalId");


-- What Prisma cannot say.
ALTER TABLE "CostEntry"
  ADD CONSTRAINT "CostEntry_kind_check" CHECK ("kind" IN ('onboarding', 'support', 'variable', 'pilot')),
  ADD CONSTRAINT "CostEntry_amountMinor_check" CHECK ("amountMinor" >= 0 AND ("amountMinor" IS NULL) = ("currency" IS NULL)),
  ADD CONSTRAINT "CostEntry_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "CostEntry_minutes_check" CHECK ("minutes" > 0 AND "minutes" IS NOT NULL OR "minutes" IS NULL AND "amountMinor" IS NOT NULL);
ALTER TABLE "UsageEntry"
  ADD CONSTRAINT "UsageEntry_kind_check" CHECK (CASE "kind"
    WHEN 'revenue' THEN "amountMinor" IS NOT NULL AND "quantity" IS NULL
    WHEN 'units' THEN "quantity" IS NOT NULL AND "amountMinor" IS NULL
    WHEN 'customers' THEN "quantity" IS NOT NULL AND "amountMinor" IS NULL
    ELSE false END),
  ADD CONSTRAINT "UsageEntry_month_check" CHECK (extract(day FROM "month") = 1),
  ADD CONSTRAINT "UsageEntry_amountMinor_check" CHECK ("amountMinor" >= 0 AND ("amountMinor" IS NULL) = ("currency" IS NULL)),
  ADD CONSTRAINT "UsageEntry_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "UsageEntry_quantity_check" CHECK ("quantity" >= 0);
ALTER TABLE "ApiCallCount"
  ADD CONSTRAINT "ApiCallCount_window_check" CHECK ("toAt" > "fromAt"),
  ADD CONSTRAINT "ApiCallCount_total_check" CHECK ("successful" >= 0 AND "successful" <= "total");

DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['"CostEntry"', '"UsageEntry"', '"ApiCallCount"'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY "own_workspace" ON %s USING ((SELECT current_setting(''tandem.workspace'', true)) IN (''*'', "workspaceId"::text))',
      owned);
  END LOOP;
END
$$;
