import type { Checkboxes, FileInput, Option, RadioButtons } from '@slack/types';
import { useId } from 'react';
import { Text } from '../text/Text.tsx';
import { type ElementPlace, useElement } from './useElement.ts';

const sameOption = (a: Option, b: Option) => (a.value ?? a.text.text) === (b.value ?? b.text.text);

/** Checkboxes and radio buttons. */
export function ChoicesOf({
  element,
  place,
}: {
  readonly element: Checkboxes | RadioButtons;
  readonly place: ElementPlace;
}) {
  const { state, isPending, isInvalid, change } = useElement(element, place);
  const name = useId();
  const isMany = element.type === 'checkboxes';
  const held = isMany ? (state.selected_options as readonly Option[] | undefined) : undefined;
  const one = isMany ? null : (state.selected_option as Option | null | undefined);
  const chosen = isMany ? (held ?? []) : one ? [one] : [];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: either role may be named
    <div
      role={isMany ? 'group' : 'radiogroup'}
      className="choices"
      aria-label={place.label}
      aria-describedby={place.describedBy}
      aria-busy={isPending}
    >
      {element.options.map((option, index) => {
        const isChosen = chosen.some((each) => sameOption(each, option));
        return (
          <label key={String(index)} className="choice">
            <input
              type={isMany ? 'checkbox' : 'radio'}
              name={name}
              checked={isChosen}
              aria-invalid={isInvalid}
              onChange={() => {
                const others = chosen.filter((each) => !sameOption(each, option));
                if (isMany) change({ selected_options: isChosen ? others : [...others, option] });
                else change({ selected_option: option });
              }}
            />
            <span>
              <Text of={option.text} />
              {option.description && (
                <small>
                  <Text of={option.description} />
                </small>
              )}
            </span>
          </label>
        );
      })}
    </div>
  );
}

export function FileInputOf({
  element,
  place,
}: {
  readonly element: FileInput;
  readonly place: ElementPlace;
}) {
  const { isInvalid, set } = useElement(element, place);
  return (
    <input
      id={place.id}
      type="file"
      className="field"
      aria-describedby={place.describedBy}
      aria-invalid={isInvalid}
      multiple={(element.max_files ?? 10) > 1}
      accept={element.filetypes?.map((type) => `.${type}`).join(',')}
      onChange={(event) =>
        set({
          files: [...(event.target.files ?? [])].map((file) => ({
            id: `F${file.lastModified}`,
            name: file.name,
            title: file.name,
            mimetype: file.type,
            size: file.size,
          })),
        })
      }
    />
  );
}
