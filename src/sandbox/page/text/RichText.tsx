import type {
  RichTextBlock,
  RichTextElement,
  RichTextLink,
  RichTextList,
  RichTextSection,
  RichTextText,
} from '@slack/types';
import { Fragment, type ReactNode } from 'react';
import { teamOf, useDirectory } from '../directory.tsx';
import { ChannelMention, Outside, PersonMention, SlackDate } from './Mention.tsx';
import { Emoji } from './Mrkdwn.tsx';

function Inline({ element }: { readonly element: RichTextElement }): ReactNode {
  const { state } = useDirectory();
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return <Outside href={element.url}>{element.text ?? element.url}</Outside>;
    case 'emoji':
      return <Emoji name={element.name} />;
    case 'user':
      return <PersonMention id={element.user_id} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} />;
    case 'date':
      return <SlackDate seconds={element.timestamp} format={element.format} url={element.url} />;
    case 'broadcast':
      return <span className="mention mention-me">@{element.range}</span>;
    case 'team':
      return <span className="mention">@{teamOf(state, element.team_id)?.name ?? 'team'}</span>;
    case 'usergroup':
      return <span className="mention">@group</span>;
    case 'color':
      return (
        <span className="colour">
          <i style={{ background: element.value }} /> {element.value}
        </span>
      );
  }
}

function Styled({ element }: { readonly element: RichTextElement }) {
  let node: ReactNode = <Inline element={element} />;
  if (element.style?.code) node = <code>{node}</code>;
  if (element.style?.strike) node = <s>{node}</s>;
  if (element.style?.underline) node = <u>{node}</u>;
  if (element.style?.italic) node = <em>{node}</em>;
  if (element.style?.bold) node = <strong>{node}</strong>;
  return node;
}

const inlines = (elements: readonly (RichTextElement | RichTextText | RichTextLink)[]) =>
  elements.map((element, index) => (
    <Fragment key={String(index)}>
      <Styled element={element} />
    </Fragment>
  ));

function List({ list }: { readonly list: RichTextList }) {
  const Tag = list.style === 'ordered' ? 'ol' : 'ul';
  return (
    <Tag
      className={`rich-list level-${(list.indent ?? 0) % 3}`}
      style={{ marginInlineStart: (list.indent ?? 0) * 24 }}
    >
      {list.elements.map((item: RichTextSection, index) => (
        <li key={String(index)}>{inlines(item.elements)}</li>
      ))}
    </Tag>
  );
}

export function RichText({ block }: { readonly block: Pick<RichTextBlock, 'elements'> }) {
  return (
    <div className="rich-text mrkdwn">
      {block.elements.map((part, index) => {
        const key = String(index);
        switch (part.type) {
          case 'rich_text_section':
            return (
              <div key={key} className="text">
                {inlines(part.elements)}
              </div>
            );
          case 'rich_text_list':
            return <List key={key} list={part} />;
          case 'rich_text_quote':
            return <blockquote key={key}>{inlines(part.elements)}</blockquote>;
          default:
            return <pre key={key}>{inlines(part.elements)}</pre>;
        }
      })}
    </div>
  );
}

/** A cell's or title's rich text as one line of plain text, to sort and filter by. */
export const plainOfRichText = (block: Pick<RichTextBlock, 'elements'>): string =>
  block.elements
    .flatMap((part) =>
      part.type === 'rich_text_list' ? part.elements.flatMap((item) => item.elements) : part.elements,
    )
    .map((element) => ('text' in element ? (element.text ?? '') : 'name' in element ? element.name : ''))
    .join('');
