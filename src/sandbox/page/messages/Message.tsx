import { memo } from 'react';
import type { SandboxMessage } from '../../protocol.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { personOf, teamOf, useDirectory } from '../directory.tsx';
import { ContainerOf } from '../forms/container.tsx';
import { messageKey } from '../sandboxState.ts';
import { Mrkdwn } from '../text/Mrkdwn.tsx';
import { clockTime, dateOfTs, fullMoment } from '../time.ts';
import { Avatar } from './Avatar.tsx';
import { Files, Reactions, Replies } from './MessageFoot.tsx';
import { MessageTools } from './MessageTools.tsx';

export interface MessageProps {
  readonly message: SandboxMessage;
  /** Follows another of the same person closely: drawn without name and picture. */
  readonly isFollowUp: boolean;
  readonly isInThread?: boolean;
}

export const Message = memo(function Message({ message, isFollowUp, isInThread = false }: MessageProps) {
  const { state, actions } = useDirectory();
  const person = personOf(state, message.userId);
  const zone = state.me.timeZone;
  const date = dateOfTs(message.ts);
  const team = person && person.teamId !== state.me.teamId ? teamOf(state, person.teamId) : undefined;
  const isEphemeral = message.ephemeralFor !== null;
  const time = (
    <time dateTime={date.toISOString()} title={fullMoment(date, zone)}>
      {clockTime(date, zone)}
    </time>
  );
  return (
    <article
      className={`message${isFollowUp ? ' follow-up' : ''}${isEphemeral ? ' ephemeral' : ''}`}
      data-testid="message"
      data-ts={message.ts}
      data-author={person?.name}
      aria-label={`${person?.name ?? 'Somebody'}, ${clockTime(date, zone)}`}
    >
      <div className="message-gutter">{isFollowUp ? time : <Avatar person={person} />}</div>
      <div className="message-main">
        {isEphemeral && <p className="ephemeral-note">👁 Only visible to you</p>}
        {!isFollowUp && (
          <header className="message-head">
            <strong>{person?.name ?? message.userId}</strong>
            {person?.isBot && <span className="badge">APP</span>}
            {person?.isDeactivated && <span className="badge">DEACTIVATED</span>}
            {team && !person?.isBot && <span className="badge badge-team">{team.name}</span>}
            {time}
          </header>
        )}
        <ContainerOf
          at={{ message: message.ts, channel: message.channelId }}
          kind="message"
          blocks={message.blocks ?? []}
        >
          {message.blocks && message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} />
          ) : (
            message.text && <Mrkdwn text={message.text} />
          )}
        </ContainerOf>
        {message.editedAt && <span className="edited">(edited)</span>}
        <Files files={message.files} />
        {isEphemeral ? (
          <button type="button" className="link-button" onClick={() => actions.dismiss(messageKey(message))}>
            Dismiss message
          </button>
        ) : (
          <>
            <Reactions message={message} />
            {!isInThread && <Replies message={message} />}
          </>
        )}
      </div>
      {!isEphemeral && <MessageTools message={message} isInThread={isInThread} />}
    </article>
  );
});
