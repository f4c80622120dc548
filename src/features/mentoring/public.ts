export { forgetMentorPerson, leaveMentoring, scheduleOver } from './close.ts';
