import { useEffect, useState } from 'react';
import type { SandboxChannel } from '../../protocol.ts';
import { Composer } from '../composer/Composer.tsx';
import { personOf, teamOf, useDirectory } from '../directory.tsx';
import { isWithBot } from '../place.ts';
import { conversationKey, messageKey, type PageState } from '../sandboxState.ts';
import { Markdown } from '../text/Markdown.tsx';
import { clockTime } from '../time.ts';
import { Avatar } from './Avatar.tsx';
import { MessageList } from './MessageList.tsx';

export function Conversation({
  channel,
  page,
}: {
  readonly channel: SandboxChannel;
  readonly page: PageState;
}) {
  const { state, actions } = useDirectory();
  const messages = page.messages[conversationKey(channel.id, null)];
  const shown = messages?.filter((message) => !page.dismissed.has(messageKey(message)));
  const { id, unread } = channel;
  const { act } = actions;
  useEffect(() => {
    if (unread > 0) void act({ type: 'read', channel: id });
  }, [id, unread, act]);

  const [tab, setTab] = useState<Tab>('messages');
  const { canvas } = channel;
  const title = channel.kind === 'channel' ? `#${channel.name}` : channel.name;
  return (
    <>
      {!isWithBot(state, channel) && <ConversationHead channel={channel} />}
      {canvas && <Tabs title={title} tab={tab} onChoose={setTab} />}
      {canvas && tab === 'canvas' ? (
        <article className="canvas" aria-label={`Canvas of ${title}`} data-testid="canvas">
          <h2>{canvas.title}</h2>
          <Markdown text={canvas.markdown} />
        </article>
      ) : shown === undefined ? (
        <div className="loading" role="status">
          <span className="spinner" /> Loading messages
        </div>
      ) : (
        <MessageList messages={shown} label={`Messages in ${title}`}>
          <Beginning channel={channel} isEmpty={shown.length === 0} />
        </MessageList>
      )}
      {canvas && tab === 'canvas' ? null : channel.isArchived ? (
        <p className="archived" role="status">
          {title} is archived. Nobody can write here until it is brought back (⚡ Mishaps).
        </p>
      ) : (
        <Composer channel={channel} thread={null} />
      )}
    </>
  );
}

type Tab = 'messages' | 'canvas';

const tabNames: Readonly<Record<Tab, string>> = { messages: 'Messages', canvas: 'Canvas' };

function Tabs({
  title,
  tab,
  onChoose,
}: {
  readonly title: string;
  readonly tab: Tab;
  readonly onChoose: (tab: Tab) => void;
}) {
  return (
    <nav className="tabs channel-tabs" aria-label={`Tabs of ${title}`}>
      {(['messages', 'canvas'] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-current={tab === each ? 'page' : undefined}
          onClick={() => onChoose(each)}
        >
          {tabNames[each]}
        </button>
      ))}
    </nav>
  );
}

function ConversationHead({ channel }: { readonly channel: SandboxChannel }) {
  const { state } = useDirectory();
  const members = channel.memberIds.map((id) => personOf(state, id)).filter((person) => person !== undefined);
  const other = channel.kind === 'dm' ? members.find((person) => person.id !== state.me.id) : undefined;
  const foreign = channel.teamIds.filter((id) => id !== state.me.teamId).map((id) => teamOf(state, id)?.name);
  return (
    <header className="pane-head">
      <h1>
        {channel.kind === 'channel' ? (
          <span className="hash">#</span>
        ) : (
          <Avatar person={other} size="small" />
        )}
        {channel.name}
      </h1>
      {channel.isShared && (
        <span className="shared-label" title="A Slack Connect channel: both organisations read along">
          <span aria-hidden="true">◆</span> shared with {foreign.join(', ')}
        </span>
      )}
      {channel.isArchived && <span className="badge">ARCHIVED</span>}
      {other && (
        <span className="hint">
          {[other.title, teamOf(state, other.teamId)?.name].filter(Boolean).join(' · ')}
          {' · '}
          {clockTime(new Date(state.now), other.timeZone)} local time
        </span>
      )}
      {channel.kind === 'channel' && (
        <span className="members" title={members.map((person) => person.name).join(', ')}>
          {members.slice(0, 4).map((person) => (
            <Avatar key={person.id} person={person} size="small" />
          ))}
          <span className="count-of">
            {members.length} <span className="unseen">members</span>
          </span>
        </span>
      )}
    </header>
  );
}

function Beginning({ channel, isEmpty }: { readonly channel: SandboxChannel; readonly isEmpty: boolean }) {
  const { state } = useDirectory();
  const names = channel.teamIds.map((id) => teamOf(state, id)?.name).filter(Boolean);
  return (
    <div className={isEmpty ? 'beginning beginning-empty' : 'beginning'}>
      <h2>{channel.kind === 'channel' ? `# ${channel.name}` : channel.name}</h2>
      <p>
        {channel.kind === 'dm' && `This conversation is between you and ${channel.name}.`}
        {channel.kind === 'channel' &&
          (channel.isShared
            ? `The channel that ${names.join(' and ')} share. Everybody here sees the same messages.`
            : 'A channel of your own organisation.')}
      </p>
    </div>
  );
}
