export { forgetMentorPerson, leaveMentoring, scheduleOver } from './close.ts';
export { topicName } from './terms.ts';
