-- Enterprise Grid: one organisation with several workspaces, whose people and channels go by either id.
ALTER TABLE "Workspace" ADD COLUMN "slackEnterpriseId" TEXT;
ALTER TABLE "Person" ADD COLUMN "slackEnterpriseId" TEXT;

-- Whose programme a channel is, when its payloads come by the partner's own installation.
CREATE INDEX "PartnerChannel_slackChannelId_idx" ON "PartnerChannel"("slackChannelId");
