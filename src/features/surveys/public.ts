export { forgetUnnamedWords } from './forget.ts';
export { surveyScores } from './scores.ts';
