import { useEffect, useId, useRef, useState } from 'react';
import type { SandboxView, ViewState } from '../../protocol.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { useDirectory } from '../directory.tsx';
import { ContainerOf } from '../forms/container.tsx';
import { faultsOf } from '../forms/validate.ts';
import { withEmoji } from '../text/emoji.ts';

type Faults = Readonly<Record<string, string>>;

/** The modal on top of the stack; the ones beneath show as edges behind it. A native dialog keeps the focus inside. */
export function ModalLayer({ view }: { readonly view: SandboxView }) {
  const { actions } = useDirectory();
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const state = useRef<ViewState>({});
  const [found, setFound] = useState<Faults>({});
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const titleId = useId();

  useEffect(() => {
    const box = dialog.current;
    if (!box) return;
    if (!box.open) box.showModal();
    const field = body.current?.querySelector<HTMLElement>('[autofocus], input, textarea, select');
    (field ?? box.querySelector<HTMLElement>('.modal-foot .button:last-child'))?.focus({
      preventScroll: true,
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a redrawn view starts without faults found here
  useEffect(() => setFound({}), [view.hash]);

  // A fault goes as soon as its field is changed, and comes back only with the next submission.
  const faults: Faults = Object.fromEntries(
    Object.entries({ ...view.errors, ...found }).filter(([blockId]) => !touched.has(blockId)),
  );
  useEffect(() => {
    if (Object.keys({ ...view.errors, ...found }).length === 0) return;
    const first = body.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    first?.focus({ preventScroll: true });
    first?.closest('.block')?.scrollIntoView({ block: 'nearest' });
  }, [view.errors, found]);

  const close = () => {
    if (!isBusy) void actions.act({ type: 'close', view: view.id });
  };
  const submit = async () => {
    if (isBusy) return;
    const faultsHere = faultsOf(view.blocks, state.current);
    setFound(faultsHere);
    if (Object.keys(faultsHere).length > 0) return setTouched(new Set());
    setBusy(true);
    await actions.act({ type: 'submit', view: view.id, state: state.current });
    setTouched(new Set());
    setBusy(false);
  };

  return (
    <dialog
      ref={dialog}
      className={`modal${view.depth > 0 ? ' stacked' : ''}`}
      aria-labelledby={titleId}
      data-testid="modal"
      data-callback={view.callbackId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <header className="modal-head">
          <span className="modal-app" aria-hidden="true" />
          <h2 id={titleId}>{withEmoji(view.title)}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        <div className="modal-body" ref={body}>
          <ContainerOf
            at={{ view: view.id }}
            kind="modal"
            blocks={view.blocks}
            errors={faults}
            onTouched={(blockId) => {
              if (!touched.has(blockId)) setTouched(new Set([...touched, blockId]));
            }}
            onState={(next) => {
              state.current = next;
            }}
          >
            <Blocks blocks={view.blocks} />
          </ContainerOf>
        </div>
        <footer className="modal-foot">
          <button type="button" className="button" onClick={close}>
            {view.depth > 0 ? (view.close ?? 'Back') : (view.close ?? 'Cancel')}
          </button>
          {view.submit && (
            <button
              type="submit"
              className="button primary"
              aria-busy={isBusy}
              aria-disabled={isBusy}
              data-testid="modal-submit"
            >
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
