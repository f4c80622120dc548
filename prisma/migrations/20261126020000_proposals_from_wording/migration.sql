-- A change of the playbook may be proposed by what the wording of a step did over many partners: then it is of none of them.
ALTER TABLE "Lesson" ADD COLUMN "finding" TEXT;
ALTER TABLE "Lesson" ALTER COLUMN "partnerId" DROP NOT NULL;
-- Every lesson there is has its partner, so no row is looked at.
ALTER TABLE "Lesson" ADD CONSTRAINT "Lesson_source_check" CHECK (("partnerId" IS NULL) = ("finding" IS NOT NULL)) NOT VALID;
ALTER TABLE "Lesson" VALIDATE CONSTRAINT "Lesson_source_check";

-- One finding is proposed once, until it is settled.
CREATE UNIQUE INDEX "Lesson_finding_key" ON "Lesson"("workspaceId", "finding") WHERE "status" = 'proposed';
