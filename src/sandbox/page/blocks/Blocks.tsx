import { Component, type ReactNode } from 'react';
import type { Blocks as BlockList } from '../../protocol.ts';
import { Chart } from '../charts/Chart.tsx';
import { blockIdOf, type DrawnBlock, isDrawn } from '../forms/elements.ts';
import { Markdown } from '../text/Markdown.tsx';
import { RichText } from '../text/RichText.tsx';
import { Text } from '../text/Text.tsx';
import { ActionsBlockOf, ContextActionsOf, InputBlockOf } from './Acting.tsx';
import { AlertOf, CardOf, CarouselOf, ContainerBlockOf } from './Cards.tsx';
import { DataTable } from './DataTable.tsx';
import { ContextOf, ImageOf, SectionOf } from './Reading.tsx';
import { Table } from './Table.tsx';
import { Unknown } from './Unknown.tsx';

function Drawn({ block, blockId }: { readonly block: DrawnBlock; readonly blockId: string }) {
  switch (block.type) {
    case 'header':
      return (
        <h3 className="block-header">
          <Text of={block.text} />
        </h3>
      );
    case 'divider':
      return <hr />;
    case 'section':
      return <SectionOf block={block} blockId={blockId} />;
    case 'context':
      return <ContextOf block={block} />;
    case 'image':
      return <ImageOf block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'markdown':
      return <Markdown text={block.text} />;
    case 'table':
      return <Table block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'data_visualization':
      return <Chart block={block} />;
    case 'actions':
      return <ActionsBlockOf block={block} blockId={blockId} />;
    case 'context_actions':
      return <ContextActionsOf block={block} blockId={blockId} />;
    case 'input':
      return <InputBlockOf block={block} blockId={blockId} />;
    case 'alert':
      return <AlertOf block={block} />;
    case 'card':
      return <CardOf card={block} blockId={blockId} />;
    case 'carousel':
      return <CarouselOf block={block} blockId={blockId} />;
    case 'container':
      return (
        <ContainerBlockOf block={block}>
          <Blocks blocks={block.child_blocks} />
        </ContainerBlockOf>
      );
    default:
      return <Unknown what="block" type={block.type} />;
  }
}

/** A malformed block must not take the page with it. */
class Guard extends Component<
  { readonly type: string; readonly children: ReactNode },
  { fault: string | null }
> {
  override state = { fault: null };
  static getDerivedStateFromError(error: unknown) {
    return { fault: String(error) };
  }
  override render() {
    const { fault } = this.state;
    return fault === null ? (
      this.props.children
    ) : (
      <Unknown what="block" type={this.props.type} detail={fault} />
    );
  }
}

export function Blocks({ blocks }: { readonly blocks: BlockList }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => {
        const blockId = blockIdOf(block, index);
        return (
          <div key={`${blockId}/${block.type}`} className={`block block-${block.type}`} data-block={blockId}>
            <Guard type={block.type}>
              {isDrawn(block) ? (
                <Drawn block={block} blockId={blockId} />
              ) : (
                <Unknown what="block" type={block.type} />
              )}
            </Guard>
          </div>
        );
      })}
    </div>
  );
}
