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
  const archive: readonly MenuItem[] =
    channel?.kind === 'channel'
      ? [
          {
            key: 'archive',
            label: channel.isArchived ? `Bring #${channel.name} back` : `Archive #${channel.name}`,
            onChoose: () =>
              void actions.control(
                { type: 'archive', channel: channel.id, archived: !channel.isArchived },
                channel.isArchived ? 'Bringing the channel back' : 'Archiving the channel',
              ),
          },
        ]
      : [];
  const bot = botOf(state);
  const people = state.people.filter((person) => person.id !== bot?.id && person.id !== state.me.id);
  const items: readonly MenuItem[] = [
    ...archive,
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
