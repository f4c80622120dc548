-- What a deal or a lead from elsewhere says it belongs to is kept, so that the two are linked whichever comes first.
ALTER TABLE "Deal" ADD COLUMN "leadExternalIds" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Lead" ADD COLUMN "dealExternalIds" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- Deals that are linked already named their lead.
UPDATE "Deal" d SET "leadExternalIds" = ARRAY[l."externalId"]
FROM "Lead" l
WHERE l."id" = d."leadId" AND l."externalId" IS NOT NULL AND d."externalId" IS NOT NULL;

-- Only what came from elsewhere names others from there.
ALTER TABLE "Deal" ADD CONSTRAINT "Deal_lead_external_ids_check"
  CHECK ("externalId" IS NOT NULL OR cardinality("leadExternalIds") = 0);
ALTER TABLE "Lead" ADD CONSTRAINT "Lead_deal_external_ids_check"
  CHECK ("externalId" IS NOT NULL OR cardinality("dealExternalIds") = 0);

CREATE INDEX "Deal_leadExternalIds_idx" ON "Deal" USING GIN ("leadExternalIds");
CREATE INDEX "Lead_dealExternalIds_idx" ON "Lead" USING GIN ("dealExternalIds");
