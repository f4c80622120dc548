-- AlterTable
ALTER TABLE "Lead" ADD COLUMN     "capability" TEXT,
ADD COLUMN     "ownerPersonId" UUID,
ADD COLUMN     "qualifiedAt" TIMESTAMPTZ(3),
ADD COLUMN     "qualifiedById" UUID,
ADD COLUMN     "segment" TEXT,
ADD COLUMN     "territory" TEXT,
ADD COLUMN     "unroutedWhy" TEXT;

-- CreateTable
CREATE TABLE "LeadTaker" (
    "personId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "territories" TEXT[],
    "segments" TEXT[],
    "capabilities" TEXT[],

    CONSTRAINT "LeadTaker_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "LeadRouting" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "leadId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "why" TEXT[],
    "passedOnAt" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "LeadRouting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LeadTaker_workspaceId_idx" ON "LeadTaker"("workspaceId");

-- CreateIndex
CREATE INDEX "LeadRouting_workspaceId_personId_at_idx" ON "LeadRouting"("workspaceId", "personId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "LeadRouting_leadId_personId_key" ON "LeadRouting"("leadId", "personId");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_ownerPersonId_status_idx" ON "Lead"("workspaceId", "ownerPersonId", "status");

-- AddForeignKey
ALTER TABLE "LeadRouting" ADD CONSTRAINT "LeadRouting_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Lead"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "Lead"
  ADD CONSTRAINT "Lead_status_check" CHECK ("status" IN ('submitted', 'accepted', 'declined')),
  ADD CONSTRAINT "Lead_reviewed_check" CHECK (("status" = 'submitted') = ("reviewedAt" IS NULL));
ALTER TABLE "LeadRouting"
  ADD CONSTRAINT "LeadRouting_passed_check" CHECK (("passedOnAt" IS NULL) = ("reason" IS NULL));

ALTER TABLE "LeadTaker" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "LeadTaker" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "LeadTaker"
  USING ((SELECT current_setting('tandem.workspace', true)) IN ('*', "workspaceId"::text));
ALTER TABLE "LeadRouting" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "LeadRouting" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "LeadRouting"
  USING ((SELECT current_setting('tandem.workspace', true)) IN ('*', "workspaceId"::text));
