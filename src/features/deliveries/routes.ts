import { z } from 'zod';
import { Refusal } from '../../core/refusal.ts';
import { audit } from '../../platform/audit.ts';
import { dismiss, resend } from '../../platform/delivery/resend.ts';
import type { ActionRequest, CommandRequest, Reply } from '../../platform/feature.ts';
import { dismissDue, retryDue } from '../../platform/schedule/retry.ts';
import { button, type Md, md, say } from '../../platform/slack/kit/index.ts';
import { demand } from '../../policy/policy.ts';
import { findPost, lastDecision, loadFailedWork, loadUndelivered, loadWaiting } from './store.ts';
import { instant, undeliveredList } from './views.ts';

/** Of each sort: with two blocks a row, a heading and how many more there are, all parts fit one message. */
const shownRows = 8;

const list = button('platform.command', 'What else is undelivered', { value: 'undelivered' });

export async function listUndelivered(
  request: CommandRequest,
  says: (kind: string) => string,
): Promise<Reply> {
  demand(request.actor, 'programme.administer', { partnerId: null });
  const posts = await loadUndelivered(request, shownRows);
  const works = await loadFailedWork(request, shownRows);
  return { message: undeliveredList(await loadWaiting(request), posts, works, says) };
}

/** Tries whether a closed channel takes messages again, in case Slack did not tell. */
export async function tryChannel(request: ActionRequest): Promise<Reply> {
  demand(request.actor, 'programme.administer', { partnerId: null });
  const target = `channel:${request.value}`;
  const { workspaceId } = request;
  const waits = await request.tx.delivery.count({ where: { workspaceId, target, status: 'held' } });
  if (waits === 0) return { message: say('Nothing waits for that channel any more.', list) };
  request.enqueueDelivery({ target, isProbe: true }, 'interactive');
  return {
    message: say(
      'I try it now. If the channel takes it, everything that waits follows in order; if not, it stays on the list.',
      list,
    ),
  };
}

export async function sendAgain(request: ActionRequest): Promise<Reply> {
  const id = readId(request);
  if (!(await resend(request, id))) return postIsSettled(request, id);
  await record(request, 'deliveries.resend', `delivery:${id}`, 'Sent an undelivered message again');
  return {
    message: say('It is on its way again. If Slack refuses it once more, it comes back to the list.', list),
  };
}

export async function dismissPost(request: ActionRequest): Promise<Reply> {
  const id = readId(request);
  if (!(await dismiss(request, id))) return postIsSettled(request, id);
  await record(request, 'deliveries.dismiss', `delivery:${id}`, 'Dismissed an undelivered message');
  return { message: say('Dismissed: that message will not be sent.', list) };
}

export async function tryAgain(request: ActionRequest): Promise<Reply> {
  const id = readId(request);
  if (!(await retryDue(request, id))) return workIsSettled(request, id);
  await record(request, 'deliveries.retry', `dueItem:${id}`, 'Had a failed task tried again');
  return {
    message: say(
      'I try it again within seconds. What comes too late to be of use is left out; if it fails once more, it comes back to the list.',
      list,
    ),
  };
}

export async function dismissWork(request: ActionRequest): Promise<Reply> {
  const id = readId(request);
  if (!(await dismissDue(request, id))) return workIsSettled(request, id);
  await record(request, 'deliveries.forget', `dueItem:${id}`, 'Dismissed a failed task');
  return { message: say('Dismissed: that task will not be tried any more.', list) };
}

function readId(request: ActionRequest): string {
  demand(request.actor, 'programme.administer', { partnerId: null });
  const parsed = z.uuid().safeParse(request.value);
  if (!parsed.success)
    throw new Refusal('not_found', 'I don’t know what that button is about. Ask for `undelivered` again.');
  return parsed.data;
}

async function record(request: ActionRequest, verb: string, subject: string, summary: string): Promise<void> {
  const actorPersonId = request.actor.personId;
  await audit(request, { actorPersonId, verb, partnerId: null, subject, summary, isInternal: true });
  // Their Home tab counts what is undelivered.
  await request.emit({ type: 'work.changed', personIds: [actorPersonId] });
}

/** What has become of a message somebody pressed a button for too late. */
async function postIsSettled(request: ActionRequest, id: string): Promise<Reply> {
  const found = await findPost(request, id);
  if (!found) throw new Refusal('not_found', 'That message is not there any more.');
  const by = await byWhom(request, `delivery:${id}`);
  if (found.status === 'sent')
    return { message: say(md`It has arrived already, ${instant(found.sentAt ?? request.now)}.`, list) };
  if (found.status === 'dismissed') return { message: say(md`It was dismissed already${by}.`, list) };
  return { message: say(md`It is on its way again already${by}.`, list) };
}

async function workIsSettled(request: ActionRequest, id: string): Promise<Reply> {
  const by = await byWhom(request, `dueItem:${id}`);
  return { message: say(md`That was settled already${by}. Nothing was changed.`, list) };
}

async function byWhom(request: ActionRequest, subject: string): Promise<Md> {
  const last = await lastDecision(request, subject);
  return last ? md` by ${last.by}, ${instant(last.at)}` : md``;
}
