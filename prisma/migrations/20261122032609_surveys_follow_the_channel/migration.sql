-- AlterTable
ALTER TABLE "Survey" DROP COLUMN "slackChannelId";
