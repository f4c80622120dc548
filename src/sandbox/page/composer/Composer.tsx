import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { SandboxChannel } from '../../protocol.ts';
import { teamOf, useDirectory } from '../directory.tsx';
import { useAnchored } from '../frame/useAnchored.ts';
import { botOf } from '../place.ts';
import { type Suggestion, suggestionsFor, usageOf } from './completion.ts';

/** Drafts outlive a change of place. */
const drafts = new Map<string, string>();

export function Composer({
  channel,
  thread,
}: {
  readonly channel: SandboxChannel;
  readonly thread: string | null;
}) {
  const { state, actions } = useDirectory();
  const draftKey = `${state.me.id}/${channel.id}/${thread ?? ''}`;
  const [text, setText] = useState(drafts.get(draftKey) ?? '');
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const [isSending, setSending] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const listId = useId();
  const caretWanted = useRef<number | null>(null);

  const isCommand = text.startsWith('/');
  const suggestions = isClosed ? [] : suggestionsFor(text, caret, state, thread !== null);
  const isOpen = suggestions.length > 0;
  useAnchored(isOpen, frame, popup, 'above');

  // biome-ignore lint/correctness/useExhaustiveDependencies: grows with the text
  useLayoutEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
    if (caretWanted.current === null) return;
    box.setSelectionRange(caretWanted.current, caretWanted.current);
    caretWanted.current = null;
  }, [text]);

  const write = (next: string, at: number) => {
    drafts.set(draftKey, next);
    setText(next);
    setCaret(at);
    setActive(0);
    setClosed(false);
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (!suggestion) return;
    write(suggestion.text, suggestion.caret);
    // A name is complete when chosen; a command goes on to its subcommands.
    if (!suggestion.text.startsWith('/')) setClosed(true);
    caretWanted.current = suggestion.caret;
  };

  const send = async () => {
    const said = text.trim();
    if (said === '' || isSending) return;
    const [, command = '', rest = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(said) ?? [];
    if (command && thread)
      return actions.toast(`${command} does not work in threads. Say it in the channel.`, true);
    if (command && !state.hasCommands) return;
    if (command && !state.commands.some((each) => each.command === command))
      return actions.toast(`${command} is not a command here.`, true);
    setSending(true);
    const answer = await actions.act(
      command
        ? { type: 'command', channel: channel.id, command, text: rest }
        : { type: 'say', channel: channel.id, text: said, thread },
    );
    setSending(false);
    // What could not be sent stays, to be tried again.
    if (answer.ok) write('', 0);
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = suggestions[active];
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + suggestions.length) % suggestions.length);
    } else if (isOpen && (event.key === 'Tab' || event.key === 'Enter') && chosen && !event.shiftKey) {
      event.preventDefault();
      // Written out already: Enter sends.
      if (event.key === 'Enter' && chosen.text.trim() === text.trim()) void send();
      else take(chosen);
    } else if (isOpen && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setClosed(true);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };

  const where = thread ? 'Reply…' : `Message ${channel.kind === 'channel' ? '#' : ''}${channel.name}`;
  const bot = botOf(state)?.name ?? 'Tandem';
  const usage = isCommand ? usageOf(text, state) : null;
  return (
    <div className="composer">
      {isCommand && !state.hasCommands && (
        <p className="composer-note" role="status">
          {teamOf(state, state.me.teamId)?.name ?? 'Your organisation'} has not installed the app, so slash
          commands do not work here. Mention the bot instead: <strong>@{bot} help</strong>
        </p>
      )}
      {usage && <p className="composer-note">{usage}</p>}
      <div className="composer-frame" ref={frame}>
        <textarea
          ref={input}
          rows={1}
          role="combobox"
          aria-label={where}
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
          data-testid={thread ? 'thread-composer' : 'composer'}
          placeholder={where}
          value={text}
          onChange={({ target }) => write(target.value, target.selectionStart)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={() => setClosed(true)}
          onFocus={() => setClosed(false)}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          aria-busy={isSending}
          disabled={text.trim() === '' || (isCommand && !state.hasCommands)}
          onClick={() => void send()}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M2 2.5 18.5 10 2 17.5 4.2 11 12 10 4.2 9z" fill="currentColor" />
          </svg>
        </button>
      </div>
      {isOpen && (
        <div
          ref={popup}
          popover="manual"
          id={listId}
          role="listbox"
          aria-label="Suggestions"
          className="menu completion"
        >
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field; aria-activedescendant points here
            <div
              key={suggestion.key}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              className={index === active ? 'menu-item active' : 'menu-item'}
              ref={index === active ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
              onMouseDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
              onMouseMove={() => setActive(index)}
            >
              <span>{suggestion.label}</span>
              <small>{suggestion.detail}</small>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
