import type { ActionsBlock, ContextActionsBlock, InputBlock } from '@slack/types';
import { useId } from 'react';
import { useContainer } from '../forms/container.tsx';
import { ElementOf } from '../forms/ElementOf.tsx';
import { actionIdOf } from '../forms/elements.ts';
import { withEmoji } from '../text/emoji.ts';

export function ActionsBlockOf({
  block,
  blockId,
}: {
  readonly block: ActionsBlock;
  readonly blockId: string;
}) {
  return (
    <div className="actions">
      {block.elements.map((element, index) => (
        <ElementOf
          key={element.action_id ?? String(index)}
          element={element}
          place={{ blockId, isDispatching: true }}
        />
      ))}
    </div>
  );
}

interface QuietButton {
  readonly actionId: string;
  readonly type: string;
  readonly icon: string;
  readonly label: string;
  readonly value: string | undefined;
}

export function ContextActionsOf({
  block,
  blockId,
}: {
  readonly block: ContextActionsBlock;
  readonly blockId: string;
}) {
  const { press, pending } = useContainer();
  const buttons = block.elements.flatMap((element): readonly QuietButton[] =>
    element.type === 'feedback_buttons'
      ? [element.positive_button, element.negative_button].map((button, index) => ({
          actionId: actionIdOf(element),
          type: element.type,
          icon: index === 0 ? '👍' : '👎',
          label: button.accessibility_label ?? button.text.text,
          value: button.value,
        }))
      : [
          {
            actionId: actionIdOf(element),
            type: element.type,
            icon: '🗑',
            label: element.text.text,
            value: element.value,
          },
        ],
  );
  return (
    <div className="actions">
      {buttons.map((button) => (
        <button
          key={`${button.actionId}${button.label}`}
          type="button"
          className="button quiet"
          title={button.label}
          aria-label={button.label}
          aria-busy={pending.has(`${blockId}/${button.actionId}`)}
          onClick={() => press(blockId, button.actionId, { type: button.type, value: button.value })}
        >
          <span aria-hidden="true">{button.icon}</span>
        </button>
      ))}
    </div>
  );
}

/** A labelled field. Groups of choices are named by a legend, single fields by a label. */
export function InputBlockOf({ block, blockId }: { readonly block: InputBlock; readonly blockId: string }) {
  const { errors } = useContainer();
  const id = useId();
  const { element } = block;
  const error = errors[blockId];
  const isGroup = element.type === 'checkboxes' || element.type === 'radio_buttons';
  const label = (
    <>
      {withEmoji(block.label.text)}
      {block.optional && <span className="optional"> (optional)</span>}
    </>
  );
  const describedBy = block.hint || error ? `${id}-note` : undefined;
  return (
    <div className={error ? 'input-block invalid' : 'input-block'}>
      {isGroup ? (
        <div className="input-label">{label}</div>
      ) : (
        <label className="input-label" htmlFor={id}>
          {label}
        </label>
      )}
      <ElementOf
        element={element}
        place={{
          blockId,
          isDispatching: block.dispatch_action === true,
          id: isGroup ? undefined : id,
          label: isGroup ? block.label.text : undefined,
          describedBy,
        }}
      />
      <div id={`${id}-note`}>
        {error && (
          <p className="fault" role="alert">
            {error}
          </p>
        )}
        {block.hint && <p className="hint">{withEmoji(block.hint.text)}</p>}
      </div>
    </div>
  );
}
