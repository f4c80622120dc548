import type { TandemApp } from '../../src/app.ts';
import { newId } from '../../src/platform/clock.ts';
import { post } from '../../src/platform/delivery/post.ts';

/** Decides to say something, in a transaction of its own; it arrives once `settled`. */
export async function postTo(
  app: Pick<TandemApp, 'inWork'>,
  workspaceId: string,
  where: string,
  text: string,
  kind: 'channel' | 'person' = 'channel',
): Promise<void> {
  const to = kind === 'channel' ? { channel: where } : { person: where };
  await app.inWork({ workspaceId, source: 'test' }, (work) =>
    post(work, { key: `test:${newId()}`, to, audience: 'partner', message: { text } }),
  );
}
