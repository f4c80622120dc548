import type { Question, SurveyDefinition } from '../../playbook/public.ts';

/**
 * The question that can be answered by a press in the message: the first that takes one press. None in anonymous
 * surveys: what was pressed in a channel leaves traces with the time and the person, so those are answered in the form.
 */
export function quickQuestion(definition: SurveyDefinition): Question | null {
  if (definition.visibility === 'anonymous') return null;
  return definition.questions.find(({ kind }) => ['rating', 'nps', 'choice'].includes(kind)) ?? null;
}

/** The required questions a person has still to answer. */
export function missingQuestions(definition: SurveyDefinition, answered: ReadonlySet<string>): Question[] {
  return definition.questions.filter((question) => question.required && !answered.has(question.key));
}

/** Whether a person counts as having answered: everything required, and at least something. */
export function isComplete(definition: SurveyDefinition, answered: ReadonlySet<string>): boolean {
  return answered.size > 0 && missingQuestions(definition, answered).length === 0;
}
