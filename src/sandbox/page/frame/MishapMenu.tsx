import type { SandboxChannel, SandboxControl, SandboxState } from '../../protocol.ts';
import { useDirectory } from '../directory.tsx';
import { botOf, type Place } from '../place.ts';
import { useConfirm } from './Confirm.tsx';
import { Menu, type MenuItem } from './Menu.tsx';

export interface MishapMenuProps {
  readonly place: Place | null;
  readonly isBusy: boolean;
}

/** What goes wrong in real workspaces, on purpose: the bot has to cope. (Messages are deleted from their own menu.) */
export function MishapMenu({ place, isBusy }: MishapMenuProps) {
  const { state, actions } = useDirectory();
  const ask = useConfirm();
  const channel = state.channels.find((each) => place?.kind === 'conversation' && each.id === place.id);
  const reset = async () => {
    const isSure = await ask({
      title: { type: 'plain_text', text: 'Start afresh?' },
      text: { type: 'plain_text', text: 'Everything written here is forgotten and the clock starts over.' },
      confirm: { type: 'plain_text', text: 'Start afresh' },
      deny: { type: 'plain_text', text: 'Keep going' },
      style: 'danger',
    });
    if (isSure) await actions.control({ type: 'reset' }, 'Starting afresh');
  };
  const bot = botOf(state);
  const inChannel =
    channel?.kind === 'channel' ? channelMishaps(channel, state, bot?.id ?? '', actions.control) : [];
  const people = state.people.filter((person) => person.id !== bot?.id && person.id !== state.me.id);
  const items: readonly MenuItem[] = [
    ...inChannel,
    ...people.map((person, index) => ({
      key: person.id,
      ...(index === 0 ? { group: 'Accounts' } : {}),
      label: person.isDeactivated ? `Bring ${person.name} back` : `Deactivate ${person.name}`,
      onChoose: () =>
        void actions.control(
          { type: 'deactivate', person: person.id, deactivated: !person.isDeactivated },
          person.isDeactivated ? 'Bringing the account back' : 'Deactivating the account',
        ),
    })),
    { key: 'reset', group: 'Sandbox', label: 'Start afresh…', isDanger: true, onChoose: () => void reset() },
  ];
  return (
    <Menu label="Mishaps" className="bar-button" isBusy={isBusy} testId="mishaps" items={items}>
      <span aria-hidden="true">⚡</span>
    </Menu>
  );
}

/** What happens to a partner's channel in Slack; the same entry undoes it. */
function channelMishaps(
  channel: SandboxChannel,
  { teams }: SandboxState,
  botId: string,
  control: (control: SandboxControl, doing: string) => Promise<unknown>,
): readonly MenuItem[] {
  const { id, name, isArchived, isFrozen, teamIds, formerTeamIds, memberIds } = channel;
  const isIn = memberIds.includes(botId);
  const partners = teams.filter((team) => team.side === 'partner');
  const item = (key: string, label: string, doing: string, what: SandboxControl): MenuItem => ({
    key,
    label,
    onChoose: () => void control(what, doing),
  });
  return [
    item(
      'archive',
      isArchived ? `Bring #${name} back` : `Archive #${name}`,
      isArchived ? 'Bringing the channel back' : 'Archiving the channel',
      { type: 'archive', channel: id, archived: !isArchived },
    ),
    item(
      'freeze',
      isFrozen ? `Unfreeze #${name}` : `Freeze #${name}`,
      isFrozen ? 'Letting people post again' : 'Freezing the channel',
      { type: 'freeze', channel: id, frozen: !isFrozen },
    ),
    item(
      'bot',
      isIn ? `Take Tandem out of #${name}` : `Invite Tandem to #${name}`,
      isIn ? 'Taking the bot out' : 'Inviting the bot',
      { type: 'bot', channel: id, present: !isIn },
    ),
    ...partners.flatMap((team) => {
      const isConnected = teamIds.includes(team.id);
      if (!isConnected && !formerTeamIds.includes(team.id)) return [];
      return item(
        `connect-${team.id}`,
        isConnected ? `Disconnect ${team.name} from #${name}` : `Connect ${team.name} to #${name} again`,
        isConnected ? 'Disconnecting the organisation' : 'Connecting the organisation',
        { type: 'connect', channel: id, team: team.id, connected: !isConnected },
      );
    }),
  ];
}
