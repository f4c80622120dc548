import type { RawNumberElement, RawTextElement, RichTextBlock } from '@slack/types';
import { withEmoji } from '../text/emoji.ts';
import { plainOfRichText, RichText } from '../text/RichText.tsx';

export type CellValue = RawTextElement | RawNumberElement | RichTextBlock;

export function Cell({ value }: { readonly value: CellValue | undefined }) {
  if (!value) return null;
  if (value.type === 'rich_text') return <RichText block={value} />;
  return <>{withEmoji(value.text)}</>;
}

/** What a cell is sorted and filtered by. */
export const textOfCell = (value: CellValue | undefined): string =>
  !value ? '' : value.type === 'rich_text' ? plainOfRichText(value) : value.text;

/** A number for cells that are numbers, or read as one ("€ 1,200", "34 %"); null for the rest. */
export function numberOfCell(value: CellValue | undefined): number | null {
  if (value?.type === 'raw_number') return value.value;
  const text = textOfCell(value)
    .replace(/[\s,€$£%+]/g, '')
    .replace('−', '-');
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}
