-- CreateTable
CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "secretSealed" TEXT,
    "tokenHash" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiAnswer" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "keyId" UUID NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ApiAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_tokenHash_key" ON "ApiKey"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_createdAt_idx" ON "ApiKey"("workspaceId", "createdAt");

-- CreateIndex
CREATE INDEX "ApiAnswer_workspaceId_idx" ON "ApiAnswer"("workspaceId");

-- CreateIndex
CREATE INDEX "ApiAnswer_answeredAt_idx" ON "ApiAnswer"("answeredAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiAnswer_keyId_idempotencyKey_key" ON "ApiAnswer"("keyId", "idempotencyKey");

-- AddForeignKey
ALTER TABLE "ApiAnswer" ADD CONSTRAINT "ApiAnswer_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "ApiKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say.
ALTER TABLE "ApiKey"
  ADD CONSTRAINT "ApiKey_kind_check" CHECK ("secretSealed" IS NULL OR "tokenHash" IS NULL),
  ADD CONSTRAINT "ApiKey_tokenHash_check" CHECK ("tokenHash" ~ '^[0-9a-f]{64}$');

DO $$
DECLARE
  owned text;
BEGIN
  FOREACH owned IN ARRAY ARRAY['"ApiKey"', '"ApiAnswer"'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', owned);
    EXECUTE format(
      'CREATE POLICY "own_workspace" ON %s USING ((SELECT current_setting(''tandem.workspace'', true)) IN (''*'', "workspaceId"::text))',
      owned);
  END LOOP;
END
$$;
