import type { ReactNode } from 'react';
import type { SandboxChannel } from '../../protocol.ts';
import { personOf, teamOf, useDirectory } from '../directory.tsx';
import { Avatar } from '../messages/Avatar.tsx';
import { appConversation, botOf, isWithBot, type Place } from '../place.ts';

export interface SidebarProps {
  readonly place: Place | null;
  onChosen(): void;
}

export function Sidebar({ place, onChosen }: SidebarProps) {
  const { state, actions } = useDirectory();
  const { me } = state;
  const team = teamOf(state, me.teamId);
  const bot = botOf(state);
  const appDm = appConversation(state);
  const here = place?.kind === 'conversation' ? place.id : null;
  const channels = state.channels.filter((channel) => channel.kind === 'channel');
  const direct = state.channels.filter((channel) => channel.kind === 'dm' && !isWithBot(state, channel));
  const strangers = state.people.filter(
    (person) =>
      person.id !== me.id &&
      // As in Slack: of other organisations one sees who shares a channel.
      (person.teamId === me.teamId || channels.some((channel) => channel.memberIds.includes(person.id))) &&
      !person.isBot &&
      !person.isDeactivated &&
      !direct.some((channel) => channel.memberIds.includes(person.id)),
  );
  const go = (channel: SandboxChannel) => {
    actions.goTo({ kind: 'conversation', id: channel.id });
    onChosen();
  };
  const talkTo = (person: string) => {
    actions.openDm(person);
    onChosen();
  };
  const openApp = () => {
    if (state.hasCommands) {
      actions.goTo({ kind: 'home' });
      onChosen();
    } else if (appDm) go(appDm);
    else if (bot) talkTo(bot.id);
  };

  return (
    <nav className={`sidebar side-${team?.side ?? 'vendor'}`} aria-label={`${team?.name ?? ''} workspace`}>
      <header className="sidebar-head">
        <strong>{team?.name}</strong>
        <small>
          {me.name}
          {me.title && ` · ${me.title}`}
        </small>
      </header>
      <div className="sidebar-lists">
        <List title="Channels">
          {channels.map((channel) => (
            <Entry
              key={channel.id}
              testId={`channel-${channel.name}`}
              isCurrent={channel.id === here}
              unread={channel.unread}
              icon={<span className="hash">{channel.isArchived ? '▣' : '#'}</span>}
              onOpen={() => go(channel)}
              mark={
                channel.isShared && (
                  <span className="diamond" title="Shared with another organisation (Slack Connect)">
                    <span aria-hidden="true">◆</span>
                    <span className="unseen">shared</span>
                  </span>
                )
              }
            >
              {channel.name}
            </Entry>
          ))}
        </List>
        <List title="Apps">
          <Entry
            testId="home-tab"
            isCurrent={place?.kind === 'home' || (appDm !== undefined && appDm.id === here)}
            unread={appDm?.unread ?? 0}
            icon={<Avatar person={bot} size="small" />}
            onOpen={openApp}
          >
            {bot?.name ?? 'Tandem'}
          </Entry>
        </List>
        <List title="Direct messages">
          {direct.map((channel) => {
            const other = channel.memberIds
              .map((id) => personOf(state, id))
              .find((person) => person?.id !== me.id);
            return (
              <Entry
                key={channel.id}
                testId={`channel-${channel.name}`}
                isCurrent={channel.id === here}
                unread={channel.unread}
                icon={<Avatar person={other} size="small" />}
                onOpen={() => go(channel)}
              >
                {channel.name}
              </Entry>
            );
          })}
          {strangers.map((person) => (
            <Entry
              key={person.id}
              testId={`dm-${person.name}`}
              isCurrent={false}
              unread={0}
              isQuiet
              icon={<Avatar person={person} size="small" />}
              onOpen={() => talkTo(person.id)}
            >
              {person.name}
            </Entry>
          ))}
        </List>
      </div>
    </nav>
  );
}

function List({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  readonly testId: string;
  readonly isCurrent: boolean;
  readonly isQuiet?: boolean;
  readonly unread: number;
  readonly icon: ReactNode;
  readonly mark?: ReactNode;
  readonly children: ReactNode;
  onOpen(): void;
}

function Entry({ testId, isCurrent, isQuiet = false, unread, icon, mark, children, onOpen }: EntryProps) {
  const isUnread = unread > 0 && !isCurrent;
  return (
    <li>
      <button
        type="button"
        className={`entry${isUnread ? ' unread' : ''}${isQuiet ? ' quiet' : ''}`}
        aria-current={isCurrent ? 'page' : undefined}
        data-testid={testId}
        onClick={onOpen}
      >
        {icon}
        <span className="entry-name">{children}</span>
        {mark}
        {isUnread && (
          <span className="count">
            {unread}
            <span className="unseen"> unread</span>
          </span>
        )}
      </button>
    </li>
  );
}
