-- What a digest said over all partners, to tell what was corrected since. Those who had left by then are among the partners
-- of "values", with no values of their own. Null: sent before it was kept.
ALTER TABLE "SentDigest" ADD COLUMN "overall" JSONB;
