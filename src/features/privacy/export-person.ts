import {
  type Belonging,
  belongings,
  type OwnedModel,
  ownedModels,
} from '../../platform/privacy/belongings.ts';
import { type Row, rowsOf, without } from '../../platform/privacy/rows-of.ts';
import type { Person } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';

/**
 * What is held about a person, model by model: rows that name them, each with `as` (in which columns), without the
 * other people in it and without what the vendor keeps to itself; and what was written to them alone.
 */
export async function* aboutPerson(
  work: Work,
  person: Person,
): AsyncGenerator<readonly [OwnedModel, readonly Row[]]> {
  const { tx, workspaceId } = work;
  for (const model of ownedModels.toReversed()) {
    const { people, internal = [] }: Belonging = belongings[model];
    if (people.length === 0) continue;
    const isPartners = person.side === 'partner';
    const rows = await rowsOf(
      tx,
      workspaceId,
      model,
      // A partner's person has nothing to do with any other partner; what is internal is not theirs to have.
      `$2::uuid IN (${people.map((column) => `"${column}"`).join(', ')})${
        isPartners && model === 'AuditEntry' ? ' AND NOT "isInternal"' : ''
      }`,
      person.id,
    );
    if (rows.length > 0)
      yield [
        model,
        rows.map((row) => ({
          as: people.filter((column) => row[column] === person.id),
          ...without(row, [...people.filter((column) => column !== 'id'), ...internal]),
        })),
      ];
  }
  const letters = await tx.delivery.findMany({
    where: {
      workspaceId,
      OR: [
        { target: `person:${person.slackUserId}` },
        { target: { startsWith: 'ephemeral:', endsWith: `:${person.slackUserId}` } },
      ],
    },
    orderBy: { sequence: 'asc' },
  });
  yield [
    'Delivery',
    letters.map(({ id, status, createdAt, sentAt, payload }) => ({
      id,
      status,
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
      text: textOf(payload),
    })),
  ];
}

/** What the message says in plain words. */
function textOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('message' in payload)) return null;
  const { message } = payload;
  if (typeof message !== 'object' || message === null || !('text' in message)) return null;
  return typeof message.text === 'string' ? message.text : null;
}
