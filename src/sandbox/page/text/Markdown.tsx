import { Fragment, type ReactNode } from 'react';
import { Outside } from './Mention.tsx';
import { Emoji } from './Mrkdwn.tsx';

const inline =
  /\\([\\`*_[\]<>|~!#])|`([^`\n]+)`|\*\*(.+?)\*\*|__(.+?)__|\*([^*\n]+)\*|(?<!\w)_([^_\n]+)_(?!\w)|~~(.+?)~~|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)|:([a-z0-9_+-]+):|(https?:\/\/[^\s<>)]+)/g;

function nodesOf(text: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(inline)) {
    const [whole, escaped, code, bold, bold2, italic, italic2, strike, label, href, emoji, address] = match;
    if (match.index > end) nodes.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (escaped !== undefined) nodes.push(escaped);
    else if (code !== undefined) nodes.push(<code>{code}</code>);
    else if (bold ?? bold2) nodes.push(<strong>{nodesOf(bold ?? bold2 ?? '')}</strong>);
    else if (italic ?? italic2) nodes.push(<em>{nodesOf(italic ?? italic2 ?? '')}</em>);
    else if (strike !== undefined) nodes.push(<s>{nodesOf(strike)}</s>);
    else if (href !== undefined) nodes.push(<Outside href={href}>{label || href}</Outside>);
    else if (emoji !== undefined) nodes.push(<Emoji name={emoji} />);
    else if (address !== undefined) nodes.push(<Outside href={address}>{address}</Outside>);
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes.map((node, index) => <Fragment key={String(index)}>{node}</Fragment>);
}

const item = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const cellsOf = (line: string) =>
  line
    .replace(/^\s*\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

function Item({ text }: { readonly text: string }) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return <li>{nodesOf(text)}</li>;
  return (
    <li className="task">
      <input type="checkbox" readOnly disabled checked={task[1] !== ' '} aria-label={task[2]} />{' '}
      {nodesOf(task[2] ?? '')}
    </li>
  );
}

function Table({ lines }: { readonly lines: readonly string[] }) {
  const [head = '', , ...rows] = lines;
  return (
    <div className="table-scroll">
      <table className="grid">
        <thead>
          <tr>
            {cellsOf(head).map((cell, index) => (
              <th key={String(index)}>{nodesOf(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(index)}>
              {cellsOf(row).map((cell, column) => (
                <td key={String(column)}>{nodesOf(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const kinds: readonly (readonly [string, RegExp])[] = [
  ['heading', /^#{1,6}\s/],
  ['rule', /^\s*([-*_])(\s*\1){2,}\s*$/],
  ['quote', /^>/],
  ['item', item],
  ['table', /^\s*\|.*\|\s*$/],
  ['empty', /^\s*$/],
];

const kindOf = (line: string): string => kinds.find(([, pattern]) => pattern.test(line))?.[0] ?? 'text';

function drawRun(kind: string, lines: readonly string[]): ReactNode {
  switch (kind) {
    case 'heading':
      return lines.map((line) => {
        const level = /^#+/.exec(line)?.[0].length ?? 1;
        return (
          // biome-ignore lint/a11y/useSemanticElements: its level is computed
          <p
            key={line}
            className={`md-heading md-h${Math.min(level, 3)}`}
            role="heading"
            aria-level={level + 2}
          >
            {nodesOf(line.replace(/^#+\s*/, ''))}
          </p>
        );
      });
    case 'rule':
      return <hr />;
    case 'quote':
      return <blockquote>{nodesOf(lines.map((line) => line.replace(/^>\s?/, '')).join('\n'))}</blockquote>;
    case 'item': {
      const Tag = /^\s*\d/.test(lines[0] ?? '') ? 'ol' : 'ul';
      return (
        <Tag className="rich-list">
          {lines.map((line, index) => (
            <Item key={String(index)} text={item.exec(line)?.[3] ?? line} />
          ))}
        </Tag>
      );
    }
    case 'table':
      return <Table lines={lines} />;
    case 'code':
      return <pre>{lines.join('\n')}</pre>;
    default:
      return <p className="text">{nodesOf(lines.join('\n'))}</p>;
  }
}

/** The `markdown` block: the part of CommonMark that Slack translates. */
export function Markdown({ text }: { readonly text: string }) {
  const runs: { kind: string; lines: string[] }[] = [];
  let isInFence = false;
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) {
      isInFence = !isInFence;
      if (isInFence) runs.push({ kind: 'code', lines: [] });
      continue;
    }
    const kind = isInFence ? 'code' : kindOf(line);
    const last = runs.at(-1);
    if (last?.kind === kind && kind !== 'heading') last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return (
    <div className="markdown mrkdwn">
      {runs
        .filter((run) => run.kind !== 'empty')
        .map((run, index) => (
          <Fragment key={String(index)}>{drawRun(run.kind, run.lines)}</Fragment>
        ))}
    </div>
  );
}
