import type { ConfirmationDialog } from '@slack/types';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { Text } from '../text/Text.tsx';

type Ask = (confirm: ConfirmationDialog) => Promise<boolean>;
const AskContext = createContext<Ask>(async () => true);

/** Asks "are you sure?" as Slack does for elements with a `confirm` object. */
export const useConfirm = (): Ask => useContext(AskContext);

interface Question {
  readonly confirm: ConfirmationDialog;
  readonly answer: (isYes: boolean) => void;
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback<Ask>(
    (confirm) =>
      new Promise((resolve) => {
        setQuestion({
          confirm,
          answer: (isYes) => {
            setQuestion(null);
            resolve(isYes);
          },
        });
      }),
    [],
  );
  return (
    <AskContext.Provider value={ask}>
      {children}
      {question && <ConfirmDialog {...question} />}
    </AskContext.Provider>
  );
}

function ConfirmDialog({ confirm, answer }: Question) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="modal confirm"
      aria-labelledby="confirm-title"
      data-testid="confirm"
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <header className="modal-head">
        <h2 id="confirm-title">{confirm.title?.text ?? 'Are you sure?'}</h2>
      </header>
      <div className="modal-body">
        <Text of={confirm.text} />
      </div>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={() => answer(false)}>
          {confirm.deny?.text ?? 'Cancel'}
        </button>
        <button
          type="button"
          className={confirm.style === 'danger' ? 'button danger-solid' : 'button primary'}
          onClick={() => answer(true)}
        >
          {confirm.confirm?.text ?? 'Yes'}
        </button>
      </footer>
    </dialog>
  );
}
