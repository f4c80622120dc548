-- AlterTable
ALTER TABLE "Deal" ADD COLUMN     "expectedCloseOn" DATE,
ADD COLUMN     "influence" TEXT,
ADD COLUMN     "ownerPersonId" UUID,
ADD COLUMN     "phase" TEXT;

-- CreateTable
CREATE TABLE "DealRole" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "dealId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "personId" UUID NOT NULL,

    CONSTRAINT "DealRole_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DealRole_workspaceId_personId_idx" ON "DealRole"("workspaceId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "DealRole_dealId_role_key" ON "DealRole"("dealId", "role");

-- AddForeignKey
ALTER TABLE "DealRole" ADD CONSTRAINT "DealRole_dealId_fkey" FOREIGN KEY ("dealId") REFERENCES "Deal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "DealRole" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "DealRole" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "DealRole"
  USING ((SELECT current_setting('tandem.workspace', true)) IN ('*', "workspaceId"::text));
