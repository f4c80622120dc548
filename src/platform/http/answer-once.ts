import { z } from 'zod';
import type { ApiKey } from '../store/generated/client.ts';
import type { Work } from '../work.ts';
import { HttpRefusal } from './http-refusal.ts';
import { hashOf } from './signature.ts';

/** What makes two requests one: the key, what they are called, and what they say. */
interface Once {
  readonly key: ApiKey;
  readonly path: string;
  readonly text: string;
  readonly onceAs: string;
}

/**
 * Answers a request for the first time; the same one again gets the same answer, and nothing is done. One without
 * an Idempotency-Key goes by its signature, so that what was overheard cannot be played again. A request that is
 * refused leaves nothing behind, this included.
 */
export async function answerOnce(work: Work, once: Once, answer: () => Promise<unknown>): Promise<unknown> {
  const { tx, workspaceId } = work;
  const requestHash = hashOf(once.path, once.text);
  const found = { keyId: once.key.id, idempotencyKey: once.onceAs };
  const id = work.newId();
  // A second one in flight waits here until the first has committed.
  const { count } = await tx.apiAnswer.createMany({
    data: [{ ...found, id, workspaceId, requestHash, body: {}, answeredAt: work.now }],
    skipDuplicates: true,
  });
  if (count === 0) {
    const known = await tx.apiAnswer.findFirstOrThrow({ where: { ...found, workspaceId } });
    if (known.requestHash === requestHash) return known.body;
    throw new HttpRefusal(
      409,
      'conflict',
      `The Idempotency-Key “${once.onceAs}” was used for another request. Give each request one of its own.`,
    );
  }
  const given = await answer();
  await tx.apiAnswer.update({
    where: { id, workspaceId },
    data: { body: z.json().parse(JSON.parse(JSON.stringify(given))) ?? {} },
  });
  return given;
}
