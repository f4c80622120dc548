import type { SandboxMessage } from '../../protocol.ts';
import { personOf, useDirectory } from '../directory.tsx';
import { emojiOf } from '../text/emoji.ts';
import { Avatar } from './Avatar.tsx';

const kindOf = (name: string): string =>
  name.includes('.') ? (name.split('.').at(-1) ?? '').toUpperCase() : 'FILE';

export function Files({ files }: Pick<SandboxMessage, 'files'>) {
  if (files.length === 0) return null;
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>
          <a className="file" href={file.url} download={file.name}>
            <span className="file-kind" aria-hidden="true">
              {kindOf(file.name).slice(0, 4)}
            </span>
            <span>
              <strong>{file.title || file.name}</strong>
              <small>{file.name} · Download</small>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function Reactions({ message }: { readonly message: SandboxMessage }) {
  const { state, actions } = useDirectory();
  if (message.reactions.length === 0) return null;
  return (
    <div className="reactions">
      {message.reactions.map(({ name, userIds }) => {
        const names = userIds.map((id) =>
          id === state.me.id ? 'you' : (personOf(state, id)?.name ?? 'somebody'),
        );
        return (
          <button
            key={name}
            type="button"
            className="reaction"
            aria-pressed={userIds.includes(state.me.id)}
            aria-label={`${name.replaceAll('_', ' ')}, ${userIds.length}: ${names.join(', ')}`}
            title={`${names.join(', ')} reacted with :${name}:`}
            onClick={() =>
              void actions.act({ type: 'react', channel: message.channelId, message: message.ts, name })
            }
          >
            <span aria-hidden="true">{emojiOf(name) ?? `:${name}:`}</span> {userIds.length}
          </button>
        );
      })}
    </div>
  );
}

export function Replies({ message }: { readonly message: SandboxMessage }) {
  const { state, actions } = useDirectory();
  if (message.replyCount === 0) return null;
  return (
    <button
      type="button"
      className="replies"
      data-testid="thread-open"
      onClick={() => actions.openThread(message.ts)}
    >
      <span className="reply-faces">
        {message.replyUserIds.slice(0, 4).map((id) => (
          <Avatar key={id} person={personOf(state, id)} size="small" />
        ))}
      </span>
      {message.replyCount} {message.replyCount === 1 ? 'reply' : 'replies'}
      <span className="replies-hint">View thread</span>
    </button>
  );
}
