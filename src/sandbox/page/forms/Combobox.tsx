import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useAnchored } from '../frame/useAnchored.ts';

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly description?: string | undefined;
  /** The heading this choice stands under. */
  readonly group?: string | undefined;
}

export interface ComboboxProps {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly placeholder: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly isMultiple?: boolean;
  readonly max?: number | undefined;
  readonly isBusy?: boolean;
  readonly isInvalid?: boolean;
  readonly autoFocus?: boolean | undefined;
  onChoose(values: readonly string[]): void;
}

/** Slack's select menus: one or many, searched by typing. */
export function Combobox(props: ComboboxProps) {
  const { choices, chosen, isMultiple = false, max } = props;
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const anchor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const listId = useId();
  useAnchored(isOpen, anchor, popup);

  const wanted = query.trim().toLowerCase();
  const found = choices.filter((choice) =>
    `${choice.text} ${choice.description ?? ''}`.toLowerCase().includes(wanted),
  );
  const named = (value: string) => choices.find((choice) => choice.value === value)?.text ?? value;
  const isFull = isMultiple && max !== undefined && chosen.length >= max;

  const open = () => {
    if (isOpen) return;
    setActive(
      Math.max(
        0,
        choices.findIndex((choice) => choice.value === chosen[0]),
      ),
    );
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    setQuery('');
  };
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    setQuery('');
    if (!isMultiple) {
      close();
      if (choice.value !== chosen[0]) props.onChoose([choice.value]);
    } else if (chosen.includes(choice.value))
      props.onChoose(chosen.filter((value) => value !== choice.value));
    else if (!isFull) props.onChoose([...chosen, choice.value]);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) return open();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (isOpen) choose(found[active]);
      else open();
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Backspace' && isMultiple && query === '') props.onChoose(chosen.slice(0, -1));
  };

  return (
    <div ref={anchor} className={`combobox${props.isInvalid ? ' invalid' : ''}`} aria-busy={props.isBusy}>
      {isMultiple &&
        chosen.map((value) => (
          <span key={value} className="chip">
            {named(value)}
            <button
              type="button"
              aria-label={`Remove ${named(value)}`}
              onClick={() => props.onChoose(chosen.filter((each) => each !== value))}
            >
              ×
            </button>
          </span>
        ))}
      <input
        ref={input}
        id={props.id}
        role="combobox"
        autoComplete="off"
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found[active] ? `${listId}-${active}` : undefined}
        // biome-ignore lint/a11y/noAutofocus: the app asked for it (focus_on_load)
        autoFocus={props.autoFocus}
        placeholder={isMultiple && chosen.length > 0 ? '' : props.placeholder}
        value={isOpen || isMultiple ? query : chosen[0] === undefined ? '' : named(chosen[0])}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onClick={open}
        onKeyDown={onKey}
        onBlur={close}
      />
      <span className="caret" aria-hidden="true" />
      {isOpen && (
        <div
          ref={popup}
          popover="manual"
          id={listId}
          role="listbox"
          aria-multiselectable={isMultiple}
          className="menu"
        >
          {found.length === 0 && <div className="menu-empty">Nothing matches “{query}”.</div>}
          {found.map((choice, index) => (
            <div key={String(index)} role="presentation">
              {choice.group && choice.group !== found[index - 1]?.group && (
                <div className="menu-group">{choice.group}</div>
              )}
              {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field; aria-activedescendant points here */}
              <div
                id={`${listId}-${index}`}
                role="option"
                aria-selected={chosen.includes(choice.value)}
                className={index === active ? 'menu-item active' : 'menu-item'}
                ref={index === active ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
                onMouseDown={(event) => {
                  event.preventDefault();
                  choose(choice);
                }}
                onMouseMove={() => setActive(index)}
              >
                <span>{choice.text}</span>
                {choice.description && <small>{choice.description}</small>}
              </div>
            </div>
          ))}
          {isFull && <div className="menu-empty">At most {max} can be chosen.</div>}
        </div>
      )}
    </div>
  );
}
