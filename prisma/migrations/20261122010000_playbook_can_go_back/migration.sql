-- Going back to what an earlier version said is an amendment like any other: the same content may be published
-- again, only not twice in a row (the publisher refuses that).
DROP INDEX "PlaybookVersion_workspaceId_programme_contentHash_key";
