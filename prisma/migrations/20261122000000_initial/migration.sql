-- CreateEnum
CREATE TYPE "Side" AS ENUM ('vendor', 'partner');

-- CreateTable
CREATE TABLE "CallSeries" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "slackChannelId" TEXT NOT NULL,
    "recurrence" JSONB NOT NULL,
    "durationMinutes" INTEGER NOT NULL,
    "link" TEXT,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CallSeries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Call" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "originalAt" TIMESTAMPTZ(3) NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "revision" INTEGER NOT NULL DEFAULT 0,
    "summary" TEXT,
    "heldAt" TIMESTAMPTZ(3),

    CONSTRAINT "Call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgendaItem" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "callId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "addedById" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgendaItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "callId" UUID,
    "text" TEXT NOT NULL,
    "recordedById" UUID NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActionItem" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "callId" UUID,
    "text" TEXT NOT NULL,
    "ownerPersonId" UUID NOT NULL,
    "dueOn" DATE,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "doneById" UUID,

    CONSTRAINT "ActionItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Journey" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "playbookVersionId" UUID NOT NULL,
    "tracks" TEXT[],
    "kickoffOn" DATE NOT NULL,
    "slackChannelId" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "currentGate" TEXT NOT NULL,
    "startedById" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Journey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JourneySeat" (
    "journeyId" UUID NOT NULL,
    "seat" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "personId" UUID NOT NULL,

    CONSTRAINT "JourneySeat_pkey" PRIMARY KEY ("journeyId","seat")
);

