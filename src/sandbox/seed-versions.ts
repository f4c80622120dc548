import { parse, stringify } from 'yaml';
import { instantOf, localDateOf } from '../core/calendar.ts';
import { publish } from '../features/playbook/public.ts';
import type { Work } from '../platform/work.ts';
import { workingDayBefore } from './seed-days.ts';

/** Before every partner's kickoff, and between those of the first five and the others. */
const firstDaysAgo = 400;
const secondDaysAgo = 310;

/** What the first version said of some steps; the rest of it was as the sample is now. */
const firstWords: Readonly<Record<string, object>> = {
  'first-deal-registered': {
    title: 'Register a deal',
    description: 'Tell us about a deal that looks good.',
    acceptance: ['The deal is registered and accepted.'],
  },
  'data-boundaries': { description: 'The agreement on sharing data, read and signed by both sides.' },
  'launch-announcement': {
    title: 'Announce the partnership',
    description: 'A press release by both sides.',
  },
};

/** How many working days longer a step took while it was worded as in the first version: people asked first what it meant. */
export const longerAtFirst: Readonly<Record<string, number>> = { 'first-deal-registered': 12 };

interface Sample {
  readonly programme: { readonly timeZone: string };
  readonly gates: readonly { readonly steps: readonly { readonly key: string }[] }[];
}

/** The sample programme with its first version, as its admin would have published them. */
export async function seedVersions(work: Work, source: string): Promise<void> {
  const sample = parse(source) as Sample;
  const { timeZone } = sample.programme;
  const today = localDateOf(work.now, timeZone);
  const file = { filename: 'partner-programme.yaml', publishedBy: 'Maya Chen' };
  const ago = (days: number): Work => ({
    ...work,
    now: instantOf(workingDayBefore(today, days), 10 * 60, timeZone),
  });
  await publish(ago(firstDaysAgo), {
    ...{ ...file, source: stringify(inFirstWords(sample)) },
    reason: 'The first version of our partner programme.',
  });
  await publish(ago(secondDaysAgo), {
    ...{ ...file, source },
    reason: 'Partners asked us what three of the steps meant. They now say it themselves.',
  });
}

function inFirstWords(sample: Sample): Sample {
  const gates = sample.gates.map((gate) => ({
    ...gate,
    steps: gate.steps.map((step) => ({ ...step, ...firstWords[step.key] })),
  }));
  return { ...sample, gates };
}
