export { forgetUnnamedWords } from './forget.ts';
export { openSurvey } from './opening.ts';
export { ratedSurveys, surveyScores } from './scores.ts';
