import type {
  ActionsBlockElement,
  Block,
  InputBlockElement,
  KnownBlock,
  SectionBlockAccessory,
} from '@slack/types';

/** Missing from @slack/types; https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export interface DataVisualizationBlock {
  readonly type: 'data_visualization';
  readonly block_id?: string;
  readonly title?: string;
  readonly chart: Chart;
}

export type Chart = PieChart | SeriesChart;

export interface PieChart {
  readonly type: 'pie';
  readonly segments: readonly Point[];
}

export interface SeriesChart {
  readonly type: 'line' | 'bar' | 'area';
  readonly series: readonly { readonly name: string; readonly data: readonly Point[] }[];
  readonly axis_config: {
    readonly categories: readonly string[];
    readonly x_label?: string;
    readonly y_label?: string;
  };
}

interface Point {
  readonly label: string;
  readonly value: number;
}

export type DrawnBlock = KnownBlock | DataVisualizationBlock;
export type Element = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

const drawnTypes: readonly string[] = [
  'actions',
  'alert',
  'card',
  'carousel',
  'container',
  'context',
  'context_actions',
  'data_table',
  'data_visualization',
  'divider',
  'header',
  'image',
  'input',
  'markdown',
  'rich_text',
  'section',
  'table',
] satisfies readonly DrawnBlock['type'][];

export const isDrawn = (block: KnownBlock | Block | DataVisualizationBlock): block is DrawnBlock =>
  drawnTypes.includes(block.type);

/** Slack gives every block an id; one that still has none gets its position. */
export const blockIdOf = (block: { readonly block_id?: string }, index: number): string =>
  block.block_id ?? `block-${index}`;

export const actionIdOf = (element: { readonly action_id?: string; readonly type: string }): string =>
  element.action_id ?? element.type;

/** The interactive elements of a block, and whether they are the content of an input block. */
export function elementsOf(block: DrawnBlock): readonly Element[] {
  switch (block.type) {
    case 'input':
      return [block.element];
    case 'actions':
      return block.elements;
    case 'section':
      return block.accessory ? [block.accessory] : [];
    default:
      return [];
  }
}
