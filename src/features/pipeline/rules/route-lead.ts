/** One who takes leads. An empty list means all of them. */
export interface Candidate {
  readonly personId: string;
  readonly name: string;
  readonly territories: readonly string[];
  readonly segments: readonly string[];
  readonly capabilities: readonly string[];
  /** Leads they have and that have not become a deal. */
  readonly open: number;
  /** When they last got a lead; null: never. */
  readonly lastAt: Date | null;
}

export interface Rules {
  readonly match: readonly Trait[];
  readonly prefer: readonly ('load' | 'turn')[];
  readonly mostOpen: number;
}

type Trait = 'territory' | 'segment' | 'capability';

/** What a lead says of itself, by name; null where it says nothing. And who has passed it on already. */
export interface LeadFacts extends Readonly<Record<Trait, Named | null>> {
  readonly passedBy: readonly string[];
}

interface Named {
  readonly key: string;
  readonly name: string;
}

export interface Routing {
  /** Null: nobody is left, so that the manager has to look. */
  readonly who: Candidate | null;
  /** Completes “because they …”; of nobody: “because nobody …”. */
  readonly why: readonly string[];
}

const listOf = { territory: 'territories', segment: 'segments', capability: 'capabilities' } as const;
const verbs = { territory: 'covers', segment: 'serves', capability: 'knows' } as const;

/**
 * Who gets a lead: of those who did not pass it on, take what it is about and have room for one more, the first by
 * the preferences. Depends on nothing but what is given, not on the order of the candidates either.
 */
export function routeLead(candidates: readonly Candidate[], rules: Rules, lead: LeadFacts): Routing {
  let left: readonly Candidate[] = candidates.filter(({ personId }) => !lead.passedBy.includes(personId));
  const why: string[] = [];
  if (left.length === 0)
    return nobody(candidates.length > 0 ? 'is left who has not passed it on' : 'takes leads yet');
  for (const trait of rules.match) {
    const wanted = lead[trait];
    if (!wanted) continue;
    const fitting = left.filter((each) => takes(each[listOf[trait]], wanted.key));
    const missing = `${verbs[trait]} ${wanted.name}`;
    if (fitting.length === 0) return nobody(left.length < candidates.length ? `else ${missing}` : missing);
    why.push(missing);
    left = fitting;
  }
  const free = left.filter(({ open }) => open < rules.mostOpen);
  if (free.length === 0) return nobody(`who fits has room: each has ${rules.mostOpen} open leads or more`);
  if (free.length < left.length) why.push('has room for another lead');
  left = free;
  for (const preference of rules.prefer) {
    const first = preference === 'load' ? leastBusy(left) : longestWaiting(left);
    if (first.length < left.length) why.push(wordsOf(preference, first[0]));
    left = first;
  }
  const who = [...left].sort((a, b) => (a.personId < b.personId ? -1 : 1))[0] ?? null;
  return { who, why: why.length > 0 ? why : [candidates.length === 1 ? 'takes all leads' : 'is next'] };
}

function nobody(why: string): Routing {
  return { who: null, why: [why] };
}

function takes(list: readonly string[], wanted: string): boolean {
  return list.length === 0 || list.includes(wanted);
}

function leastBusy(candidates: readonly Candidate[]): readonly Candidate[] {
  const fewest = Math.min(...candidates.map(({ open }) => open));
  return candidates.filter(({ open }) => open === fewest);
}

function longestWaiting(candidates: readonly Candidate[]): readonly Candidate[] {
  const since = ({ lastAt }: Candidate) => lastAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const earliest = Math.min(...candidates.map(since));
  return candidates.filter((each) => since(each) === earliest);
}

function wordsOf(preference: 'load' | 'turn', first: Candidate | undefined): string {
  if (preference === 'load') return `has the fewest open leads (${first?.open ?? 0})`;
  return first?.lastAt ? 'has waited longest for a lead' : 'has had none yet';
}
