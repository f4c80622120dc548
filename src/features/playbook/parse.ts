import type { Document, Node, YAMLError } from 'yaml';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Fault } from './schema/faults.ts';
import { fieldOf, shapeFaults } from './schema/faults.ts';
import { unstorable } from './schema/fields.ts';
import type { Playbook } from './schema/playbook.ts';
import { playbookSchema } from './schema/playbook.ts';
import { referenceFaults } from './schema/references.ts';
import type { Finding, Path } from './schema/spot.ts';

export type Parsed =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Longest file read, in characters. */
const longest = 1_000_000;
/** Broken YAML is reported so far: what the parser says after that follows from what came before. */
const mostBreaks = 10;

/**
 * Reads a playbook from YAML. Either a whole playbook or every fault in it, in the order of the file; when the
 * text is not YAML, those faults alone, since nothing after them can be trusted.
 */
export function parsePlaybook(source: string, filename: string): Parsed {
  if (source.length > longest) {
    const message = `expected at most ${longest} characters, got ${source.length}`;
    return { ok: false, faults: [{ filename, line: 1, column: 1, field: '', message }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const placed = (offset: number, field: string, message: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return { filename, line: Math.max(line, 1), column: Math.max(col, 1), field, message };
  };

  const strange = source.replaceAll('\r\n', '\n\n').search(unstorable);
  if (strange >= 0) {
    const message = 'expected text, got a control character or a broken one';
    return { ok: false, faults: [placed(strange, '', message)] };
  }
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const faults = broken.map((error) => placed(error.pos[0], '', inWords(error)));
    return { ok: false, faults: inOrder(faults).slice(0, mostBreaks) };
  }
  const unreadable = unreadableNodes(document, lines).map((one) =>
    placed(one.offset, one.field, one.message),
  );
  if (unreadable.some((fault) => fault.field === '')) return { ok: false, faults: inOrder(unreadable) };

  const value: unknown = document.toJS();
  const result = playbookSchema.safeParse(value);
  const findings = [...(result.success ? [] : shapeFaults(result.error, value)), ...referenceFaults(value)];
  if (result.success && findings.length === 0 && unreadable.length === 0) {
    return { ok: true, playbook: result.data };
  }
  const faults = distinct(findings).map((finding) =>
    placed(offsetOf(document, finding), fieldOf(finding.path), finding.message),
  );
  return { ok: false, faults: inOrder([...unreadable, ...faults]) };
}

/** The parser's own words, put plainly where authors meet them most. */
function inWords(error: YAMLError): string {
  if (error.code === 'TAB_AS_INDENT') return 'expected spaces, got a tab; YAML is indented with spaces';
  if (error.code === 'MULTIPLE_DOCS') return 'expected one document, got another after “---”';
  return `not readable as YAML: ${error.message.replace(/\s+/g, ' ')}`;
}

/**
 * What YAML allows and a playbook does not: one key twice in a mapping (the parser would keep the last), and
 * aliases, which would make a fault in one place appear in another.
 */
function unreadableNodes(
  document: Document.Parsed,
  lines: LineCounter,
): readonly { readonly offset: number; readonly field: string; readonly message: string }[] {
  const found: { offset: number; field: string; message: string }[] = [];
  visit(document, {
    Alias(_, node) {
      const message = `aliases such as “*${node.source}” are not supported; write the value out`;
      found.push({ offset: node.range?.[0] ?? 0, field: '', message });
    },
    Map(_, node, ancestors) {
      const first = new Map<string, number>();
      for (const pair of node.items) {
        const offset = (isNode(pair.key) && pair.key.range?.[0]) || 0;
        if (!isScalar(pair.key)) {
          found.push({ offset, field: '', message: 'expected a word as the key, got a list or a mapping' });
          continue;
        }
        const name = String(pair.key.value);
        const before = first.get(name);
        if (before === undefined) first.set(name, offset);
        else {
          const message = `the key is already set on line ${lines.linePos(before).line}`;
          found.push({ offset, field: fieldOf([...pathTo([...ancestors, node]), name]), message });
        }
      }
    },
  });
  return found;
}

/** The path of the last of the nodes `visit` went through. */
function pathTo(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, index): Path => {
    const parent = nodes[index - 1];
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    if (typeof parent === 'object' && parent !== null && 'items' in parent && Array.isArray(parent.items)) {
      return [parent.items.indexOf(node)];
    }
    return [];
  });
}

/**
 * Where a path is in the file: the value; its key when it has none or when the key itself is what is wrong; the
 * closest parent when it is missing.
 */
function offsetOf(document: Document.Parsed, { path, isKey }: Finding): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    if (isMap(node)) {
      const pair: (typeof node.items)[number] | undefined = node.items.find(
        (candidate) => isScalar(candidate.key) && String(candidate.key.value) === part,
      );
      if (!pair) return offset;
      const value = pair.value as Node | null;
      const isEmpty = value === null || (isScalar(value) && value.value === null);
      const isWrongKey = isKey === true && depth === path.length - 1;
      offset = (isEmpty || isWrongKey ? (pair.key as Node).range?.[0] : value.range?.[0]) ?? offset;
      node = value;
    } else if (typeof node === 'object' && node !== null && 'items' in node) {
      const item: unknown = node.items[Number(part)];
      node = (item ?? null) as Node | null;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.path.join('\n')}\n${one.message}`, one])).values()];
}

function inOrder(faults: readonly Fault[]): readonly Fault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
