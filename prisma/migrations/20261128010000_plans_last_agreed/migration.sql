-- What both sides last agreed to, kept when a change of the plan asks both again: goals are held against it.
ALTER TABLE "BusinessPlan"
  ADD COLUMN "lastAgreedVersion" INTEGER,
  ADD COLUMN "lastAgreedAnswers" JSONB,
  ADD CONSTRAINT "BusinessPlan_last_agreed_whole" CHECK (("lastAgreedVersion" IS NULL) = ("lastAgreedAnswers" IS NULL));
