import { z } from 'zod';

const shownTo = z.enum(['both', 'vendor']);

/**
 * What a quarterly pack said, in the words it was seen in, so that it can be shown again exactly. One for both sides:
 * what has `shownTo: 'vendor'` is left out for partners (see `forPartner`).
 */
export const packShape = z.object({
  /** Sentences, the most important first. */
  headline: z.array(z.object({ shownTo, words: z.string() })),
  isQuiet: z.boolean(),
  lines: z.array(
    z.object({
      shownTo,
      key: z.string(),
      label: z.string(),
      now: z.string(),
      /** Of sampled numbers. */
      n: z.string(),
      before: z.string(),
      target: z.string(),
      goal: z.string(),
      stands: z.string(),
    }),
  ),
  /** Numbers there is nothing to say of yet. */
  without: z.array(z.object({ shownTo, words: z.string() })),
  notes: z.array(z.object({ shownTo, words: z.string() })),
  /** The months of the quarter before and of this one, for the charts; amounts in whole units of the currency. */
  months: z.array(
    z.object({
      label: z.string(),
      leads: z.number(),
      registered: z.number(),
      won: z.number(),
      amount: z.number(),
    }),
  ),
  currency: z.string(),
  happened: z.array(z.string()),
  plan: z.object({
    /** "The joint business plan, agreed by both sides", or that there is none. */
    words: z.string(),
    goals: z.array(
      z.object({ shownTo, title: z.string(), target: z.string(), actual: z.string(), words: z.string() }),
    ),
    /** What each side put in, promised against given. Packs kept before there was such a thing have none. */
    contributions: z.array(z.string()).default([]),
  }),
  /** Open action items by whose they are. */
  open: z.array(z.object({ side: z.enum(['vendor', 'partner']), words: z.string() })),
  /** For the vendor alone. */
  signals: z.array(z.string()),
  /** What they are of, to ask how they came about. Packs kept before they could be asked have none. */
  signalKinds: z.array(z.string()).default([]),
  risks: z.array(z.string()),
  topics: z.object({ both: z.array(topic()), vendor: z.array(topic()) }),
});

function topic() {
  return z.object({
    reason: z.string(),
    label: z.string(),
    /** A command without the partner’s name, or a number to be explained. */
    does: z.union([z.object({ command: z.string() }), z.object({ how: z.string() })]),
  });
}

export type Pack = z.output<typeof packShape>;
export type PackTopic = Pack['topics']['both'][number];

/** The pack as the partner may read it. */
export function forPartner(pack: Pack): Pack {
  const isShared = (each: { readonly shownTo: 'both' | 'vendor' }) => each.shownTo === 'both';
  return {
    ...pack,
    headline: pack.headline.filter(isShared),
    lines: pack.lines.filter(isShared),
    without: pack.without.filter(isShared),
    notes: pack.notes.filter(isShared),
    plan: { ...pack.plan, goals: pack.plan.goals.filter(isShared) },
    ...{ signals: [], signalKinds: [] },
    risks: [],
    topics: { both: pack.topics.both, vendor: [] },
  };
}

/** The pack for those of the vendor's people who may see margins, and not how a partner is doing. */
export function withoutHealth(pack: Pack): Pack {
  const isOpen = ({ does }: PackTopic) => !('command' in does && does.command.startsWith('health '));
  return {
    ...pack,
    ...{ signals: [], signalKinds: [] },
    topics: { ...pack.topics, vendor: pack.topics.vendor.filter(isOpen) },
  };
}
