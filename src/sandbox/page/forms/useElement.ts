import { useConfirm } from '../frame/Confirm.tsx';
import { useContainer } from './container.tsx';
import { actionIdOf, type Element } from './elements.ts';
import type { ElementState } from './state.ts';

/** Where an element stands, and what its block says about it. */
export interface ElementPlace {
  readonly blockId: string;
  /** Whether using the element tells the app: always, except in an input block without `dispatch_action`. */
  readonly isDispatching: boolean;
  /** The id the block's label points to. */
  readonly id?: string | undefined;
  /** The id of the hint and fault beneath. */
  readonly describedBy?: string | undefined;
  /** What an element without a label of its own is called. */
  readonly label?: string | undefined;
}

export interface ElementControls {
  readonly state: ElementState;
  readonly isPending: boolean;
  readonly isInvalid: boolean;
  /** Keeps the new state without telling the app (while typing). */
  set(next: ElementState): void;
  /** Asks for confirmation where the element wants it, keeps the new state, tells the app where it listens. */
  change(next: ElementState): void;
  /** Tells the app about the state as it is. */
  dispatch(next: ElementState): void;
}

export function useElement(element: Element, place: ElementPlace): ElementControls {
  const container = useContainer();
  const ask = useConfirm();
  const { blockId, isDispatching } = place;
  const actionId = actionIdOf(element);
  const set = (next: ElementState) => container.set(blockId, actionId, { type: element.type, ...next });
  const dispatch = (next: ElementState) => {
    if (isDispatching) container.press(blockId, actionId, { type: element.type, ...next });
  };
  const change = async (next: ElementState) => {
    const confirm = 'confirm' in element ? element.confirm : undefined;
    if (isDispatching && confirm && !(await ask(confirm))) return;
    set(next);
    dispatch(next);
  };
  return {
    state: container.state[blockId]?.[actionId] ?? {},
    isPending: container.pending.has(`${blockId}/${actionId}`),
    isInvalid: container.errors[blockId] !== undefined,
    set,
    change: (next) => void change(next),
    dispatch,
  };
}
