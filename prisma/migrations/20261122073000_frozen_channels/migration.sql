-- A channel that Slack has frozen is told apart from one where only some may post.
ALTER TABLE "PartnerChannel" DROP CONSTRAINT "PartnerChannel_state_check";
ALTER TABLE "PartnerChannel"
  ADD CONSTRAINT "PartnerChannel_state_check"
  CHECK ("state" IN ('live', 'archived', 'left', 'gone', 'unshared', 'frozen', 'refused'));
