import { describe, expect, test } from 'vitest';
import { type CoachingFacts, coachingCard, sinceWords } from '../../../src/features/health/coaching/rules.ts';

const quiet: CoachingFacts = {
  today: '2026-03-02',
  lastCallOn: '2026-02-17',
  window: { from: new Date('2026-02-17T09:00:00Z'), to: new Date('2026-03-02T09:00:00Z') },
  steps: [],
  won: { count: 0, amounts: [] },
  lost: 0,
  leads: 0,
  actionsDone: [],
  actions: [],
  openSteps: [],
  signals: [],
  healed: [],
};
const action = {
  number: 12,
  text: 'Send the price list',
  owner: 'Aiko Tanaka',
  dueOn: '2026-02-27',
} as const;
const step = {
  title: 'Connect the sandbox',
  doneOn: '2026-02-20',
  dueOn: '2026-02-24',
  isTheirs: true,
} as const;

describe('the card before a call', () => {
  test('says nothing where nothing happened', () => {
    expect(coachingCard(quiet)).toEqual({ changed: [], ask: [], praise: [] });
    expect(sinceWords(quiet)).toBe('since the call on Tue 17 Feb');
    expect(sinceWords({ ...quiet, lastCallOn: null })).toBe('so far');
  });

  test('says what changed with its numbers and names', () => {
    const { changed } = coachingCard({
      ...quiet,
      won: { count: 2, amounts: ['€12,500', 'US$3,000'] },
      lost: 1,
      leads: 3,
      steps: [step],
      healed: ['Silent partner'],
      signals: [{ kind: 'stalled_deals', label: 'Stalled deals', evidence: 'D-7.', isNew: true }],
    });
    expect(changed).toEqual([
      '2 deals won (€12,500 and US$3,000), 1 deal lost and 3 new leads.',
      '1 step done: “Connect the sandbox”.',
      'New signals: stalled deals.',
      'No longer: silent partner.',
    ]);
  });

  test('asks about what is in the way first, then what rules find, then broken promises; not about what is not due', () => {
    const { ask } = coachingCard({
      ...quiet,
      openSteps: [
        {
          title: 'Open the port',
          dueOn: '2026-02-10',
          phase: 'blocked',
          note: 'The firewall refuses.',
          isTheirs: true,
        },
        { title: 'Tell the story', dueOn: '2026-02-20', phase: 'ready', note: null, isTheirs: true },
        { title: 'Later', dueOn: '2026-03-20', phase: 'ready', note: null, isTheirs: true },
        { title: 'Handed in', dueOn: '2026-02-20', phase: 'in_review', note: null, isTheirs: true },
      ],
      actions: [action, { ...action, number: 13, dueOn: '2026-03-03' }],
      signals: [{ kind: 'missed_calls', label: 'Missed calls', evidence: '2 of 3 calls.', isNew: false }],
    });
    expect(ask).toEqual([
      'What would unblock “Open the port”? It waits because: The firewall refuses.',
      'Does this hour still suit them? 2 of 3 calls.',
      'What became of A-12, “Send the price list”? Aiko Tanaka, 3 days late.',
      'When will this be done: “Tell the story”? It is past its due date.',
    ]);
  });

  test('does not ask them about what one’s own side is late with', () => {
    const ours = {
      title: 'Kick off',
      dueOn: '2026-02-20',
      phase: 'ready',
      note: null,
      isTheirs: false,
    } as const;
    expect(coachingCard({ ...quiet, openSteps: [ours] }).ask).toEqual([
      'Be ready to say when your side gets this done, past its due date: “Kick off”.',
    ]);
  });

  test('praises only what their own people did in time', () => {
    const done = { ...action, doneOn: '2026-02-26', isTheirs: true } as const;
    expect(coachingCard({ ...quiet, steps: [step], actionsDone: [done] }).praise).toEqual([
      '1 step done in time, “Connect the sandbox” 4 days early.',
      'They kept their word: A-12 Send the price list.',
    ]);
    const ours = coachingCard({
      ...quiet,
      steps: [{ ...step, isTheirs: false }],
      actionsDone: [{ ...done, isTheirs: false }],
    });
    expect(ours.praise).toEqual([]);
    const late = coachingCard({ ...quiet, steps: [{ ...step, doneOn: '2026-02-25' }] });
    expect(late.praise).toEqual([]);
  });

  test('holds no more than one can keep in mind', () => {
    const signals = Array.from({ length: 6 }, (_, index) => ({
      ...{ kind: `signal_${index}`, label: `Signal ${index}` },
      evidence: '.',
      isNew: false,
    }));
    expect(coachingCard({ ...quiet, signals }).ask).toHaveLength(4);
  });
});
