export { surveyScores } from './scores.ts';
