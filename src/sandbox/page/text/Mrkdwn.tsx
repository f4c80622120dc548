import { Fragment, type ReactNode } from 'react';
import { emojiOf } from './emoji.ts';
import { ChannelMention, Outside, PersonMention, SlackDate } from './Mention.tsx';

// https://docs.slack.dev/messaging/formatting-message-text

const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A style mark opens before a non-space, closes after one, and never stands within a word. */
const styled = (mark: string) =>
  `(?<![\\w${mark}])${mark}(?=\\S)([^${mark}\\n]+?)(?<=\\S)${mark}(?![\\w${mark}])`;

const inline = new RegExp(
  [
    '<([^<>\\n]+)>',
    '`([^`\\n]+)`',
    styled('\\*'),
    styled('_'),
    styled('~'),
    ':([a-z0-9_+\\-]+):',
    '(https?://[^\\s<>|]*[^\\s<>|.,;:!?)\\]\'"])',
  ].join('|'),
  'g',
);

/** What stands between angle brackets: a mention, a date, a link. */
function Bracketed({ content }: { readonly content: string }): ReactNode {
  const bar = content.indexOf('|');
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? undefined : decode(content.slice(bar + 1));
  if (target.startsWith('@')) return <PersonMention id={target.slice(1)} />;
  if (target.startsWith('#')) return <ChannelMention id={target.slice(1)} name={label} />;
  if (target.startsWith('!date^')) {
    const [, seconds, format, url] = target.split('^');
    return Number.isFinite(Number(seconds)) && format ? (
      <SlackDate seconds={Number(seconds)} format={format} url={url} />
    ) : (
      label
    );
  }
  if (/^!(here|channel|everyone)/.test(target))
    return <span className="mention mention-me">@{target.slice(1)}</span>;
  if (target.startsWith('!')) return <span className="mention">{label ?? `@${target.slice(1)}`}</span>;
  return <Outside href={decode(target)}>{label ?? decode(target).replace(/^mailto:/, '')}</Outside>;
}

function nodesOf(text: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(inline)) {
    const [whole, bracketed, code, bold, italic, strike, emoji, address] = match;
    if (match.index > end) nodes.push(decode(text.slice(end, match.index)));
    end = match.index + whole.length;
    if (bracketed !== undefined) nodes.push(<Bracketed content={bracketed} />);
    else if (code !== undefined) nodes.push(<code>{decode(code)}</code>);
    else if (bold !== undefined) nodes.push(<strong>{nodesOf(bold)}</strong>);
    else if (italic !== undefined) nodes.push(<em>{nodesOf(italic)}</em>);
    else if (strike !== undefined) nodes.push(<s>{nodesOf(strike)}</s>);
    else if (emoji !== undefined) nodes.push(<Emoji name={emoji} />);
    else if (address !== undefined) nodes.push(<Outside href={decode(address)}>{decode(address)}</Outside>);
  }
  if (end < text.length) nodes.push(decode(text.slice(end)));
  // The text is read anew each time, so a node's position is its identity.
  return nodes.map((node, index) => <Fragment key={String(index)}>{node}</Fragment>);
}

export function Emoji({ name }: { readonly name: string }) {
  const character = emojiOf(name);
  if (!character) return <>:{name}:</>;
  return (
    <span role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`} className="emoji">
      {character}
    </span>
  );
}

type Piece =
  | { readonly type: 'text' | 'quote' | 'code'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] };

const bullet = /^\s*[•◦▪]\s+/;

/** Cuts text into code fences, quotes, bulleted runs and the rest. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  text.split(/```\n?/).forEach((part, index) => {
    if (index % 2 === 1) {
      pieces.push({ type: 'code', text: part.replace(/\n$/, '') });
      return;
    }
    for (const line of part.split('\n')) {
      const last = pieces.at(-1);
      const quoted = /^(?:>|&gt;)\s?(.*)$/.exec(line);
      const type = quoted ? 'quote' : bullet.test(line) ? 'list' : 'text';
      const content = quoted ? (quoted[1] ?? '') : line;
      if (type === 'list') {
        const item = line.replace(bullet, '');
        if (last?.type === 'list') pieces[pieces.length - 1] = { type, items: [...last.items, item] };
        else pieces.push({ type, items: [item] });
      } else if (last?.type === type) pieces[pieces.length - 1] = { type, text: `${last.text}\n${content}` };
      else pieces.push({ type, text: content });
    }
  });
  return pieces.filter((piece) => piece.type === 'list' || piece.type === 'code' || piece.text !== '');
}

function PieceOf({ piece }: { readonly piece: Piece }) {
  switch (piece.type) {
    case 'code':
      return <pre>{decode(piece.text)}</pre>;
    case 'quote':
      return <blockquote>{nodesOf(piece.text)}</blockquote>;
    case 'list':
      return (
        <ul className="bullets">
          {piece.items.map((item, index) => (
            <li key={`${String(index)}${item}`}>{nodesOf(item)}</li>
          ))}
        </ul>
      );
    case 'text':
      return <span className="text">{nodesOf(piece.text)}</span>;
  }
}

export function Mrkdwn({ text }: { readonly text: string }) {
  return (
    <div className="mrkdwn">
      {piecesOf(text).map((piece, index) => (
        <PieceOf key={String(index)} piece={piece} />
      ))}
    </div>
  );
}
