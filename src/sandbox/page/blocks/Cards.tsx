import type { AlertBlock, CardBlock, CarouselBlock, ContainerBlock } from '@slack/types';
import type { ReactNode } from 'react';
import { ElementOf, imageAddress } from '../forms/ElementOf.tsx';
import { RichText } from '../text/RichText.tsx';
import { Text } from '../text/Text.tsx';

const alertNames = {
  default: 'Note',
  info: 'Information',
  warning: 'Warning',
  error: 'Problem',
  success: 'Done',
};

export function AlertOf({ block }: { readonly block: AlertBlock }) {
  const level = block.level ?? 'default';
  return (
    <div className={`alert alert-${level}`} role="note">
      <strong>{alertNames[level]}</strong> <Text of={block.text} />
    </div>
  );
}

export function CardOf({ card, blockId }: { readonly card: CardBlock; readonly blockId: string }) {
  return (
    <article className="card">
      {card.hero_image && (
        <img className="card-hero" src={imageAddress(card.hero_image)} alt={card.hero_image.alt_text} />
      )}
      <div className="card-head">
        {card.icon && <img src={imageAddress(card.icon)} alt={card.icon.alt_text} />}
        <div>
          {card.title && (
            <div className="card-title">
              <Text of={card.title} />
            </div>
          )}
          {card.subtitle && (
            <div className="hint">
              <Text of={card.subtitle} />
            </div>
          )}
        </div>
      </div>
      {card.body && <Text of={card.body} />}
      {card.actions && (
        <div className="actions">
          {card.actions.map((button, index) => (
            <ElementOf
              key={button.action_id ?? String(index)}
              element={button}
              place={{ blockId, isDispatching: true }}
            />
          ))}
        </div>
      )}
    </article>
  );
}

export function CarouselOf({ block, blockId }: { readonly block: CarouselBlock; readonly blockId: string }) {
  return (
    <section className="carousel" aria-label="Cards">
      {block.elements.map((card, index) => (
        <CardOf key={card.block_id ?? String(index)} card={card} blockId={card.block_id ?? blockId} />
      ))}
    </section>
  );
}

interface ContainerBlockProps {
  readonly block: ContainerBlock;
  /** Its child blocks, drawn. */
  readonly children: ReactNode;
}

export function ContainerBlockOf({ block, children }: ContainerBlockProps) {
  const head = (
    <>
      {block.rich_text_title ? (
        <RichText block={block.rich_text_title} />
      ) : (
        block.title && <Text of={block.title} />
      )}
      {block.subtitle && (
        <small>
          <Text of={block.subtitle} />
        </small>
      )}
    </>
  );
  return block.is_collapsible ? (
    <details className="container" open={!block.default_collapsed}>
      <summary>{head}</summary>
      {children}
    </details>
  ) : (
    <section className="container">
      <div className="container-head">{head}</div>
      {children}
    </section>
  );
}
