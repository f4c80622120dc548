export { type SurveyScores, surveyScores } from './scores.ts';
