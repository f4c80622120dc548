import { listing } from '../../core/text.ts';
import type { Message } from '../../platform/delivery/message.ts';
import {
  type Blocks,
  bold,
  button,
  header,
  joinMd,
  md,
  message,
  section,
} from '../../platform/slack/kit/index.ts';
import type { PartnerCard } from './facts.ts';
import type { Line } from './rules.ts';
import { type Source, type Waiting, waitingFor } from './unmeasured.ts';

interface Supply {
  readonly title: string;
  readonly how: string;
  /** For the vendor's people, who alone can make a key. */
  readonly vendorHow?: string;
  readonly button?: readonly [label: string, command: string];
}

const supplies: Readonly<Record<Source, Supply>> = {
  costs: {
    title: 'Costs',
    how: 'Your finance system sends them to /ingest/costs, with a key that a programme admin makes here; docs/ingest.md shows a request.',
    button: ['Make a key', 'keys'],
  },
  usage: {
    title: 'Customers and what they pay',
    how: 'Your billing sends them month by month to /ingest/usage, with a key that a programme admin makes here; docs/ingest.md shows a request.',
    button: ['Make a key', 'keys'],
  },
  api: {
    title: 'Calls of the API',
    how: 'The vendor’s systems count them. No call was counted yet.',
    vendorHow:
      'Your API gateway sends its counts to /ingest/api-calls, with a key that a programme admin makes here; docs/ingest.md shows a request.',
    button: ['Make a key', 'keys'],
  },
  answers: {
    title: 'Answers to surveys',
    how: 'They count once a survey has closed. Ease comes from ratings from 1 to 7, satisfaction from those from 1 to 5.',
    button: ['See surveys', 'survey'],
  },
  playbook: {
    title: 'The playbook',
    how: 'It says what is expected, under “measures” and “risks”. “playbook” shows the version in force.',
  },
  onboarding: { title: 'Onboarding', how: 'They begin with it: “start” plans it.' },
  deals: {
    title: 'Leads and deals',
    how: 'They come with the first ones: “lead” and “deal” take one each, an import takes many.',
    button: ['See pipeline', 'pipeline'],
  },
};

/** What of a scorecard could not be worked out yet: why, and how what is missing gets here. */
export function unmeasuredMessage(card: PartnerCard, lines: readonly Line[], isVendor: boolean): Message {
  const waiting = waitingFor(lines, card.facts);
  if (waiting.length === 0)
    return message([section(md`Every number on the scorecard of ${card.name} is measured.`)]);
  return message([
    header(`Not measured yet: ${card.name}`),
    ...waiting.flatMap((each) => waitingBlocks(each, card, isVendor)),
  ]);
}

function reasonsOf({ estimate }: Line): readonly string[] {
  return (estimate.notes ?? []).flatMap(({ kind, words }) => (kind === 'left_out' ? [] : [words]));
}

function waitingBlocks({ source, lines }: Waiting, card: PartnerCard, isVendor: boolean): Blocks {
  const { title, how, vendorHow, button: way } = supplies[source];
  const plain = lines.filter((line) => reasonsOf(line).length === 0).map(({ metric }) => metric.label);
  const words = joinMd(
    [
      bold(title),
      ...(plain.length > 0 ? [md`• ${listing(plain)}`] : []),
      ...lines.flatMap((line) => {
        const reasons = reasonsOf(line);
        return reasons.length > 0 ? [md`• ${line.metric.label}: ${reasons.join('; ')}`] : [];
      }),
      md`${(isVendor && vendorHow) || how}`,
    ],
    '\n',
  );
  if (!way || (way[1] === 'keys' && !isVendor)) return [section(words)];
  const [label, command] = way;
  const value = command === 'keys' ? command : `${command} ${card.name}`;
  return [section(words, button('platform.command', label, { value }))];
}
