import { listing, pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import type { Modal } from '../../platform/feature.ts';
import {
  actions,
  type Blocks,
  button,
  context,
  header,
  joinMd,
  type Md,
  md,
  mention,
  menu,
  message,
  say,
  section,
} from '../../platform/slack/kit/index.ts';
import type { Question, SurveyDefinition } from '../playbook/public.ts';
import type { Answer } from './asked.ts';
import { ask } from './questions/catalogue.ts';
import { fewestUnnamed, visibilityWords } from './rules/visibility.ts';

/** The survey's message in the channel, as everybody sees it. */
export interface InvitationFacts {
  readonly surveyId: string;
  readonly number: number;
  readonly definition: SurveyDefinition;
  /** What it is about, such as a deal. */
  readonly about: string | null;
  readonly closes: Md;
  readonly isClosed: boolean;
  readonly quick: Question | null;
  readonly invited: readonly {
    readonly name: string;
    readonly slackUserId: string;
    readonly hasAnswered: boolean;
  }[];
}

export function invitation(facts: InvitationFacts): Message {
  const { definition, surveyId, about, invited, isClosed, quick } = facts;
  const answered = invited.filter((each) => each.hasAnswered);
  const silent = invited.filter((each) => !each.hasAnswered);
  const progress = md`*${answered.length} of ${invited.length} answered*${
    answered.length > 0 ? `: ${listing(answered.map((each) => each.name))}` : ''
  }.`;
  const blocks: Blocks = [
    header(definition.title),
    section(about ? md`${definition.introduction}\n*About:* ${about}` : definition.introduction),
    section(isClosed ? progress : joinMd([progress, waiting(silent)], '\n')),
    context(
      isClosed ? md`Closed ${facts.closes}.` : md`Closes ${facts.closes}.`,
      visibilityWords[definition.visibility],
      ...(willStayHidden(definition, invited.length)
        ? [`Only ${pluralise(invited.length, 'person', 'people')} can answer, so no results can be shown.`]
        : []),
    ),
  ];
  if (isClosed) {
    return message([
      ...blocks,
      actions(button('platform.command', 'See results', { value: `survey results ${facts.number}` })),
    ]);
  }
  const all = button('surveys.answer', quick ? 'Answer all questions' : 'Answer', {
    value: surveyId,
    style: 'primary',
    accessibilityLabel: `Answer “${definition.title}”`,
  });
  return message([...blocks, ...(quick ? quickBlocks(quick, surveyId) : []), actions(all)]);
}

/** Better said before anybody answers than when it closes. */
function willStayHidden({ visibility }: SurveyDefinition, invited: number): boolean {
  return visibility === 'anonymous' && invited < fewestUnnamed;
}

function waiting(silent: InvitationFacts['invited']): Md {
  if (silent.length === 0) return md`Nobody is missing. Answers can be changed until it closes.`;
  const names = joinMd(
    silent.map((each) => mention(each.slackUserId)),
    ', ',
  );
  return md`Still to answer: ${names}.`;
}

/** At most this many choices become buttons; more become a menu. */
const mostButtons = 5;

function quickBlocks(question: Question, surveyId: string): Blocks {
  const choices = (ask(question).choices ?? []).map(({ label, value }) => ({
    label,
    value: `${surveyId} ${value}`,
  }));
  const asking = section(md`*${question.text}*`);
  if (choices.length > mostButtons)
    return [asking, actions(menu('surveys.quick:menu', 'Choose your answer', choices))];
  const buttons = choices.map(({ label, value }, index) =>
    button(`surveys.quick:${index}`, label, { value }),
  );
  return [asking, actions(...buttons)];
}

/** The form with every question, filled with what the person answered before. */
export function answerModal(
  surveyId: string,
  definition: SurveyDefinition,
  about: string | null,
  earlier: ReadonlyMap<string, Answer>,
): Modal {
  return {
    callbackId: 'surveys.answer',
    title: definition.title,
    submit: 'Send answers',
    metadata: { surveyId },
    blocks: [
      section(about ? md`${definition.introduction}\n*About:* ${about}` : definition.introduction),
      context(
        `${visibilityWords[definition.visibility]} You can change your answers until the survey closes.`,
      ),
      ...definition.questions.map((question) =>
        ask(question).input(inputName(question), earlier.get(question.key) ?? null),
      ),
    ],
  };
}

/** The block of a question in the form. */
export function inputName(question: Question): string {
  return `answer.${question.key}`;
}

/** To the person who pressed an answer in the message, alone. */
export function noted(surveyId: string, questionText: string, words: string, missing: number): Message {
  const left =
    missing === 0
      ? 'That is all that is needed. You can add to it or change it until the survey closes.'
      : `${pluralise(missing, 'question')} to go before your answer counts as complete.`;
  return say(
    md`Noted for “${questionText}”: *${words}*. ${left}`,
    button('surveys.answer', missing === 0 ? 'Add or change' : 'Answer the rest', {
      value: surveyId,
      ...(missing > 0 && { style: 'primary' as const }),
    }),
  );
}

/** To the person who sent the form, alone. */
export function thanks(definition: SurveyDefinition, closes: Md, isChange: boolean): Message {
  return say(
    md`${isChange ? 'Your answers are changed' : 'Thank you, your answers are in'}: “${definition.title}”. ${visibilityWords[definition.visibility]} You can change them until it closes, ${closes}.`,
  );
}

/** Sent to someone who has not answered. */
export function reminder(
  surveyId: string,
  definition: SurveyDefinition,
  about: string | null,
  closes: Md,
): Message {
  return say(
    md`“${definition.title}”${about ? ` about ${about}` : ''} is waiting for your answer. It closes ${closes}. ${visibilityWords[definition.visibility]}`,
    button('surveys.answer', 'Answer', { value: surveyId, style: 'primary' }),
  );
}

/** A survey in a list. */
export interface ListedSurvey {
  readonly surveyId: string;
  readonly number: number;
  readonly title: string;
  readonly about: string | null;
  readonly answered: number;
  readonly invited: number;
  readonly closes: Md;
  readonly isClosed: boolean;
  /** Whether the reader is asked and has not answered. */
  readonly isWaiting: boolean;
}

export function surveyLine(survey: ListedSurvey): Blocks {
  const { number, title, about, answered, invited, closes, isClosed } = survey;
  const words = md`*${number} · ${title}*${about ? `, ${about}` : ''}\n${
    isClosed ? 'Closed' : 'Open until'
  } ${closes}. ${answered} of ${invited} answered.`;
  if (survey.isWaiting)
    return [section(words, button('surveys.answer', 'Answer', { value: survey.surveyId, style: 'primary' }))];
  if (!isClosed) return [section(words)];
  return [section(words, button('platform.command', 'Results', { value: `survey results ${number}` }))];
}
