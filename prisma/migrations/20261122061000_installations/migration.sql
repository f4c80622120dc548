-- The app installed by OAuth, its tokens sealed; and workspaces where it is not installed any more.
CREATE TABLE "Installation" (
    "id" UUID NOT NULL,
    "slackId" TEXT NOT NULL,
    "isOrgWide" BOOLEAN NOT NULL,
    "slackEnterpriseId" TEXT,
    "name" TEXT NOT NULL,
    "botUserId" TEXT NOT NULL,
    "botId" TEXT,
    "scopes" TEXT[],
    "installedAt" TIMESTAMPTZ(3) NOT NULL,
    "botToken" TEXT,
    "refreshToken" TEXT,
    "expiresAt" TIMESTAMPTZ(3),
    "renewingUntil" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endedBecause" TEXT,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id"),
    -- No token is ever written in clear, and none outlives its installation.
    CONSTRAINT "Installation_tokens_are_sealed" CHECK (("botToken" IS NULL OR "botToken" LIKE 'v1.%') AND ("refreshToken" IS NULL OR "refreshToken" LIKE 'v1.%')),
    CONSTRAINT "Installation_ended_holds_no_token" CHECK (("endedAt" IS NULL) = ("botToken" IS NOT NULL) AND ("endedAt" IS NULL OR "refreshToken" IS NULL)),
    CONSTRAINT "Installation_expiring_can_be_renewed" CHECK (("refreshToken" IS NULL) = ("expiresAt" IS NULL))
);
CREATE UNIQUE INDEX "Installation_slackId_key" ON "Installation"("slackId");

ALTER TABLE "Workspace" ADD COLUMN "stoppedAt" TIMESTAMPTZ(3), ADD COLUMN "installationId" UUID;
CREATE INDEX "Workspace_installationId_idx" ON "Workspace"("installationId");
ALTER TABLE "Workspace" ADD CONSTRAINT "Workspace_installationId_fkey" FOREIGN KEY ("installationId") REFERENCES "Installation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Tokens are the platform's: the role in which a workspace's work is done does not even see them sealed.
DO $$
BEGIN
  EXECUTE 'REVOKE ALL ON "Installation" FROM "tandem_work"';
EXCEPTION
  WHEN undefined_object OR insufficient_privilege THEN NULL;
END
$$;
