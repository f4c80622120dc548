-- AlterTable
ALTER TABLE "Deal" ADD COLUMN     "customerKey" TEXT,
ADD COLUMN     "domain" TEXT,
ADD COLUMN     "isContested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "protectedUntil" TIMESTAMPTZ(3),
ADD COLUMN     "registration" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "renewalAskedAt" TIMESTAMPTZ(3),
ADD COLUMN     "renewalAskedById" UUID,
ADD COLUMN     "renewals" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Lead" ADD COLUMN     "customerKey" TEXT;

-- CreateTable
CREATE TABLE "OwnCustomer" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "customerKey" TEXT NOT NULL,
    "domain" TEXT,
    "addedById" UUID,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OwnCustomer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OwnCustomer_workspaceId_domain_idx" ON "OwnCustomer"("workspaceId", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "OwnCustomer_workspaceId_customerKey_key" ON "OwnCustomer"("workspaceId", "customerKey");

-- CreateIndex
CREATE INDEX "Deal_workspaceId_customerKey_idx" ON "Deal"("workspaceId", "customerKey");

-- CreateIndex
CREATE INDEX "Deal_workspaceId_domain_idx" ON "Deal"("workspaceId", "domain");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_customerKey_idx" ON "Lead"("workspaceId", "customerKey");

-- What Prisma cannot say.

-- Rows whose key nobody has worked out yet are found at once, and are none as soon as somebody did.
CREATE INDEX "Deal_keyless_idx" ON "Deal"("workspaceId") WHERE "customerKey" IS NULL;
CREATE INDEX "Lead_keyless_idx" ON "Lead"("workspaceId") WHERE "customerKey" IS NULL;
CREATE INDEX "Deal_pending_idx" ON "Deal"("workspaceId") WHERE "registration" = 'pending';

-- Whoever changes the name need not think of the key.
CREATE FUNCTION "forget_customer_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."customerKey" := NULL;
  RETURN NEW;
END
$$;
CREATE TRIGGER "Deal_renamed" BEFORE UPDATE OF "customer" ON "Deal"
  FOR EACH ROW WHEN (OLD."customer" IS DISTINCT FROM NEW."customer") EXECUTE FUNCTION "forget_customer_key"();
CREATE TRIGGER "Lead_renamed" BEFORE UPDATE OF "customer" ON "Lead"
  FOR EACH ROW WHEN (OLD."customer" IS DISTINCT FROM NEW."customer") EXECUTE FUNCTION "forget_customer_key"();

ALTER TABLE "Deal"
  ADD CONSTRAINT "Deal_stage_check" CHECK ("stage" IN ('open', 'won', 'lost', 'declined')),
  ADD CONSTRAINT "Deal_closed_check" CHECK (("stage" = 'open') = ("closedAt" IS NULL)),
  ADD CONSTRAINT "Deal_registration_check"
    CHECK ("registration" IN ('none', 'pending', 'approved', 'declined', 'lapsed')),
  ADD CONSTRAINT "Deal_declined_check" CHECK (("registration" = 'declined') = ("stage" = 'declined')),
  ADD CONSTRAINT "Deal_protected_check"
    CHECK (("registration" IN ('approved', 'lapsed')) = ("protectedUntil" IS NOT NULL)),
  ADD CONSTRAINT "Deal_renewals_check" CHECK ("renewals" >= 0);

ALTER TABLE "OwnCustomer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "OwnCustomer" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "OwnCustomer"
  USING ((SELECT current_setting('tandem.workspace', true)) IN ('*', "workspaceId"::text));
