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
    <div className="toasts" aria-live="assertive">
      {toasts.map((toast, index) => (
        <ToastCard key={toast.id} toast={toast} row={index} onClose={() => onClose(toast.id)} />
      ))}
    </div>
  );
}

interface ToastCardProps {
  readonly toast: Toast;
  readonly row: number;
  onClose(): void;
}

function ToastCard({ toast, row, onClose }: ToastCardProps) {
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
      // In the top layer, so that it stands above an open modal.
      popover="manual"
      className={toast.isFault ? 'toast toast-fault' : 'toast'}
      style={{ top: 64 + row * 68 }}
      data-testid="toast"
    >
      <span>{toast.text}</span>
      <button type="button" className="icon-button" aria-label="Close this notice" onClick={onClose}>
        ×
      </button>
    </div>
  );
}
