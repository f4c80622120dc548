-- CreateTable
CREATE TABLE "PlanContribution" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" BIGINT,
    "currency" TEXT,
    "purpose" TEXT NOT NULL,
    "dueOn" DATE,
    "ownerPersonId" UUID,
    "addedById" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "given" TEXT,
    "givenAmount" BIGINT,
    "givenSaidById" UUID,
    "givenSaidAt" TIMESTAMPTZ(3),

    CONSTRAINT "PlanContribution_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PlanContribution_side" CHECK ("side" IN ('vendor', 'partner')),
    CONSTRAINT "PlanContribution_kind" CHECK ("kind" IN ('money', 'days', 'in_kind')),
    CONSTRAINT "PlanContribution_amount" CHECK (("amount" IS NULL) = ("kind" = 'in_kind') AND ("amount" IS NULL OR "amount" > 0)),
    CONSTRAINT "PlanContribution_currency" CHECK (("currency" IS NULL) = ("kind" <> 'money')),
    CONSTRAINT "PlanContribution_given" CHECK ("given" IS NULL OR "given" IN ('wholly', 'part', 'not')),
    CONSTRAINT "PlanContribution_given_said" CHECK (("given" IS NULL) = ("givenSaidAt" IS NULL)),
    -- Nothing is given that was not promised, and what is said in words and in numbers is the same.
    CONSTRAINT "PlanContribution_given_amount" CHECK (
      ("givenAmount" IS NULL) = ("given" IS NULL OR "amount" IS NULL)
      AND ("givenAmount" IS NULL
        OR ("given" = 'wholly' AND "givenAmount" = "amount")
        OR ("given" = 'part' AND "givenAmount" > 0 AND "givenAmount" < "amount")
        OR ("given" = 'not' AND "givenAmount" = 0)))
);

-- CreateIndex
CREATE INDEX "PlanContribution_workspaceId_planId_idx" ON "PlanContribution"("workspaceId", "planId");

-- AddForeignKey
ALTER TABLE "PlanContribution" ADD CONSTRAINT "PlanContribution_planId_fkey" FOREIGN KEY ("planId") REFERENCES "BusinessPlan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What each side had given by the time of a review.
ALTER TABLE "PlanReview" ADD COLUMN "contributions" JSONB;

ALTER TABLE "PlanContribution" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PlanContribution" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "PlanContribution" USING (
  "workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');
