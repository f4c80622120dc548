-- Customers that a month lost are counted beside those that were active in it.
ALTER TABLE "UsageEntry" DROP CONSTRAINT "UsageEntry_kind_check";
ALTER TABLE "UsageEntry" ADD CONSTRAINT "UsageEntry_kind_check" CHECK (CASE "kind"
  WHEN 'revenue' THEN "amountMinor" IS NOT NULL AND "quantity" IS NULL
  WHEN 'units' THEN "quantity" IS NOT NULL AND "amountMinor" IS NULL
  WHEN 'customers' THEN "quantity" IS NOT NULL AND "amountMinor" IS NULL
  WHEN 'lost' THEN "quantity" IS NOT NULL AND "amountMinor" IS NULL
  ELSE false END);
