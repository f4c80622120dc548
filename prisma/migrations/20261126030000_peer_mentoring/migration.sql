-- CreateTable
CREATE TABLE "MentorCard" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "topics" TEXT[],
    "words" TEXT NOT NULL,
    "saidById" UUID,
    "saidAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MentorCard_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "MentorCard_kind_check" CHECK ("kind" IN ('offer', 'request')),
    CONSTRAINT "MentorCard_topics_check" CHECK (cardinality("topics") >= 1 AND ("kind" = 'offer' OR cardinality("topics") = 1))
);

-- CreateTable
CREATE TABLE "MentorCardPerson" (
    "cardId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,

    CONSTRAINT "MentorCardPerson_pkey" PRIMARY KEY ("cardId", "personId")
);

-- CreateTable
CREATE TABLE "Mentorship" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "offerId" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "approvedById" UUID NOT NULL,
    "approvedAt" TIMESTAMPTZ(3) NOT NULL,
    "mentorAcceptedById" UUID,
    "mentorAcceptedAt" TIMESTAMPTZ(3),
    "learnerAcceptedById" UUID,
    "learnerAcceptedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "Mentorship_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Mentorship_apart_check" CHECK ("requestId" <> "offerId"),
    CONSTRAINT "Mentorship_outcome_check" CHECK ("outcome" IN ('declined', 'withdrawn', 'ended', 'over')),
    CONSTRAINT "Mentorship_ended_check" CHECK (("outcome" IS NULL) = ("endedAt" IS NULL)),
    CONSTRAINT "Mentorship_ends_check" CHECK (("startedAt" IS NULL) = ("endsAt" IS NULL)),
    -- Nobody is shown to anybody without both having agreed.
    CONSTRAINT "Mentorship_agreed_check" CHECK ("startedAt" IS NULL OR ("mentorAcceptedAt" IS NOT NULL AND "learnerAcceptedAt" IS NOT NULL))
);

-- CreateIndex
CREATE INDEX "MentorCard_workspaceId_partnerId_kind_idx" ON "MentorCard"("workspaceId", "partnerId", "kind");

CREATE UNIQUE INDEX "MentorCard_open_key" ON "MentorCard"("partnerId", "kind") WHERE "endedAt" IS NULL;

-- CreateIndex
CREATE INDEX "MentorCardPerson_workspaceId_personId_idx" ON "MentorCardPerson"("workspaceId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Mentorship_requestId_offerId_key" ON "Mentorship"("requestId", "offerId");

-- CreateIndex
CREATE INDEX "Mentorship_workspaceId_endedAt_idx" ON "Mentorship"("workspaceId", "endedAt");

-- CreateIndex
CREATE INDEX "Mentorship_offerId_idx" ON "Mentorship"("offerId");

CREATE UNIQUE INDEX "Mentorship_open_key" ON "Mentorship"("requestId") WHERE "endedAt" IS NULL;

-- AddForeignKey
ALTER TABLE "MentorCardPerson" ADD CONSTRAINT "MentorCardPerson_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "MentorCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mentorship" ADD CONSTRAINT "Mentorship_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "MentorCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mentorship" ADD CONSTRAINT "Mentorship_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "MentorCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "MentorCard" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "MentorCard" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "MentorCard" USING (
  "workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');

ALTER TABLE "MentorCardPerson" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "MentorCardPerson" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "MentorCardPerson" USING (
  "workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');

ALTER TABLE "Mentorship" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Mentorship" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "Mentorship" USING (
  "workspaceId" = (SELECT nullif(nullif(current_setting('tandem.workspace', true), '*'), '')::uuid)
  OR (SELECT current_setting('tandem.workspace', true)) = '*');
