import type { ContextBlock, ImageBlock, SectionBlock } from '@slack/types';
import { useState } from 'react';
import { ElementOf, imageAddress } from '../forms/ElementOf.tsx';
import { Text } from '../text/Text.tsx';

export function SectionOf({ block, blockId }: { readonly block: SectionBlock; readonly blockId: string }) {
  const { text, fields, accessory } = block;
  const label = text?.text.replace(/[*_~`]/g, '').slice(0, 80);
  return (
    <div className={accessory ? 'section with-accessory' : 'section'}>
      <div className="section-text">
        {text && <Text of={text} />}
        {fields && (
          <div className="fields">
            {fields.map((field, index) => (
              <div key={String(index)}>
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          <ElementOf element={accessory} place={{ blockId, isDispatching: true, label }} />
        </div>
      )}
    </div>
  );
}

export function ContextOf({ block }: { readonly block: ContextBlock }) {
  return (
    <div className="context">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <img key={String(index)} src={imageAddress(element)} alt={element.alt_text} />
        ) : (
          <Text key={String(index)} of={element} />
        ),
      )}
    </div>
  );
}

export function ImageOf({ block }: { readonly block: ImageBlock }) {
  const [isBroken, setBroken] = useState(false);
  const address = imageAddress(block);
  return (
    <figure className="image">
      {block.title && (
        <figcaption>
          <Text of={block.title} />
        </figcaption>
      )}
      {isBroken || !address ? (
        <div className="image-missing" role="img" aria-label={block.alt_text}>
          🖼 {block.alt_text}
        </div>
      ) : (
        <img src={address} alt={block.alt_text} onError={() => setBroken(true)} />
      )}
    </figure>
  );
}