-- CreateTable
CREATE TABLE "JourneyStep" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "journeyId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "gateKey" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "ownerPersonId" UUID,
    "reviewerPersonId" UUID,
    "dueOn" DATE,
    "evidence" JSONB,
    "submittedAt" TIMESTAMPTZ(3),
    "submittedById" UUID,
    "completedAt" TIMESTAMPTZ(3),
    "completedById" UUID,
    "note" TEXT,
    "blockedAt" TIMESTAMPTZ(3),
    "snoozedUntil" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "JourneyStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JourneyGate" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "journeyId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'closed',
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "reason" TEXT,

    CONSTRAINT "JourneyGate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL,
    "slackTeamId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "botUserId" TEXT NOT NULL,
    "botId" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "holidays" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "slackUserId" TEXT NOT NULL,
    "slackTeamId" TEXT NOT NULL,
    "side" "Side" NOT NULL,
    "partnerId" UUID,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "isSlackAdmin" BOOLEAN NOT NULL DEFAULT false,
    "deactivatedAt" TIMESTAMPTZ(3),
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RoleGrant" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "partnerId" UUID,
    "role" TEXT NOT NULL,
    "grantedById" UUID,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RoleGrant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Partner" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "segment" TEXT,
    "managerPersonId" UUID NOT NULL,
    "timeZone" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "signedOn" DATE,
    "endedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PartnerChannel" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "slackChannelId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connectedTeamIds" TEXT[],
    "state" TEXT NOT NULL DEFAULT 'live',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" BIGSERIAL NOT NULL,
    "workspaceId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorPersonId" UUID,
    "source" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "partnerId" UUID,
    "subject" TEXT,
    "summary" TEXT NOT NULL,
    "isInternal" BOOLEAN NOT NULL DEFAULT false,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lead" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "externalId" TEXT,
    "customer" TEXT NOT NULL,
    "contact" TEXT,
    "note" TEXT,
    "status" TEXT NOT NULL DEFAULT 'submitted',
    "declineReason" TEXT,
    "submittedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "reviewedAt" TIMESTAMPTZ(3),
    "reviewedById" UUID,

    CONSTRAINT "Lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deal" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "externalId" TEXT,
    "leadId" UUID,
    "customer" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "partnerCostMinor" BIGINT,
    "currency" TEXT NOT NULL,
    "stage" TEXT NOT NULL DEFAULT 'open',
    "registeredAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "lossReason" TEXT,
    "registeredById" UUID,
    "announcementKey" TEXT,

    CONSTRAINT "Deal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "workspaceId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sendingAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "slackChannelId" TEXT,
    "slackTs" TEXT,
    "slackFileId" TEXT,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Surface" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "thread" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "shownVersion" INTEGER NOT NULL DEFAULT 0,
    "shownHash" TEXT,
    "slackChannelId" TEXT,
    "slackTs" TEXT,
    "sendingAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Surface_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DueItem" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "failedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DueItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InboundReceipt" (
    "key" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "InboundReceipt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "SendBudget" (
    "key" TEXT NOT NULL,
    "arrivalAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "SendBudget_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Counter" (
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Counter_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "PlaybookVersion" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "programme" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "contentHash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedBy" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "changes" TEXT[],

    CONSTRAINT "PlaybookVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DigestPreference" (
    "personId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "weekday" INTEGER NOT NULL DEFAULT 1,
    "minuteOfDay" INTEGER NOT NULL DEFAULT 540,
    "timeZone" TEXT NOT NULL,
    "isEnabled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "DigestPreference_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "ScorecardSnapshot" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "cadence" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3) NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,
    "values" JSONB NOT NULL,

    CONSTRAINT "ScorecardSnapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Survey" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "partnerId" UUID NOT NULL,
    "dealId" UUID,
    "playbookVersionId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "slackChannelId" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closesAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Survey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SurveyInvitation" (
    "surveyId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "SurveyInvitation_pkey" PRIMARY KEY ("surveyId","personId")
);

-- CreateTable
CREATE TABLE "SurveyResponse" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "surveyId" UUID NOT NULL,
    "respondentKey" TEXT NOT NULL,
    "personId" UUID,
    "question" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SurveyResponse_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CallSeries_workspaceId_partnerId_idx" ON "CallSeries"("workspaceId", "partnerId");

-- CreateIndex
CREATE INDEX "Call_workspaceId_partnerId_startsAt_idx" ON "Call"("workspaceId", "partnerId", "startsAt");

-- CreateIndex
CREATE UNIQUE INDEX "Call_seriesId_originalAt_key" ON "Call"("seriesId", "originalAt");

-- CreateIndex
CREATE INDEX "Decision_workspaceId_partnerId_recordedAt_idx" ON "Decision"("workspaceId", "partnerId", "recordedAt");

-- CreateIndex
CREATE INDEX "ActionItem_workspaceId_partnerId_doneAt_idx" ON "ActionItem"("workspaceId", "partnerId", "doneAt");

-- CreateIndex
CREATE INDEX "ActionItem_workspaceId_ownerPersonId_doneAt_idx" ON "ActionItem"("workspaceId", "ownerPersonId", "doneAt");

-- CreateIndex
CREATE INDEX "Journey_workspaceId_partnerId_idx" ON "Journey"("workspaceId", "partnerId");

-- CreateIndex
CREATE INDEX "JourneyStep_workspaceId_ownerPersonId_status_idx" ON "JourneyStep"("workspaceId", "ownerPersonId", "status");

-- CreateIndex
CREATE INDEX "JourneyStep_workspaceId_status_dueOn_idx" ON "JourneyStep"("workspaceId", "status", "dueOn");

-- CreateIndex
CREATE UNIQUE INDEX "JourneyStep_journeyId_key_key" ON "JourneyStep"("journeyId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "JourneyGate_journeyId_key_key" ON "JourneyGate"("journeyId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_slackTeamId_key" ON "Workspace"("slackTeamId");

-- CreateIndex
CREATE INDEX "Person_workspaceId_partnerId_idx" ON "Person"("workspaceId", "partnerId");

-- CreateIndex
CREATE UNIQUE INDEX "Person_workspaceId_slackUserId_key" ON "Person"("workspaceId", "slackUserId");

-- CreateIndex
CREATE INDEX "RoleGrant_workspaceId_partnerId_role_idx" ON "RoleGrant"("workspaceId", "partnerId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "RoleGrant_workspaceId_personId_partnerId_role_key" ON "RoleGrant"("workspaceId", "personId", "partnerId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "Partner_workspaceId_nameKey_key" ON "Partner"("workspaceId", "nameKey");

-- CreateIndex
CREATE UNIQUE INDEX "PartnerChannel_workspaceId_slackChannelId_key" ON "PartnerChannel"("workspaceId", "slackChannelId");

-- CreateIndex
CREATE INDEX "AuditEntry_workspaceId_partnerId_id_idx" ON "AuditEntry"("workspaceId", "partnerId", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_workspaceId_subject_id_idx" ON "AuditEntry"("workspaceId", "subject", "id");

-- CreateIndex
CREATE INDEX "Lead_workspaceId_partnerId_createdAt_idx" ON "Lead"("workspaceId", "partnerId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Lead_workspaceId_number_key" ON "Lead"("workspaceId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Lead_workspaceId_partnerId_externalId_key" ON "Lead"("workspaceId", "partnerId", "externalId");

-- CreateIndex
CREATE INDEX "Deal_workspaceId_partnerId_registeredAt_idx" ON "Deal"("workspaceId", "partnerId", "registeredAt");

-- CreateIndex
CREATE INDEX "Deal_workspaceId_stage_closedAt_idx" ON "Deal"("workspaceId", "stage", "closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Deal_workspaceId_number_key" ON "Deal"("workspaceId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Deal_workspaceId_partnerId_externalId_key" ON "Deal"("workspaceId", "partnerId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_sequence_key" ON "Delivery"("sequence");

-- CreateIndex
CREATE INDEX "Delivery_workspaceId_status_createdAt_idx" ON "Delivery"("workspaceId", "status", "createdAt");

-- CreateIndex
CREATE INDEX "Delivery_slackChannelId_slackTs_idx" ON "Delivery"("slackChannelId", "slackTs");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_workspaceId_key_key" ON "Delivery"("workspaceId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Surface_workspaceId_kind_subject_key" ON "Surface"("workspaceId", "kind", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "DueItem_workspaceId_kind_key_key" ON "DueItem"("workspaceId", "kind", "key");

-- CreateIndex
CREATE INDEX "InboundReceipt_receivedAt_idx" ON "InboundReceipt"("receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PlaybookVersion_workspaceId_programme_number_key" ON "PlaybookVersion"("workspaceId", "programme", "number");

-- CreateIndex
CREATE UNIQUE INDEX "PlaybookVersion_workspaceId_programme_contentHash_key" ON "PlaybookVersion"("workspaceId", "programme", "contentHash");

-- CreateIndex
CREATE UNIQUE INDEX "ScorecardSnapshot_workspaceId_partnerId_cadence_fromAt_key" ON "ScorecardSnapshot"("workspaceId", "partnerId", "cadence", "fromAt");

-- CreateIndex
CREATE INDEX "Survey_workspaceId_partnerId_openedAt_idx" ON "Survey"("workspaceId", "partnerId", "openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Survey_workspaceId_partnerId_key_occasion_key" ON "Survey"("workspaceId", "partnerId", "key", "occasion");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyResponse_surveyId_respondentKey_question_key" ON "SurveyResponse"("surveyId", "respondentKey", "question");

-- AddForeignKey
ALTER TABLE "Call" ADD CONSTRAINT "Call_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "CallSeries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_callId_fkey" FOREIGN KEY ("callId") REFERENCES "Call"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_callId_fkey" FOREIGN KEY ("callId") REFERENCES "Call"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionItem" ADD CONSTRAINT "ActionItem_callId_fkey" FOREIGN KEY ("callId") REFERENCES "Call"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JourneySeat" ADD CONSTRAINT "JourneySeat_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "Journey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JourneyStep" ADD CONSTRAINT "JourneyStep_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "Journey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JourneyGate" ADD CONSTRAINT "JourneyGate_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "Journey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "Partner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartnerChannel" ADD CONSTRAINT "PartnerChannel_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deal" ADD CONSTRAINT "Deal_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Lead"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyInvitation" ADD CONSTRAINT "SurveyInvitation_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyResponse" ADD CONSTRAINT "SurveyResponse_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
