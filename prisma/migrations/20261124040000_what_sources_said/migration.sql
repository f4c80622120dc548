-- Safe with old processes running: they do not know of the columns, and find figures by less than the key.
ALTER TABLE "Deal" ADD COLUMN "sourceSaid" JSONB;
ALTER TABLE "Lead" ADD COLUMN "sourceSaid" JSONB;

DROP INDEX "CostEntry_workspaceId_partnerId_externalId_key";
DROP INDEX "UsageEntry_workspaceId_partnerId_externalId_key";
DROP INDEX "ApiCallCount_workspaceId_partnerId_externalId_key";
CREATE UNIQUE INDEX "CostEntry_workspaceId_partnerId_source_externalId_key" ON "CostEntry"("workspaceId", "partnerId", "source", "externalId");
CREATE UNIQUE INDEX "UsageEntry_workspaceId_partnerId_source_externalId_key" ON "UsageEntry"("workspaceId", "partnerId", "source", "externalId");
CREATE UNIQUE INDEX "ApiCallCount_workspaceId_partnerId_source_externalId_key" ON "ApiCallCount"("workspaceId", "partnerId", "source", "externalId");
