import { canonicalJson } from '../../../core/hash.ts';
import type { Estimate } from '../../../core/statistics.ts';
import type { JourneyWaits } from '../../onboarding/public.ts';
import { describeChanges, findStep, type Gate, type Playbook, type Step } from '../../playbook/public.ts';
import { journeysWith, type MetStep, waitOf } from '../friction/rules.ts';

/** A published version, as far as its steps are concerned. */
export interface Version {
  readonly id: string;
  readonly number: number;
  readonly playbook: Playbook;
}

/** One wording of a step, and how the journeys that had it did. */
export interface Wording {
  /** Numbers of the versions that word it so, the oldest first. */
  readonly versions: readonly number[];
  /** As the last of them has it. */
  readonly step: Step;
  /** The journeys that could begin it, in the order they began. */
  readonly met: readonly MetStep[];
  readonly done: number;
  /** Kaplan–Meier median in days from when it could begin. */
  readonly wait: Estimate;
}

/**
 * `mixed`: more than the wording changed, so that nothing is known of the wording alone. The others are said of the
 * wording of now against an earlier one, and only where the two 95 % intervals lie apart.
 */
export type Verdict = 'better' | 'worse' | 'unclear' | 'too_few' | 'mixed';

/** The wording of now against an earlier one. */
export interface Comparison {
  readonly key: string;
  readonly now: Wording;
  readonly earlier: Wording;
  readonly verdict: Verdict;
  /** What changed in words, and what else did, as the amendment log tells it. */
  readonly changes: readonly string[];
  readonly others: readonly string[];
}

/** What tells a comparison from the others: `<step>:<last version of then>:<last version of now>`. */
export function referenceOf({ key, earlier, now }: Comparison): string {
  return [key, earlier.versions.at(-1), now.versions.at(-1)].join(':');
}

interface Placed {
  readonly version: Version;
  readonly step: Step;
  readonly gate: Gate;
}

interface Group {
  readonly placed: readonly Placed[];
  readonly wording: Wording;
}

/**
 * The steps of the newest version that an earlier one worded differently, each wording of now against each earlier one:
 * what is sure first, then by how many journeys there are. `versions` the oldest first.
 */
export function compareWordings(
  versions: readonly Version[],
  journeys: readonly JourneyWaits[],
): readonly Comparison[] {
  const newest = versions.at(-1);
  if (!newest) return [];
  const steps = newest.playbook.gates.flatMap((gate) => gate.steps);
  const found = steps.flatMap(({ key }) => comparisonsOf(key, versions, journeys));
  const isSure = ({ verdict }: Comparison) => (verdict === 'better' || verdict === 'worse' ? 1 : 0);
  const counted = ({ now, earlier }: Comparison) => now.met.length + earlier.met.length;
  return found.sort(
    (a, b) => isSure(b) - isSure(a) || counted(b) - counted(a) || titleOf(a).localeCompare(titleOf(b)),
  );
}

const titleOf = ({ now }: Comparison) => now.step.title;

function comparisonsOf(
  key: string,
  versions: readonly Version[],
  journeys: readonly JourneyWaits[],
): Comparison[] {
  const byWording = new Map<string, Placed[]>();
  for (const version of versions) {
    const found = findStep(version.playbook, key);
    if (!found) continue;
    const words = canonicalJson(wordsOf(found.step));
    byWording.set(words, [...(byWording.get(words) ?? []), { version, ...found }]);
  }
  if (byWording.size < 2) return [];
  const met = journeysWith(journeys, key);
  const groups = [...byWording.values()]
    .map((placed) => groupOf(placed, met))
    .sort((a, b) => lastOf(a).version.number - lastOf(b).version.number);
  const now = groups.at(-1);
  if (!now) return [];
  return groups
    .slice(0, -1)
    .toReversed()
    .map((earlier) => compare(key, now, earlier));
}

function groupOf(placed: readonly Placed[], met: readonly MetStep[]): Group {
  const ids = new Set(placed.map(({ version }) => version.id));
  const own = met.filter(({ playbookVersionId }) => ids.has(playbookVersionId));
  const versions = placed.map(({ version }) => version.number);
  return {
    placed,
    wording: {
      ...{ versions, met: own, wait: waitOf(own) },
      step: lastOf({ placed }).step,
      done: own.filter(({ isDone }) => isDone).length,
    },
  };
}

/** A group is made of one version at least. */
function lastOf({ placed }: Pick<Group, 'placed'>): Placed {
  return placed.at(-1) as Placed;
}

function compare(key: string, now: Group, earlier: Group): Comparison {
  const [before, after] = [lastOf(earlier), lastOf(now)];
  // What nobody ran changes nothing of what is compared.
  const ran = [...ranIn(earlier), ...ranIn(now)];
  const isMixed = new Set(ran.map(({ step, gate }) => canonicalJson(apartFromWords(step, gate)))).size > 1;
  const others = isMixed
    ? changesOf(before.step, { ...after.step, ...copied(before.step, after.step) }, after)
    : [];
  return {
    ...{ key, now: now.wording, earlier: earlier.wording },
    changes: changesOf({ ...after.step, ...copied(before.step, after.step) }, after.step, after),
    others:
      isMixed && before.gate.key !== after.gate.key
        ? [...others, `It moved to gate “${after.gate.name}”`]
        : others,
    verdict: verdictOf(now.wording.wait, earlier.wording.wait, isMixed),
  };
}

function ranIn({ placed, wording }: Group): readonly Placed[] {
  const ids = new Set(wording.met.map(({ playbookVersionId }) => playbookVersionId));
  return placed.filter(({ version }) => ids.has(version.id));
}

/** Never on a point estimate: the two 95 % intervals of the medians have to lie apart, as for all that is news. */
function verdictOf(now: Estimate, earlier: Estimate, isMixed: boolean): Verdict {
  if (now.verdict !== 'ok' || earlier.verdict !== 'ok') return 'too_few';
  if (isMixed) return 'mixed';
  if (isBelow(now, earlier)) return 'better';
  return isBelow(earlier, now) ? 'worse' : 'unclear';
}

function isBelow(a: Estimate, b: Estimate): boolean {
  return a.high !== null && b.low !== null && a.high < b.low;
}

/** What a person reads of a step before doing it. */
export function wordsOf({ title, description, acceptance, evidence }: Step) {
  return { title, description, acceptance, prompt: 'prompt' in evidence ? evidence.prompt : null };
}

/** The rest of the step; its links are looked up, not read through. */
function apartFromWords({ title: _t, description: _d, acceptance: _a, ...rest }: Step, gate: Gate) {
  const { prompt: _p, ...evidence } = { prompt: null, ...rest.evidence };
  return { ...rest, evidence, gate: gate.key };
}

/** The words of one step, to be put on another. */
function copied(words: Step, onto: Step): Pick<Step, 'title' | 'description' | 'acceptance' | 'evidence'> {
  const { title, description, acceptance } = words;
  const { prompt } = wordsOf(words);
  const { evidence } = onto;
  return {
    ...{ title, description, acceptance },
    evidence: evidence.kind === 'none' || prompt === null ? evidence : { ...evidence, prompt },
  };
}

/** What the amendment log says of a step that was so and is so now, in a playbook that is otherwise the same. */
function changesOf(before: Step, after: Step, { version, gate }: Placed): readonly string[] {
  const withStep = (step: Step): Playbook => ({ ...version.playbook, gates: [{ ...gate, steps: [step] }] });
  return describeChanges(withStep(before), withStep(after));
}
