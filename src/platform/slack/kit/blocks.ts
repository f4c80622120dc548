import type {
  ActionsBlock,
  ActionsBlockElement,
  Block,
  Button,
  ContextBlock,
  DataTableBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextOption,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import { limits, shorten } from './limits.ts';
import { type Md, mrkdwnOf } from './text.ts';

export type Blocks = readonly (KnownBlock | Block)[];
type Words = string | Md;

export function header(words: string): HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: shorten(words, limits.headerText), emoji: true },
  };
}

export function section(words: Words, accessory?: Button | Overflow | StaticSelect): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: mrkdwnOf(words), verbatim: true },
    ...(accessory && { accessory }),
  };
}

/** Words exactly as they are, in which nothing is formatting. */
export function literal(words: string): SectionBlock {
  return { type: 'section', text: { type: 'plain_text', text: words, emoji: false } };
}

/** Pairs shown in two columns. */
export function fields(...pairs: readonly (readonly [label: string, value: Words])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs.map(([label, value]) => ({
      type: 'mrkdwn' as const,
      text: `*${mrkdwnOf(label)}*\n${mrkdwnOf(value)}`,
      verbatim: true,
    })),
  };
}

export function context(...words: readonly Words[]): ContextBlock {
  return {
    type: 'context',
    elements: words.map((text) => ({ type: 'mrkdwn' as const, text: mrkdwnOf(text), verbatim: true })),
  };
}

export const divider: DividerBlock = { type: 'divider' };

/** A row of buttons and menus. Slack wants distinct ids in a row: repeats get `~2`, `~3`, which the way in takes off again. */
export function actions(...elements: readonly ActionsBlockElement[]): ActionsBlock {
  const seen = new Map<string, number>();
  return {
    type: 'actions',
    elements: elements.map((element) => {
      if (!('action_id' in element) || !element.action_id) return element;
      const count = (seen.get(element.action_id) ?? 0) + 1;
      seen.set(element.action_id, count);
      return count === 1 ? element : { ...element, action_id: `${element.action_id}~${count}` };
    }),
  };
}

export interface ButtonOptions {
  /** What the handler gets back: an id to look up, never something to trust. */
  readonly value?: string;
  readonly style?: 'primary' | 'danger';
  readonly url?: string;
  /** Asked before the press counts. */
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly confirm: string;
    readonly deny?: string;
  };
  /** Read by screen readers instead of the label when the label alone is ambiguous. */
  readonly accessibilityLabel?: string;
}

export function button(actionId: string, label: string, options: ButtonOptions = {}): Button {
  const { value, style, url, confirm, accessibilityLabel } = options;
  return {
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: shorten(label, limits.buttonText), emoji: true },
    ...(value !== undefined && { value }),
    ...(style && { style }),
    ...(url && { url }),
    ...(accessibilityLabel && { accessibility_label: shorten(accessibilityLabel, limits.buttonText) }),
    ...(confirm && {
      confirm: {
        title: { type: 'plain_text', text: shorten(confirm.title, 100) },
        text: { type: 'plain_text', text: shorten(confirm.text, 300) },
        confirm: { type: 'plain_text', text: shorten(confirm.confirm, 30) },
        deny: { type: 'plain_text', text: shorten(confirm.deny ?? 'Not now', 30) },
      },
    }),
  };
}

export interface Choice {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}

export function option(choice: Choice): PlainTextOption {
  return {
    text: { type: 'plain_text', text: shorten(choice.label, limits.optionText), emoji: true },
    value: choice.value,
    ...(choice.description && {
      description: { type: 'plain_text', text: shorten(choice.description, limits.optionText) },
    }),
  };
}

/** A menu inside a message; shows at most Slack's 100 choices. */
export function menu(
  actionId: string,
  placeholder: string,
  choices: readonly Choice[],
  selected?: string,
): StaticSelect {
  const options = choices.slice(0, limits.options).map(option);
  const initial = options.find((each) => each.value === selected);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: { type: 'plain_text', text: shorten(placeholder, limits.placeholder) },
    options,
    ...(initial && { initial_option: initial }),
  };
}

/** `▓▓▓▓▓░░░░░ 50 %`: reads the same without colour. */
export function progressBar(done: number, total: number, cells = 10): string {
  const ratio = total === 0 ? 0 : done / total;
  const filled = Math.min(cells, Math.max(ratio > 0 ? 1 : 0, Math.floor(ratio * cells)));
  return `${'▓'.repeat(filled)}${'░'.repeat(cells - filled)} ${Math.floor(ratio * 100)} %`;
}

export type Cell = string | number;

/** A cell of a table: `text` is shown of what sorts, and stands in a file, as `value`; a day is its ISO date there. */
export type TableCell = Cell | { readonly value: Cell; readonly text: string };

/**
 * A table with sorting and paging. Numbers sort as numbers and are shown as `text` where given; nothing is shown as a
 * dash. The first row holds the column names; the first column names the row.
 */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
): DataTableBlock {
  return {
    type: 'data_table',
    caption,
    page_size: Math.min(Math.max(rows.length, 1), 10),
    rows: [
      columns.map((name) => ({ type: 'raw_text' as const, text: name || ' ' })),
      ...rows.map((row) =>
        row.map((cell) => {
          if (typeof cell === 'string') return { type: 'raw_text' as const, text: cell || '–' };
          if (typeof cell === 'number')
            return { type: 'raw_number' as const, value: cell, text: String(cell) };
          if (typeof cell.value === 'string') return { type: 'raw_text' as const, text: cell.text };
          return { type: 'raw_number' as const, value: cell.value, text: cell.text };
        }),
      ),
    ],
  };
}

/** Slack's chart block (since June 2026); not in @slack/types 3.2.0. */
export interface ChartBlock extends Block {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart:
    | {
        readonly type: 'line' | 'bar' | 'area';
        readonly series: readonly {
          readonly name: string;
          readonly data: readonly { readonly label: string; readonly value: number }[];
        }[];
        readonly axis_config: {
          readonly categories: readonly string[];
          readonly x_label?: string;
          readonly y_label?: string;
        };
      }
    | {
        readonly type: 'pie';
        readonly segments: readonly { readonly label: string; readonly value: number }[];
      };
}

/**
 * A chart of one or more series over the same categories. Values are `null` where there is nothing to show:
 * those points are left out. Longer series keep their newest 20 categories, more than six series the first six.
 */
export function chart(
  type: 'line' | 'bar' | 'area',
  title: string,
  categories: readonly string[],
  series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[],
  axes: { readonly x?: string; readonly y?: string } = {},
): ChartBlock {
  const skipped = Math.max(0, categories.length - limits.chartCategories);
  const labels = unique(categories.slice(skipped).map((name) => shorten(name, limits.chartLabel)));
  return {
    type: 'data_visualization',
    title: shorten(title, limits.chartTitle),
    chart: {
      type,
      series: series.slice(0, limits.chartSeries).map(({ name, values }) => ({
        name: shorten(name, limits.chartLabel),
        data: labels.flatMap((label, index) => {
          const value = values[index + skipped];
          return value === null || value === undefined ? [] : [{ label, value }];
        }),
      })),
      axis_config: {
        categories: labels,
        ...(axes.x && { x_label: axes.x }),
        ...(axes.y && { y_label: axes.y }),
      },
    },
  };
}

/** Shortened labels can collide; Slack asks for distinct categories. */
function unique(labels: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count === 1 ? label : `${shorten(label, limits.chartLabel - 3)} ${count}`;
  });
}
