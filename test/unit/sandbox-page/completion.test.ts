import { expect, test } from 'vitest';
import { suggestionsFor, usageOf } from '../../../src/sandbox/page/composer/completion.ts';
import type { SandboxPerson, SandboxState } from '../../../src/sandbox/protocol.ts';

const person = (id: string, name: string, isBot = false): SandboxPerson => ({
  id,
  teamId: 'T1',
  name,
  title: '',
  timeZone: 'Europe/Berlin',
  isBot,
  isAdmin: false,
  isDeactivated: false,
});

const maya = person('U1', 'Maya Chen');
const state: SandboxState = {
  now: '2026-11-23T09:00:00Z',
  nextDueAt: null,
  nextDueLabel: null,
  me: maya,
  people: [maya, person('U2', 'Diego Santos'), person('UB', 'Tandem', true)],
  teams: [{ id: 'T1', name: 'Lumen', side: 'vendor', hasApp: true }],
  channels: [],
  commands: [
    {
      command: '/partner',
      description: 'Run the programme',
      usage: '',
      subcommands: [
        { name: 'deal', summary: 'Register a deal', usage: '[customer]' },
        { name: 'decisions', summary: 'Read decisions', usage: '' },
      ],
    },
  ],
  modal: null,
  home: null,
  hasCommands: true,
};

const offered = (text: string, of = state, isInThread = false) =>
  suggestionsFor(text, text.length, of, isInThread).map((suggestion) => suggestion.text);

test('commands, then their subcommands', () => {
  expect(offered('/p')).toEqual(['/partner ']);
  expect(offered('/partner de')).toEqual(['/partner deal ', '/partner decisions']);
  expect(offered('/partner deal Acme')).toEqual([]);
  expect(usageOf('/partner deal A', state)).toBe('/partner deal [customer] · Register a deal');
});

test('no commands without the app, and none in threads', () => {
  expect(offered('/p', { ...state, hasCommands: false })).toEqual([]);
  expect(offered('/p', state, true)).toEqual([]);
});

test('people by any of their names, also within a command', () => {
  expect(offered('thanks @san')).toEqual(['thanks @Diego Santos ']);
  expect(offered('/partner deal @may')).toEqual(['/partner deal @Maya Chen ']);
  expect(offered('mail@san')).toEqual([]);
  expect(offered('hello @Diego Santos')).toEqual([]);
});
