import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useAnchored } from './useAnchored.ts';

export interface MenuItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly isDanger?: boolean;
  readonly isCurrent?: boolean;
  /** A heading that starts a new group above this item. */
  readonly group?: string;
  onChoose(): void;
}

export interface MenuProps {
  readonly label: string;
  readonly className: string;
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
  readonly isBusy?: boolean;
  readonly testId?: string;
}

/** A button that opens a menu: arrows move, Enter chooses, Escape closes. */
export function Menu({ label, className, items, children, isBusy = false, testId }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  useAnchored(isOpen, anchor, popup);

  const entries = () => [...(popup.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  useEffect(() => {
    if (!isOpen) return;
    const start = popup.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? entries()[0];
    start?.focus();
    const away = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!popup.current?.contains(target) && !anchor.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  });

  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-busy={isBusy}
        data-testid={testId}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <div ref={popup} popover="manual" role="menu" aria-label={label} className="menu" onKeyDown={move}>
          {items.map((item) => (
            <div key={item.key} role="none">
              {item.group && (
                <div className="menu-group" role="none">
                  {item.group}
                </div>
              )}
              {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: set only where the role is menuitemradio */}
              <button
                type="button"
                role={item.isCurrent === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.isCurrent}
                className={item.isDanger ? 'menu-item danger' : 'menu-item'}
                onClick={() => {
                  close();
                  item.onChoose();
                }}
              >
                <span>{item.label}</span>
                {item.hint && <small>{item.hint}</small>}
              </button>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
