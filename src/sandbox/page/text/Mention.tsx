import { personOf, useDirectory } from '../directory.tsx';
import { dateOfTs, formatSlackDate, fullMoment } from '../time.ts';

export function PersonMention({ id }: { readonly id: string }) {
  const { state, actions } = useDirectory();
  const person = personOf(state, id);
  if (!person) return <span className="mention">@unknown person</span>;
  if (id === state.me.id) return <span className="mention mention-me">@{person.name}</span>;
  return (
    <button type="button" className="mention" title={person.title} onClick={() => actions.openDm(id)}>
      @{person.name}
    </button>
  );
}

export function ChannelMention({ id, name }: { readonly id: string; readonly name?: string | undefined }) {
  const { state, actions } = useDirectory();
  const channel = state.channels.find((each) => each.id === id);
  if (!channel) return <span className="mention">#{name || 'a channel you cannot see'}</span>;
  return (
    <button
      type="button"
      className="mention"
      onClick={() => actions.goTo({ kind: 'conversation', id: channel.id })}
    >
      #{channel.name}
    </button>
  );
}

export function SlackDate(props: {
  readonly seconds: number;
  readonly format: string;
  readonly url?: string | undefined;
}) {
  const { state } = useDirectory();
  const date = dateOfTs(String(props.seconds));
  const zone = state.me.timeZone;
  const text = (
    <time dateTime={date.toISOString()} title={fullMoment(date, zone)}>
      {formatSlackDate(props.format, date, zone, new Date(state.now))}
    </time>
  );
  return props.url ? <Outside href={props.url}>{text}</Outside> : text;
}

/** A link that leaves the sandbox. Only web and mail addresses are followed. */
export function Outside({ href, children }: { readonly href: string; readonly children: React.ReactNode }) {
  const isSafe = /^(https?:|mailto:|tel:|\/)/i.test(href);
  return isSafe ? (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );
}
