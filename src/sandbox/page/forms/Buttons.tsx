import type { Button, Overflow, WorkflowButton } from '@slack/types';
import { useConfirm } from '../frame/Confirm.tsx';
import { Menu } from '../frame/Menu.tsx';
import { withEmoji } from '../text/emoji.ts';
import { useContainer } from './container.tsx';
import { actionIdOf } from './elements.ts';
import { type ElementPlace, useElement } from './useElement.ts';

const openOutside = (url: string | undefined) => {
  if (url && /^https?:/i.test(url)) window.open(url, '_blank', 'noopener');
};

export function ButtonOf({
  element,
  place,
}: {
  readonly element: Button | WorkflowButton;
  readonly place: ElementPlace;
}) {
  const container = useContainer();
  const ask = useConfirm();
  const actionId = actionIdOf(element);
  const isPending = container.pending.has(`${place.blockId}/${actionId}`);
  const press = async () => {
    if (isPending || (element.confirm && !(await ask(element.confirm)))) return;
    if (element.type === 'button') openOutside(element.url);
    const value = element.type === 'button' && element.value !== undefined ? { value: element.value } : {};
    container.press(place.blockId, actionId, { type: element.type, text: element.text, ...value });
  };
  const look = element.style === 'primary' ? ' primary' : element.style === 'danger' ? ' danger' : '';
  return (
    <button
      type="button"
      className={`button${look}`}
      aria-label={element.accessibility_label}
      aria-busy={isPending}
      aria-disabled={isPending}
      data-action={actionId}
      onClick={() => void press()}
    >
      {withEmoji(element.text.text)}
      {element.type === 'button' && element.url && <span aria-hidden="true"> ↗</span>}
    </button>
  );
}

export function OverflowOf({ element, place }: { readonly element: Overflow; readonly place: ElementPlace }) {
  const { change, isPending } = useElement(element, place);
  return (
    <Menu
      label="More actions"
      className="button overflow"
      isBusy={isPending}
      items={element.options.map((option) => ({
        key: option.value ?? option.text.text,
        label: withEmoji(option.text.text),
        hint: option.description?.text,
        onChoose: () => {
          openOutside(option.url);
          change({ selected_option: { text: option.text, value: option.value } });
        },
      }))}
    >
      <span aria-hidden="true">⋯</span>
    </Menu>
  );
}
