import type { EmailInput, NumberInput, PlainTextInput, RichTextInput, URLInput } from '@slack/types';
import { type ChangeEvent, type KeyboardEvent, useRef } from 'react';
import { type ElementPlace, useElement } from './useElement.ts';

type TextElement = PlainTextInput | NumberInput | EmailInput | URLInput;

const modes = {
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
  plain_text_input: 'text',
} as const;

/** How long typing must rest before an `on_character_entered` press goes out. */
const restMs = 400;

export function TextInputOf({
  element,
  place,
}: {
  readonly element: TextElement;
  readonly place: ElementPlace;
}) {
  const { state, isInvalid, set, dispatch } = useElement(element, place);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(dispatch);
  latest.current = dispatch;
  const value = typeof state.value === 'string' ? state.value : '';
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const isMultiline = element.type === 'plain_text_input' && element.multiline === true;
  const max = element.type === 'plain_text_input' ? element.max_length : undefined;

  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const next = { value: event.target.value === '' ? null : event.target.value };
    set(next);
    if (!place.isDispatching || !triggers.includes('on_character_entered')) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(next), restMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !place.isDispatching || !triggers.includes('on_enter_pressed')) return;
    event.preventDefault();
    dispatch({ value: value === '' ? null : value });
  };

  const attributes = {
    id: place.id,
    'aria-label': place.id ? undefined : (element.placeholder?.text ?? 'Text'),
    'aria-describedby': place.describedBy,
    'aria-invalid': isInvalid,
    autoFocus: element.focus_on_load,
    placeholder: element.placeholder?.text,
    value,
    onChange,
    onKeyDown,
    className: isInvalid ? 'field invalid' : 'field',
  };
  return (
    <div className="text-input">
      {isMultiline ? (
        <textarea rows={4} {...attributes} />
      ) : (
        <input type="text" inputMode={modes[element.type]} {...attributes} />
      )}
      {max !== undefined && max - value.length < max / 5 && (
        <span className={value.length > max ? 'counter over' : 'counter'} aria-hidden="true">
          {max - value.length}
        </span>
      )}
    </div>
  );
}

/** Formatting is not offered here: what is typed goes to the app as one plain paragraph. */
export function RichTextInputOf({
  element,
  place,
}: {
  readonly element: RichTextInput;
  readonly place: ElementPlace;
}) {
  const { isInvalid, set } = useElement(element, place);
  return (
    <textarea
      rows={4}
      id={place.id}
      className={isInvalid ? 'field invalid' : 'field'}
      aria-describedby={place.describedBy}
      placeholder={element.placeholder?.text}
      onChange={({ target: { value } }) =>
        set({
          rich_text_value: value
            ? {
                type: 'rich_text',
                elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: value }] }],
              }
            : null,
        })
      }
    />
  );
}
