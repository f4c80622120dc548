import { type RefObject, useLayoutEffect } from 'react';

/** In pixels; longer lists scroll. What rises from the composer leaves the conversation in sight. */
const tallestOf = { below: 460, above: 310 };

/**
 * Shows `popup` (an element with `popover="manual"`) in the top layer beside `anchor`: below it, or above where
 * there is more room. The top layer keeps it free of scrolling panes and of the modal it may stand in.
 */
export function useAnchored(
  isOpen: boolean,
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  prefer: 'below' | 'above' = 'below',
): void {
  useLayoutEffect(() => {
    const box = popup.current;
    if (!isOpen || !box) return;
    if (!box.matches(':popover-open')) box.showPopover();
    const tallest = tallestOf[prefer];
    const place = () => {
      const at = anchor.current?.getBoundingClientRect();
      if (!at) return;
      const gap = 4;
      const below = window.innerHeight - at.bottom - gap;
      const above = at.top - gap;
      const height = Math.min(box.scrollHeight + 2, tallest);
      const goesUp = prefer === 'above' ? above >= height || above > below : below < height && above > below;
      const room = Math.min(tallest, Math.max(goesUp ? above : below, 80) - 8);
      box.style.maxHeight = `${room}px`;
      box.style.minWidth = `${at.width}px`;
      const shown = Math.min(height, room);
      box.style.top = `${goesUp ? at.top - gap - shown : at.bottom + gap}px`;
      box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - box.offsetWidth - 8))}px`;
    };
    place();
    const watch = new ResizeObserver(place);
    watch.observe(box);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    return () => {
      watch.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
    };
  });
}
