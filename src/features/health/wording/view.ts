import { listing, pluralise } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import {
  actions,
  type Blocks,
  bold,
  button,
  context,
  fields,
  header,
  joinMd,
  md,
  message,
  pagedTable,
  say,
  section,
  table,
} from '../../../platform/slack/kit/index.ts';
import { type Behind, stateWords } from '../friction/how-view.ts';
import { stateOf, waitInWords } from '../friction/rules.ts';
import { type Comparison, referenceOf, type Wording, wordsOf } from './rules.ts';

const mostShown = 8;

const caution =
  'Kaplan–Meier medians with 95 % intervals in brackets; steps not done yet count for as long as they have waited. A wording is called better only where the two intervals lie apart. Nobody dealt the wordings out by chance: a journey keeps that of the day it began, so whatever else changed with time is in the difference too. Only for the vendor’s team.';

/** The steps that were worded anew, and whether that helped. Internal. */
export function wordingsMessage(all: readonly Comparison[]): Message {
  if (all.length === 0)
    return say(
      'No step of the playbook is worded differently than in an earlier version, so there is nothing to compare. Publish a clearer wording, and journeys that begin from then on have it.',
    );
  const shown = all.slice(0, mostShown);
  const steps = new Set(all.map(({ key }) => key)).size;
  return message([
    header('Did the new wording help?'),
    section(
      `${pluralise(steps, 'step')} of the playbook ${steps === 1 ? 'was' : 'were'} worded differently in an earlier version. Days run from when a step could be begun to when it was done.`,
    ),
    table(
      'Each wording and how journeys did on it',
      ['Step', 'Wording', 'Could begin', 'Done', 'Half done within'],
      wordingRows(shown),
    ),
    ...shown.flatMap((comparison) => [
      section(md`${bold(comparison.now.step.title)}\n${findingWords(comparison)}`),
      actions(
        button('health.wording', 'Compare', {
          value: `${referenceOf(comparison)}:0`,
          accessibilityLabel: `Compare the wordings of ${comparison.now.step.title}`,
        }),
        ...proposeButton(comparison),
      ),
    ]),
    ...(all.length > shown.length
      ? [context(`And ${pluralise(all.length - shown.length, 'comparison')} more, of fewer journeys.`)]
      : []),
    context(caution),
  ]);
}

/** Each wording once, whatever it is compared with. */
function wordingRows(comparisons: readonly Comparison[]) {
  const wordings = new Map(
    comparisons.flatMap(({ key, now, earlier }) =>
      [earlier, now].map((wording) => [
        `${key}:${wording.versions.join()}`,
        { title: now.step.title, wording },
      ]),
    ),
  );
  return [...wordings.values()].map(({ title, wording: { wait, met, done, ...wording } }) => [
    title,
    capital(versionWords(wording)),
    met.length,
    done,
    wait.value === null ? waitInWords(wait) : { value: wait.value, text: waitInWords(wait) },
  ]);
}

/** The journeys behind two wordings, those of the earlier one first. Internal. */
export function behindWording({ earlier, now }: Comparison, nameOf: (partnerId: string) => string): Behind {
  return {
    caption: `Journeys behind the wordings of “${now.step.title}”`,
    columns: ['Partner', 'Wording', 'Days', 'State'],
    rows: [earlier, now].flatMap((wording) =>
      [...wording.met]
        .sort((a, b) => b.days - a.days)
        .map((step) => [
          nameOf(step.partnerId),
          capital(versionWords(wording)),
          step.days,
          stateWords[stateOf(step)],
        ]),
    ),
  };
}

/** Two wordings of a step side by side, and the journeys behind each. Internal. */
export function wordingMessage(shown: {
  readonly comparison: Comparison;
  readonly behind: Behind;
  /** From 0. */
  readonly page: number;
  /** Whether whoever asks may have all of it as a file. */
  readonly mayExport: boolean;
}): Message {
  const { comparison, behind, page, mayExport } = shown;
  const { now, earlier, changes, others } = comparison;
  return message([
    header(`Two wordings of “${now.step.title}”`),
    section(findingWords(comparison)),
    ...sideBySide(earlier, now),
    section(joinMd([bold('What changed'), ...changes.map((change) => md`• ${change}`)], '\n')),
    ...(others.length > 0
      ? [section(joinMd([bold('What else changed'), ...others.map((other) => md`• ${other}`)], '\n'))]
      : []),
    ...pagedTable(behind.caption, behind.columns, behind.rows, page, {
      actionId: 'health.wording',
      valueOf: (other) => `${referenceOf(comparison)}:${other}`,
      exportActionId: mayExport ? 'health.wordingExport' : null,
    }),
    ...(proposeButton(comparison).length > 0 ? [actions(...proposeButton(comparison))] : []),
    context(caution),
  ]);
}

/** Only what differs, then and now in two columns. */
function sideBySide(earlier: Wording, now: Wording): Blocks {
  const [then, present] = [partsOf(earlier), partsOf(now)];
  return present.flatMap(([label, text], index) => {
    const was = then[index]?.[1] ?? '';
    if (was === text) return [];
    return [
      fields(
        [`${label} in ${versionWords(earlier)}`, was || 'None'],
        [`${label} in ${versionWords(now)}`, text || 'None'],
      ),
    ];
  });
}

function partsOf({ step }: Wording): readonly (readonly [label: string, text: string])[] {
  const { title, description, acceptance, prompt } = wordsOf(step);
  return [
    ['Title', title],
    ['Description', description],
    ['Done when', acceptance.map((criterion) => `• ${criterion}`).join('\n')],
    ['What to hand in', prompt ?? ''],
  ];
}

function proposeButton(comparison: Comparison) {
  const { verdict, now } = comparison;
  if (verdict !== 'better' && verdict !== 'worse') return [];
  return [
    button('health.proposeWording', 'Propose a change', {
      value: referenceOf(comparison),
      accessibilityLabel: `Propose a change of the playbook from the wordings of ${now.step.title}`,
    }),
  ];
}

/** What is known of the wording of now against the earlier one, in a sentence or two. */
export function findingWords({ now, earlier, verdict }: Comparison): string {
  const figures = `${capital(versionWords(now))}: ${howItWent(now)}. ${capital(versionWords(earlier))}: ${howItWent(earlier)}.`;
  return `${verdictWords[verdict]} ${figures}`;
}

const verdictWords: Readonly<Record<Comparison['verdict'], string>> = {
  better: 'The new wording did better: the two intervals lie apart.',
  worse: 'The earlier wording did better: the two intervals lie apart.',
  unclear: 'It can’t be told which wording does better.',
  too_few: 'Too few journeys to judge: five on each wording are needed.',
  mixed: 'More than the wording changed, so it can’t be told what the wording did.',
};

function howItWent({ wait, met, done }: Wording): string {
  const of = `${done} of ${pluralise(met.length, 'journey')} that could begin it did it`;
  return wait.verdict === 'ok' ? `${of}, half within ${waitInWords(wait)}` : of;
}

/** “version 2”, “versions 1 and 3”. */
export function versionWords({ versions }: Pick<Wording, 'versions'>): string {
  const noun = versions.length === 1 ? 'version' : 'versions';
  return `${noun} ${listing(versions.map(String))}`;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
