import { expect, test } from 'vitest';
import { assembleAgenda } from '../../../src/features/calls/rules/agenda.ts';

const on = '2026-03-03';

test('the agenda brings what presses most first and leaves out what is empty', () => {
  const sections = assembleAgenda({
    standingItems: ['Pipeline'],
    steps: [
      { title: 'Take the orientation', owner: 'Diego', dueOn: '2026-03-05', phase: 'ready' as const },
      { title: 'Name your team', owner: 'Diego', dueOn: '2026-02-27', phase: 'ready' as const },
      { title: 'Get access', owner: null, dueOn: null, phase: 'blocked' },
    ],
    actions: [{ number: 3, text: 'Send the list', owner: 'Aiko', dueOn: '2026-03-02' }],
    added: [],
    on,
  });
  expect(sections).toEqual([
    { title: 'On every agenda', lines: ['Pipeline'] },
    {
      title: 'Open steps',
      lines: [
        'Get access (blocked, no owner)',
        'Name your team (Diego, 4 days late)',
        'Take the orientation (Diego, due in 2 days)',
      ],
    },
    { title: 'Open actions', lines: ['A-3 Send the list (Aiko, 1 day late)'] },
  ]);
});

test('long lists are counted, not poured out', () => {
  const steps = Array.from({ length: 20 }, (_, index) => ({
    title: `Step ${index}`,
    owner: null,
    dueOn: null,
    phase: 'ready' as const,
  }));
  const [section] = assembleAgenda({ standingItems: [], steps, actions: [], added: [], on });
  expect(section?.lines).toHaveLength(8);
  expect(section?.lines.at(-1)).toBe('… and 13 more');
});
