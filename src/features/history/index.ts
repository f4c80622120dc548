import type { CommandRequest, Feature, Reply } from '../../platform/feature.ts';
import { context, header, joinMd, md, message, say, section, when } from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { choosePartner, loadPeople } from '../partners/public.ts';

const shown = 200;

/** The audit trail: who did what, from where, when. */
export const history: Feature = {
  name: 'history',
  commands: [
    {
      name: 'history',
      aliases: ['log', 'audit'],
      summary: 'Who did what, and when',
      usage: '[partner]',
      examples: ['history', 'history Brightpath'],
      action: 'audit.view',
      run: showHistory,
    },
  ],
};

async function showHistory(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  const { partner } = await choosePartner(request, request.text);
  demand(actor, 'audit.view', { partnerId: partner.id });
  const mayReadInternal = can(actor, 'audit.internal', { partnerId: partner.id });
  const entries = await request.tx.auditEntry.findMany({
    where: {
      workspaceId: request.workspaceId,
      partnerId: partner.id,
      ...(!mayReadInternal && { isInternal: false }),
    },
    orderBy: { id: 'desc' },
    take: shown,
  });
  if (entries.length === 0) return { message: say(md`Nothing has happened with ${partner.name} yet.`) };
  const people = await loadPeople(
    request,
    entries.map((entry) => entry.actorPersonId),
  );
  const lines = entries.map((entry) => {
    const who = entry.actorPersonId
      ? (people.get(entry.actorPersonId)?.name ?? 'Someone who has left')
      : 'Tandem';
    // Most sentences begin with who did it.
    const what = entry.summary.startsWith(who) ? entry.summary : `${who}: ${entry.summary}`;
    return md`${when(entry.at, `${entry.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`)}  ${what}  _${door(entry.source)}_`;
  });
  return {
    message: message([
      header(`History of ${partner.name}`),
      ...(entries.length === shown ? [context(`The newest ${shown} entries.`)] : []),
      section(joinMd(lines, '\n')),
    ]),
  };
}

/** Where a change came from, in words a person knows. */
function door(source: string): string {
  const [kind = ''] = source.split(':', 1);
  const words: Record<string, string> = {
    command: 'by command',
    mention: 'by mention',
    action: 'by button',
    submission: 'by form',
    schedule: 'on schedule',
    cli: 'from the command line',
    event: 'seen in Slack',
  };
  return words[kind] ?? source;
}
