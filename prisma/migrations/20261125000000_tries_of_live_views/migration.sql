-- How often in a row a live view could not be shown, so that one that never can does not hold up its channel for ever.
ALTER TABLE "Surface" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
