import { Refusal } from '../../core/refusal.ts';
import { closestMatch, listing } from '../../core/text.ts';
import type { CommandRequest, CommandRoute, Reply } from '../../platform/feature.ts';
import { header, message, say } from '../../platform/slack/kit/index.ts';
import type { Partner } from '../../platform/store/generated/client.ts';
import { demand } from '../../policy/policy.ts';
import { choosePartner, programmeSettings } from '../partners/public.ts';
import { currentPlaybook, type SurveyDefinition } from '../playbook/public.ts';
import { listed, resultsAs } from './facts.ts';
import { openSurvey } from './opening.ts';
import { notYet, readerFor } from './reading.ts';
import { formFor } from './routes.ts';
import { monthOccasion } from './rules/timing.ts';
import { mayReadResults } from './rules/visibility.ts';
import { findSurvey, loadSurveyByNumber, loadSurveyToAnswer, recentSurveys } from './store.ts';
import { surveyLine } from './views.ts';

const shown = 10;

export const surveyCommand: CommandRoute = {
  name: 'survey',
  aliases: ['surveys'],
  summary: 'See surveys and their results, answer one, open one',
  usage: '[answer <number> | results <number> | open <survey> [partner]]',
  examples: ['survey', 'survey answer 4', 'survey results 3', 'survey open monthly-pulse'],
  action: 'survey.answer',
  run: (request) => {
    const [verb = '', ...rest] = request.text.split(/\s+/);
    switch (verb.toLowerCase()) {
      case 'answer':
        return answerByNumber(request, rest[0] ?? '');
      case 'results':
      case 'result':
        return showResults(request, rest[0] ?? '');
      case 'open':
        return openByHand(request, rest[0] ?? '', rest.slice(1).join(' '));
      default:
        return list(request);
    }
  },
};

async function list(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  const { partner } = await choosePartner(request, request.text);
  demand(actor, 'partner.view', { partnerId: partner.id });
  const surveys = await recentSurveys(request, partner.id, shown);
  if (surveys.length === 0) {
    return {
      message: say(
        `${partner.name} has had no survey yet. One opens in a deal’s thread when the deal is won, and the monthly ones open by themselves.`,
      ),
    };
  }
  const blocks = [];
  for (const { id } of surveys) {
    const state = await findSurvey(request, id);
    if (state) blocks.push(...surveyLine(await listed(request, state, actor.personId)));
  }
  return { message: message([header(`Surveys with ${partner.name}`), ...blocks]) };
}

async function answerByNumber(request: CommandRequest, text: string): Promise<Reply> {
  const state = await loadSurveyByNumber(request, numberFrom(text, 'answer'), request.actor);
  return formFor(request, await loadSurveyToAnswer(request, state.survey.id, request.actor));
}

async function showResults(request: CommandRequest, text: string): Promise<Reply> {
  const state = await loadSurveyByNumber(request, numberFrom(text, 'results'), request.actor);
  const reader = readerFor(request.actor, state);
  const { survey, definition } = state;
  if (!mayReadResults(definition.visibility, reader, survey.closedAt !== null))
    return { message: say(notYet(definition)) };
  return { message: await resultsAs(request, state, reader) };
}

async function openByHand(request: CommandRequest, key: string, rest: string): Promise<Reply> {
  const { actor } = request;
  const { partner } = await choosePartner(request, rest);
  demand(actor, 'survey.open', { partnerId: partner.id });
  const current = await currentPlaybook(request);
  const definition = definitionNamed(current.playbook.surveys, key);
  const occasion = await occasionByHand(request, definition, partner);
  const opened = await openSurvey(request, {
    current,
    definition,
    partner,
    dealId: null,
    occasion,
    openedById: actor.personId,
  });
  switch (opened) {
    case 'opened_before':
      throw new Refusal('conflict', `${partner.name} has had this month’s “${definition.title}” already.`);
    case 'nobody_to_ask':
      throw new Refusal(
        'conflict',
        `Nobody at ${partner.name} is on the seats ${listing(definition.audience)}, so there is nobody to ask.`,
      );
    default:
      return {
        message: say(`Opened: survey ${opened.number}, “${definition.title}”, for ${partner.name}.`),
      };
  }
}

async function occasionByHand(
  request: CommandRequest,
  definition: SurveyDefinition,
  partner: Partner,
): Promise<string> {
  switch (definition.trigger.on) {
    case 'deal_won':
      throw new Refusal(
        'invalid',
        `“${definition.title}” is about one deal: it opens by itself in a deal’s thread when the deal is won.`,
      );
    case 'monthly':
      return monthOccasion(request.now, (await programmeSettings(request)).timeZone);
    case 'manual': {
      const open = await request.tx.survey.findFirst({
        where: {
          workspaceId: request.workspaceId,
          partnerId: partner.id,
          key: definition.key,
          closedAt: null,
        },
      });
      if (open)
        throw new Refusal('conflict', `“${definition.title}” is open already: survey ${open.number}.`);
      return `opened:${request.now.toISOString()}`;
    }
  }
}

function definitionNamed(definitions: readonly SurveyDefinition[], key: string): SurveyDefinition {
  const keys = definitions.map((each) => each.key);
  const found = definitions.find((each) => each.key === key.toLowerCase());
  if (found) return found;
  const near = closestMatch(key, keys);
  const hint = near ? `Did you mean “${near}”?` : `The playbook has: ${listing(keys)}.`;
  throw new Refusal(
    'not_found',
    key === '' ? `Which survey? ${hint}` : `The playbook has no survey “${key}”. ${hint}`,
  );
}

function numberFrom(text: string, verb: string): number {
  const match = /^#?(\d{1,9})$/.exec(text);
  if (match) return Number(match[1]);
  throw new Refusal(
    'invalid',
    `Say which survey by its number, such as \`survey ${verb} 3\`. \`survey\` lists them.`,
  );
}
