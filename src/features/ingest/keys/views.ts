import { localDateOf } from '../../../core/calendar.ts';
import { listing } from '../../../core/text.ts';
import type { Message } from '../../../platform/delivery/message.ts';
import type { Modal } from '../../../platform/feature.ts';
import { deadScopes, type MadeKey } from '../../../platform/http/keys.ts';
import {
  actions,
  type Blocks,
  button,
  choiceInput,
  choicesInput,
  code,
  context,
  infoModal,
  literal,
  md,
  message,
  say,
  section,
  textInput,
} from '../../../platform/slack/kit/index.ts';
import type { ApiKey, Partner } from '../../../platform/store/generated/client.ts';
import { longest } from '../../pipeline/public.ts';
import { allScopes, scopes } from './scopes.ts';

const mostKeys = 15;

export function keysMessage(
  keys: readonly ApiKey[],
  partners: ReadonlyMap<string, Partner>,
  timeZone: string,
): Message {
  const inUse = keys.filter(({ revokedAt }) => revokedAt === null);
  const day = (at: Date) => localDateOf(at, timeZone);
  const make = actions(button('ingest.newKey', 'Make a key', { style: 'primary' }));
  if (inUse.length === 0)
    return message([
      section('No other system can send or read figures here. Make a key for each one that should.'),
      make,
    ]);
  return message([
    ...inUse.slice(0, mostKeys).map((key) =>
      section(
        md`${key.name}${key.partnerId ? ` (${partners.get(key.partnerId)?.name ?? 'one partner'} only)` : ''}: ${key.scopes.join(', ')}. Made ${day(key.createdAt)}, ${key.lastUsedAt ? `last used ${day(key.lastUsedAt)}` : 'never used'}.${caveats(key, partners, day)}`,
        button('ingest.revokeKey', 'Revoke', {
          value: key.id,
          style: 'danger',
          accessibilityLabel: `Revoke the key ${key.name}`,
          confirm: {
            title: 'Revoke this key?',
            text: `Whatever uses “${key.name}” is refused from then on. This can’t be undone.`,
            confirm: 'Revoke',
          },
        }),
      ),
    ),
    ...(inUse.length > mostKeys
      ? [
          context(
            `The newest ${mostKeys} of ${inUse.length}. The command line shows all: npm run keys -- list`,
          ),
        ]
      : []),
    make,
  ]);
}

/** What of a key does not count, and why. */
function caveats(key: ApiKey, partners: ReadonlyMap<string, Partner>, day: (at: Date) => string): string {
  const dead = deadScopes(key);
  const endedAt = key.partnerId === null ? null : partners.get(key.partnerId)?.endedAt;
  return [
    dead.length > 0 && ` Not taken for ${listing(dead)}: it is of one partner, and that is yours alone.`,
    endedAt && ` Refused: the partnership ended ${day(endedAt)}.`,
  ]
    .filter(Boolean)
    .join('');
}

export function newKeyModal(partners: readonly Partner[]): Modal {
  return {
    callbackId: 'ingest.makeKey',
    title: 'Make a key',
    submit: 'Make it',
    blocks: [
      textInput('name', 'What is it for?', { placeholder: 'Our CRM', maxLength: longest.line }),
      choicesInput(
        'scopes',
        'It may',
        allScopes.map((scope) => ({ label: scopes[scope], value: scope })),
        {
          hint: 'A key either sends or reads. Make two where one system does both. A key of one partner has no part in costs, margins and revenue.',
        },
      ),
      ...(partners.length === 0
        ? []
        : [
            choiceInput(
              'partner',
              'Of one partner only',
              partners.map(({ id, name }) => ({ label: name, value: id })),
              { optional: true, placeholder: 'All partners' },
            ),
          ]),
      textInput('secret', 'The other system’s own secret', {
        optional: true,
        hint: 'Only for a system that brings one, as HubSpot does (its app’s client secret). Left empty, a new one is made.',
        maxLength: longest.line,
      }),
    ],
  };
}

/** The only place where the secret is ever shown. */
export function madeModal(name: string, { id, secret, kind }: MadeKey): Modal {
  return infoModal('ingest.madeKey', 'Copy this now', [
    section(md`The key for ${name} is made. This is the only time it is shown.`),
    ...(kind === 'signs' ? [section(md`Key: ${code(id)}`), ...shownOnce('Secret', secret)] : []),
    ...(kind === 'reads' ? shownOnce('Token', secret) : []),
    context(
      kind === 'signs'
        ? 'How to sign a request, with an example: docs/ingest.md.'
        : 'Send it as “Authorization: Bearer …”. What there is to read: docs/ingest.md.',
    ),
  ]);
}

/** To be copied: a backtick would end the code it is shown as. */
function shownOnce(label: string, secret: string): Blocks {
  if (secret.includes('`')) return [section(`${label}:`), literal(secret)];
  return [section(md`${label}: ${code(secret)}`)];
}

export function revokedMessage({ name }: ApiKey): Message {
  return say(md`The key ${name} is revoked. Nothing that uses it is answered any more.`);
}
