import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { useRef, useState } from 'react';
import { useDirectory } from '../directory.tsx';
import { localOfSeconds, secondsOfLocal } from '../time.ts';
import { type ElementPlace, useElement } from './useElement.ts';

/**
 * Date, time and both. A native field reports every half-typed year, so the app hears of a choice only when
 * the field is left or Enter is pressed; a form keeps each change at once.
 */
export function PickerOf(props: {
  readonly element: Datepicker | Timepicker | DateTimepicker;
  readonly place: ElementPlace;
}) {
  const { element, place } = props;
  const { state: sandbox } = useDirectory();
  const { state, isPending, isInvalid, set, change } = useElement(element, place);
  const zone = sandbox.me.timeZone;
  const [draft, setDraft] = useState<string | null>(null);
  const before = useRef<string | null>(null);

  const kinds = {
    datepicker: { type: 'date', name: 'Date' },
    timepicker: { type: 'time', name: 'Time' },
    datetimepicker: { type: 'datetime-local', name: 'Date and time' },
  } as const;
  const { type, name } = kinds[element.type];

  const read = (): string => {
    if (element.type === 'datepicker') return String(state.selected_date ?? '');
    if (element.type === 'timepicker') return String(state.selected_time ?? '');
    const seconds = state.selected_date_time;
    return typeof seconds === 'number' ? localOfSeconds(seconds, zone) : '';
  };
  const write = (value: string) => {
    if (element.type === 'datepicker') return { selected_date: value || null };
    if (element.type === 'timepicker')
      return { selected_time: value || null, timezone: element.timezone ?? zone };
    return { selected_date_time: value ? secondsOfLocal(value, zone) : null };
  };
  const finish = () => {
    if (draft === null) return;
    if (draft !== before.current && place.isDispatching) change(write(draft));
    setDraft(null);
  };

  return (
    <input
      id={place.id}
      type={type}
      className={isInvalid ? 'field picker invalid' : 'field picker'}
      aria-label={
        place.id ? undefined : ('placeholder' in element && element.placeholder?.text) || place.label || name
      }
      aria-describedby={place.describedBy}
      aria-invalid={isInvalid}
      aria-busy={isPending}
      title={element.type === 'datepicker' ? undefined : `In ${zone.replaceAll('_', ' ')}`}
      value={draft ?? read()}
      onFocus={() => {
        before.current = read();
      }}
      onChange={(event) => {
        const { value } = event.target;
        if (place.isDispatching) setDraft(value);
        else set(write(value));
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          finish();
        }
      }}
    />
  );
}
