import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Refusal } from '../core/refusal.ts';
import { pluralise } from '../core/text.ts';
import {
  loadFailedWork,
  loadUndelivered,
  loadWaiting,
  type UndeliveredPost,
} from '../features/deliveries/store.ts';
import { audit } from '../platform/audit.ts';
import { newId, systemClock } from '../platform/clock.ts';
import { startQueue } from '../platform/delivery/queue.ts';
import { resend } from '../platform/delivery/resend.ts';
import { createLog } from '../platform/log.ts';
import { retryDue } from '../platform/schedule/retry.ts';
import type { Store } from '../platform/store/store.ts';
import { createWorkRunner } from '../platform/store/work-runner.ts';
import type { Work } from '../platform/work.ts';
import { chooseWorkspace, fail, quietWork, withStore } from './command-line.ts';

const usage = `Usage:
  npm run undelivered -- list [--workspace T0123]
      What could not be delivered or done, and why, newest first.
  npm run undelivered -- retry ID [--workspace T0123]
      Sends that message, or does that task, again. With the embedded store it happens at the next start.`;

/** More than anybody reads. */
const shownRows = 200;

process.exitCode = await main(process.argv.slice(2));

/** 0: done. 1: it cannot be done. 2: the command is at fault. */
async function main(words: readonly string[]): Promise<number> {
  const request = readArguments(words);
  if (request === undefined) return fail(2, usage);
  return withStore(async (store) => {
    const workspaceId = await chooseWorkspace(store.prisma, request.workspace);
    if (request.id === undefined) await list(store, workspaceId);
    else await retry(store, workspaceId, request.id);
    return 0;
  });
}

interface Request {
  /** What is to be tried again; without it, everything is listed. */
  readonly id: string | undefined;
  readonly workspace: string | undefined;
}

function readArguments(words: readonly string[]): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { workspace: { type: 'string' } },
    });
    const { workspace } = values;
    const [command, id, ...rest] = positionals;
    if (rest.length > 0) return;
    if (command === 'list' && id === undefined) return { id, workspace };
    if (command === 'retry' && z.uuid().safeParse(id).success) return { id, workspace };
    return;
  } catch {
    return;
  }
}

async function list(store: Store, workspaceId: string): Promise<void> {
  const { waiting, posts, works } = await store.prisma.$transaction(async (tx) => {
    const work = await quietWork(store, tx, workspaceId, 'cli:undelivered');
    return {
      waiting: await loadWaiting(work),
      posts: await loadUndelivered(work, shownRows),
      works: await loadFailedWork(work, shownRows),
    };
  });
  for (const { channelId, channelName, count, since, words, why } of waiting)
    console.log(
      `${pluralise(count, 'message')} for ${channelName === null ? channelId : `#${channelName}`} held back since ${since.toISOString()}\n  ${words}\n  Why: ${why}\n`,
    );
  console.log(`${pluralise(posts.total, 'message')} could not be delivered.`);
  for (const post of posts.items)
    console.log(
      `\n${post.id}  ${post.decidedAt.toISOString()}  ${destination(post)}\n  ${post.words}\n  Why: ${post.why}`,
    );
  console.log(`\n${pluralise(works.total, 'task')} could not be done.`);
  for (const work of works.items)
    console.log(`\n${work.id}  ${work.dueAt.toISOString()}  ${work.kind} ${work.key}\n  Why: ${work.why}`);
}

function destination({ channelId, channelName, person }: UndeliveredPost): string {
  const channel = channelName === null ? channelId : `#${channelName}`;
  if (channel === null) return `to ${person}`;
  return person === null ? `in ${channel}` : `to ${person} alone, in ${channel}`;
}

/** With the queue, so that a process that runs on the same server takes it up at once. */
async function retry(store: Store, workspaceId: string, id: string): Promise<void> {
  const log = createLog('warn');
  const boss = await startQueue(store, log);
  try {
    const inWork = createWorkRunner({ store, boss, clock: systemClock, newId, reactions: new Map() });
    await inWork({ workspaceId, source: 'cli:undelivered retry' }, async (work) => {
      if (await resend(work, id)) {
        await record(work, 'deliveries.resend', `delivery:${id}`, 'Sent an undelivered message again');
        console.log('The message is on its way again.');
      } else if (await retryDue(work, id)) {
        await record(work, 'deliveries.retry', `dueItem:${id}`, 'Had a failed task tried again');
        console.log('The task is tried again.');
      } else {
        throw new Refusal(
          'not_found',
          `${id} is not among what is undelivered. See npm run undelivered -- list.`,
        );
      }
    });
  } finally {
    await boss.stop({ graceful: true, timeout: 5000 });
  }
}

function record(work: Work, verb: string, subject: string, summary: string): Promise<void> {
  return audit(work, { actorPersonId: null, verb, partnerId: null, subject, summary, isInternal: true });
}
