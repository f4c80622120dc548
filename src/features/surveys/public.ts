export { forgetUnnamedWords } from './forget.ts';
export { openSurvey } from './opening.ts';
export { surveyScores } from './scores.ts';
