import { useEffect } from 'react';
import type { Toast } from '../sandboxState.ts';

const shownMs = 7000;

export function Toasts({
  toasts,
  onClose,
}: {
  readonly toasts: readonly Toast[];
  onClose(id: number): void;
}) {
  return (
    // A popover, so that it stands above an open modal.
    <div className="toasts" aria-live="assertive">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onClose={() => onClose(toast.id)} />
      ))}
    </div>
  );
}

function ToastCard({ toast, onClose }: { readonly toast: Toast; onClose(): void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts from when it appeared
  useEffect(() => {
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div
      ref={(node) => {
        if (node && !node.matches(':popover-open')) node.showPopover();
      }}
      popover="manual"
      className={toast.isFault ? 'toast toast-fault' : 'toast'}
      data-testid="toast"
    >
      <span>{toast.text}</span>
      <button type="button" className="icon-button" aria-label="Close this notice" onClick={onClose}>
        ×
      </button>
    </div>
  );
}
