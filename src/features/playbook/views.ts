import { formatInstant } from '../../core/calendar.ts';
import { listing, pluralise } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  actions,
  bold,
  button,
  context,
  header,
  joinMd,
  link,
  type Md,
  md,
  menu,
  message,
  section,
  when,
} from '../../platform/slack/kit/index.ts';
import { evidenceInWords } from './rules/evidenceInWords.ts';
import { factInWords } from './rules/factInWords.ts';
import { conditionInWords } from './rules/segments.ts';
import type { PlacedStep } from './rules/stepsFor.ts';
import type { Gate } from './schema/gates.ts';
import type { Playbook } from './schema/playbook.ts';
import type { PlaybookVersion } from './store.ts';

export type Blocks = NonNullable<Message['blocks']>;

/** What somebody reads of the playbook: a version, cut to the partner it is read for. */
export interface Reading {
  readonly playbook: Playbook;
  readonly version: PlaybookVersion;
  readonly steps: readonly PlacedStep[];
  /** Whose steps these are; null when all are shown. */
  readonly partnerName: string | null;
  /** The number of a newer version that new partners follow. */
  readonly newerVersion: number | null;
  readonly now: Date;
}

export function overview(reading: Reading): Message {
  const { playbook, steps } = reading;
  const { name, objectives, executiveSummary: summary } = playbook.programme;
  const gates = playbook.gates.map((gate, index) => {
    const lines = steps
      .filter((placed) => placed.gate.key === gate.key)
      .map(({ step }) => md`• ${step.title}  –  ${seatName(playbook, step.owner)}, working day ${step.due}`);
    const title = bold(`${index + 1}. ${gate.name}`);
    return section(joinMd([md`${title}  ${gate.purpose}`, ...whoDoesWhat(playbook, gate), ...lines], '\n'));
  });
  return message([
    header(name),
    context(versionWords(reading)),
    section(summary.overview),
    bullets('What we want to reach', objectives),
    bullets('How work changes hands', summary.handoffs),
    bullets('What we expect in revenue', summary.revenueExpectations),
    bullets('What we promise in marketing', summary.marketingCommitments),
    section(bold(whoseSteps(reading))),
    ...gates,
    bullets(
      'Who to ask',
      playbook.contacts.map(
        (contact) => `${contact.title}: ${seatName(playbook, contact.seat)}. ${contact.description}`,
      ),
    ),
    actions(
      menu(
        'playbook.read',
        'Read a step',
        steps.map(({ step }) => ({ label: step.title, value: step.key })),
      ),
      button('platform.command', 'What changed', { value: 'playbook changes' }),
    ),
  ]);
}

const raciWords = { A: 'Accountable', R: 'responsible', C: 'consulted', I: 'informed' } as const;

/** "Accountable: Partner manager; responsible: Alliance lead." */
function whoDoesWhat(playbook: Playbook, { raci }: Gate): Md[] {
  const seats = Object.entries(raci ?? {});
  const parts = (['A', 'R', 'C', 'I'] as const).flatMap((letter) => {
    const held = seats.filter(([, letters]) => letters.includes(letter)).map(([seat]) => seat);
    const names = held.map((seat) => seatName(playbook, seat));
    return names.length === 0 ? [] : [`${raciWords[letter]}: ${listing(names)}`];
  });
  return parts.length === 0 ? [] : [md`${parts.join('; ')}.`];
}

function whoseSteps({ partnerName, steps }: Reading): string {
  const count = pluralise(steps.length, 'step');
  return partnerName === null ? `The way, in ${count}` : `The way for ${partnerName}, in ${count}`;
}

function versionWords({ version, newerVersion, now, playbook }: Reading): Md {
  const published = when(
    version.publishedAt,
    formatInstant(version.publishedAt, playbook.programme.timeZone, now),
  );
  const newer =
    newerVersion === null
      ? ''
      : `  ·  New partners follow version ${newerVersion}; this one keeps the version it began with.`;
  return md`Version ${version.number}  ·  published ${published} by ${version.publishedBy}${newer}`;
}

/** One step with everything its owner needs to know. */
export function stepBlocks(reading: Reading, { step, gate }: PlacedStep): Blocks {
  const { playbook } = reading;
  const titleOf = (key: string) => reading.steps.find((placed) => placed.step.key === key)?.step.title ?? key;
  const facts: Md[] = [
    md`*Owner*  ${seatName(playbook, step.owner)}`,
    md`*Due*  ${step.due === 0 ? 'on the day of kickoff' : `${pluralise(step.due, 'working day')} after kickoff`}`,
    ...(step.estimateMinutes === undefined ? [] : [md`*Takes about*  ${duration(step.estimateMinutes)}`]),
    ...(step.review === undefined ? [] : [md`*Reviewed by*  ${seatName(playbook, step.review)}`]),
    ...(step.after.length === 0 ? [] : [md`*After*  ${listing(step.after.map(titleOf))}`]),
    md`*Hand in*  ${evidenceInWords(step.evidence)}`,
    ...(step.when.length === 0
      ? []
      : [md`*Comes once*  ${step.when.map((each) => factInWords(playbook, each)).join(', and ')}`]),
    // A partner's people read their own steps; whom else they are for is not their business.
    ...(reading.partnerName === null && Object.keys(step.for).length > 0
      ? [md`*For*  ${conditionInWords(playbook, step.for)}`]
      : []),
  ];
  return [
    section(joinMd([bold(step.title), step.description], '\n')),
    section(joinMd(facts, '\n')),
    bullets('Done when', step.acceptance),
    ...(step.resources.length === 0
      ? []
      : [
          section(
            joinMd(
              [bold('Helpful'), ...step.resources.map((one) => md`• ${link(one.url, one.title)}`)],
              '\n',
            ),
          ),
        ]),
    context(md`Gate “${gate.name}”  ·  ${playbook.programme.name}  ·  \`${step.key}\``),
  ];
}

/** An entry of the amendment log as its reader may see it. */
export interface Amendment {
  readonly version: PlaybookVersion;
  readonly changes: readonly string[];
}

const longestAmendment = 12;

export function amendmentLog(reading: Reading, amendments: readonly Amendment[]): Message {
  const entries = amendments.flatMap(({ version, changes }) => {
    const date = when(
      version.publishedAt,
      formatInstant(version.publishedAt, reading.playbook.programme.timeZone, reading.now),
    );
    const shown = changes.slice(0, longestAmendment);
    const lines = [
      md`*Version ${version.number}*  ·  ${date}  ·  ${version.publishedBy}: ${version.reason}`,
      ...shown.map((change) => md`• ${change}`),
      ...(changes.length > shown.length
        ? [md`• and ${pluralise(changes.length - shown.length, 'more change')}`]
        : []),
      ...(changes.length === 0 ? [md`• Nothing that concerns partners`] : []),
    ];
    return [section(joinMd(lines, '\n'))];
  });
  return message([header(`What changed in the ${reading.playbook.programme.name}`), ...entries]);
}

function bullets(title: string, items: readonly string[]) {
  return section(joinMd([bold(title), ...items.map((item) => md`• ${item}`)], '\n'));
}

function seatName(playbook: Playbook, key: string): string {
  return playbook.seats.find((seat) => seat.key === key)?.name ?? key;
}

function duration(minutes: number): string {
  if (minutes < 90) return pluralise(minutes, 'minute');
  return pluralise(Math.round(minutes / 30) / 2, 'hour');
}
