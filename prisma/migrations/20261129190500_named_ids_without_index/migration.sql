-- Under row security no operator of arrays may use an index, so these were written and never read.
DROP INDEX "Deal_leadExternalIds_idx";
DROP INDEX "Lead_dealExternalIds_idx";
