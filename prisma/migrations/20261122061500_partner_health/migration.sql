-- CreateTable
CREATE TABLE "HealthSignal" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "since" DATE NOT NULL,
    "evidence" TEXT NOT NULL,
    "foundAt" TIMESTAMPTZ(3) NOT NULL,
    "clearedAt" TIMESTAMPTZ(3),
    "toldSeverity" TEXT,
    "clearToldAt" TIMESTAMPTZ(3),
    "actionItemId" UUID,

    CONSTRAINT "HealthSignal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChannelWord" (
    "partnerId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "heardAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChannelWord_pkey" PRIMARY KEY ("partnerId")
);

-- CreateIndex
CREATE INDEX "HealthSignal_workspaceId_partnerId_foundAt_idx" ON "HealthSignal"("workspaceId", "partnerId", "foundAt");

-- CreateIndex
CREATE INDEX "ChannelWord_workspaceId_idx" ON "ChannelWord"("workspaceId");

ALTER TABLE "HealthSignal"
  ADD CONSTRAINT "HealthSignal_severity_check" CHECK ("severity" IN ('watch', 'serious')),
  ADD CONSTRAINT "HealthSignal_toldSeverity_check" CHECK ("toldSeverity" IN ('watch', 'serious')),
  ADD CONSTRAINT "HealthSignal_clearedAt_check" CHECK ("clearedAt" >= "foundAt");
-- Two processes that look at the same partner find one signal.
CREATE UNIQUE INDEX "HealthSignal_open_key" ON "HealthSignal"("workspaceId", "partnerId", "kind") WHERE "clearedAt" IS NULL;

DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['"HealthSignal"', '"ChannelWord"'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY "own_workspace" ON %s USING ((SELECT current_setting(''tandem.workspace'', true)) IN (''*'', "workspaceId"::text))',
      owned);
  END LOOP;
END
$$;

-- Workspaces that run already are looked at from now on; a new one when its first onboarding begins.
SELECT set_config('tandem.workspace', '*', true);
INSERT INTO "DueItem" ("id", "workspaceId", "kind", "key", "dueAt")
SELECT gen_random_uuid(), "id", 'health.check', 'daily', now() FROM "Workspace"
ON CONFLICT DO NOTHING;
