import type { Actor } from '../../core/actor.ts';
import { can, demand } from '../../policy/policy.ts';
import type { SurveyDefinition } from '../playbook/public.ts';
import type { Reader } from './rules/visibility.ts';
import type { SurveyState } from './store.ts';

/** As whom somebody reads a survey's results; refuses those who may not see its partner. */
export function readerFor(actor: Actor, { survey }: Pick<SurveyState, 'survey'>): Reader {
  demand(actor, 'partner.view', { partnerId: survey.partnerId });
  return can(actor, 'survey.results', { partnerId: survey.partnerId }) ? 'managers' : 'everyone';
}

/** What somebody is told whose results may not be read yet. */
export function notYet({ title, visibility }: SurveyDefinition): string {
  return visibility === 'anonymous'
    ? `“${title}” is anonymous, so its results stay closed to everyone until it ends.`
    : `The results of “${title}” are posted when it closes.`;
}
