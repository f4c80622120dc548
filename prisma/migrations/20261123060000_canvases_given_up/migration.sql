-- A canvas that Slack refuses for good is left alone until somebody asks for it or its cause may have gone. Processes
-- that do not know the column go on trying at every change, as before.

-- AlterTable
ALTER TABLE "Surface" ADD COLUMN     "givenUp" TEXT;

-- What Prisma cannot say.
ALTER TABLE "Surface" ADD CONSTRAINT "Surface_givenUp_check" CHECK ("givenUp" IN ('dead', 'dismissed'));
CREATE INDEX "Surface_givenUp_idx" ON "Surface"("workspaceId", "givenUp") WHERE "givenUp" IS NOT NULL;
