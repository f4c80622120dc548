import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { Blocks, SandboxAct, ViewState } from '../../protocol.ts';
import { useDirectory } from '../directory.tsx';
import { type ElementState, keepTyped, type Typed, viewState } from './state.ts';

type ContainerRef = Extract<SandboxAct, { type: 'press' }>['container'];

/** What a block needs of the message or view it stands in. */
export interface Container {
  readonly state: ViewState;
  /** Faults by block id, shown under the field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly kind: 'message' | 'modal' | 'home';
  set(blockId: string, actionId: string, state: ElementState): void;
  /** Tells the app. Nothing happens while an earlier press of the same element is on its way. */
  press(blockId: string, actionId: string, action: ElementState): void;
  /** `blockId/actionId` of presses on their way. */
  readonly pending: ReadonlySet<string>;
}

const ContainerContext = createContext<Container | null>(null);

export function useContainer(): Container {
  const container = useContext(ContainerContext);
  if (!container) throw new Error('a block is drawn outside a container');
  return container;
}

/** Remembers what was typed into modals, so that one beneath another comes back as it was left. */
const typedInViews = new Map<string, Typed>();

export interface ContainerProps {
  readonly at: ContainerRef;
  readonly kind: Container['kind'];
  readonly blocks: Blocks;
  readonly errors?: Container['errors'];
  readonly onState?: (state: ViewState) => void;
  readonly onTouched?: (blockId: string) => void;
  readonly children: ReactNode;
}

const noErrors = {};

export function ContainerOf({
  at,
  kind,
  blocks,
  errors = noErrors,
  onState,
  onTouched,
  children,
}: ContainerProps) {
  const { actions } = useDirectory();
  const viewId = 'view' in at ? at.view : null;
  const [typed, setTyped] = useState<Typed>(() => (viewId && typedInViews.get(viewId)) || {});
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const running = useRef(new Set<string>());

  const [drawn, setDrawn] = useState(blocks);
  if (drawn !== blocks) {
    setDrawn(blocks);
    if (kind !== 'modal') setTyped(keepTyped(drawn, blocks, typed));
  }

  const state = useMemo(() => viewState(blocks, typed), [blocks, typed]);
  const latest = useRef({ at, state, onTouched });
  latest.current = { at, state, onTouched };
  onState?.(state);

  const set = useCallback(
    (blockId: string, actionId: string, next: ElementState) => {
      latest.current.onTouched?.(blockId);
      const before = latest.current.state;
      const after = { ...before, [blockId]: { ...before[blockId], [actionId]: next } };
      // A press in the same tick sends what was just set.
      latest.current = { ...latest.current, state: after };
      setTyped((old) => {
        const changed = { ...old, [blockId]: { ...old[blockId], [actionId]: next } };
        if (viewId) typedInViews.set(viewId, changed);
        return changed;
      });
    },
    [viewId],
  );

  const press = useCallback(
    async (blockId: string, actionId: string, action: ElementState) => {
      const key = `${blockId}/${actionId}`;
      if (running.current.has(key)) return;
      running.current.add(key);
      setPending(new Set(running.current));
      const now = latest.current;
      await actions.act({ type: 'press', container: now.at, blockId, actionId, action, state: now.state });
      running.current.delete(key);
      setPending(new Set(running.current));
    },
    [actions],
  );

  const container = useMemo<Container>(
    () => ({ state, errors, kind, set, press: (...args) => void press(...args), pending }),
    [state, errors, kind, set, press, pending],
  );
  return <ContainerContext.Provider value={container}>{children}</ContainerContext.Provider>;
}
