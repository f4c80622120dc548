export { forgetMentorPerson, leaveMentoring } from './close.ts';
