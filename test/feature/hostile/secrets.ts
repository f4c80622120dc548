import { personBySlackId } from '../../../src/features/partners/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Message } from '../../../src/sandbox/world.ts';
import { channels } from '../../support/app.ts';
import type { TwoPartners } from './two-partners.ts';

const { shared } = channels;

/** What only some may read: it is in the database, in no payload. */
const secrets = { brightpath: 'Heliotrope', northwind: 'Wolframite', internal: '76,543' } as const;
type Secret = keyof typeof secrets;

/** Puts a deal and a lead that say whose they are, and a cost, where only some may read them. */
export async function hideSecrets({ tandem, northwindId }: TwoPartners): Promise<void> {
  await tandem.work(async (work) => {
    const { tx, workspaceId, newId, now } = work;
    const { partnerId } = await personBySlackId(work, cast.diego);
    for (const [index, [id, word]] of [
      [partnerId ?? '', secrets.brightpath],
      [northwindId, secrets.northwind],
    ].entries()) {
      const row = { workspaceId, partnerId: id ?? '', customer: `${word} Ltd` };
      await tx.lead.create({
        data: {
          ...row,
          id: newId(),
          number: 900 + index,
          contact: word ?? '',
          note: word ?? '',
          createdAt: now,
        },
      });
      await tx.deal.create({
        data: {
          ...row,
          id: newId(),
          number: 900 + index,
          name: word ?? '',
          amountMinor: 9_000_000n,
          partnerCostMinor: 7_654_321n,
          currency: 'EUR',
          registeredAt: now,
        },
      });
    }
  });
}

/** Looks for secrets where they may not be read. */
export interface SecretWatch {
  /** What somebody was told in an acknowledgement. */
  acknowledged(personId: string, answer: unknown): void;
  /** Modals opened for whoever sent the last payload, and blocks Slack would have refused. */
  calls(personId: string): void;
  /** Everything said since the last look, which is then forgotten, so that a long run is no heavier than a short one. */
  messages(): void;
}

/** Watches from now on; what leaked is added to `faults`, in words. */
export function watchSecrets(two: TwoPartners, faults: string[]): SecretWatch {
  const { sandbox } = two.tandem;
  const { people, messages } = sandbox.world.data;
  const kept = Object.fromEntries(Object.entries(messages).map(([id, list]) => [id, list.length]));
  sandbox.local.calls.length = 0;

  /** Which secrets a person may not read. */
  function hiddenFrom(personId: string): Secret[] {
    const person = people[personId];
    if (person?.teamId === cast.lumen && !person.isDeactivated) return [];
    if (person?.teamId === people[cast.diego]?.teamId) return ['northwind', 'internal'];
    if (personId === two.nora.id || personId === two.nils.id) return ['brightpath', 'internal'];
    return ['brightpath', 'northwind', 'internal'];
  }

  function leaksTo(hidden: readonly Secret[], said: unknown, to: string): void {
    if (said === undefined || hidden.length === 0) return;
    const text = JSON.stringify(said);
    for (const secret of hidden)
      if (text.includes(secrets[secret])) faults.push(`${secret} leaked to ${to}: ${text.slice(0, 1000)}`);
  }

  function inspectMessages(): void {
    for (const [channelId, list] of Object.entries(messages)) {
      const fresh = list.splice(kept[channelId] ?? 0);
      for (const message of fresh) if (message.userId === cast.tandem) inspectMessage(channelId, message);
    }
  }

  function inspectMessage(channelId: string, message: Message): void {
    const channel = sandbox.world.data.channels[channelId];
    const readers = message.ephemeralFor ? [message.ephemeralFor] : (channel?.memberIds ?? []);
    const hidden =
      // The stranger in Brightpath's channel reads what is said to Brightpath.
      channelId === shared && !message.ephemeralFor
        ? (['northwind', 'internal'] as const)
        : [...new Set(readers.flatMap(hiddenFrom))];
    leaksTo(hidden, [message.text, message.blocks], `${channelId} ${message.ephemeralFor ?? ''}`);
  }

  function inspectCalls(personId: string): void {
    for (const call of sandbox.local.calls) {
      // A Home tab is drawn for whom it says; a modal opens for whoever acted.
      const reader = call.method === 'views.publish' ? String(call.args.user_id) : personId;
      if (call.method.startsWith('views.')) leaksTo(hiddenFrom(reader), call.args, `${reader}, in a window`);
      for (const fault of call.faults) faults.push(`${call.method}: ${fault}`);
    }
    sandbox.local.calls.length = 0;
  }

  return {
    acknowledged: (personId, answer) =>
      leaksTo(hiddenFrom(personId), answer, `${personId}, in the acknowledgement`),
    calls: inspectCalls,
    messages: inspectMessages,
  };
}
