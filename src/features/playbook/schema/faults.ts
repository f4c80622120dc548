import type { z } from 'zod';
import { closestMatch } from '../../../core/text.ts';
import { leftToReferences } from './fields.ts';
import type { Finding, Path } from './spot.ts';
import { shown } from './spot.ts';

/** One thing to correct in a playbook file. Lines and columns count from 1. */
export interface Fault {
  readonly filename: string;
  readonly line: number;
  readonly column: number;
  /** `gates[1].steps[2].due`; empty for the document itself. Indices count from 0. */
  readonly field: string;
  readonly message: string;
}

/** `playbooks/x.yaml:12:5  gates[1].steps[2].due: expected a number of working days like "+5", got "soon"` */
export function formatFault(fault: Fault): string {
  const field = fault.field === '' ? '' : `${fault.field}: `;
  return `${fault.filename}:${fault.line}:${fault.column}  ${field}${fault.message}`;
}

/** A path in words: `gates[1].steps[2].due`. */
export function fieldOf(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** The schema's issues as findings. */
export function shapeFaults(error: z.ZodError, document: unknown): readonly Finding[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.message === leftToReferences) return [];
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.split(', ');
      return issue.keys.map((name) => {
        return { path: [...path, name], message: unknownKey(name, known), isKey: true as const };
      });
    }
    const value = path.reduce<unknown>(valueAt, document);
    const got = typeof value === 'string' && issue.code === 'too_big' ? String(value.length) : shown(value);
    return [{ path, message: `expected ${issue.message}, got ${got}` }];
  });
}

function valueAt(parent: unknown, part: string | number): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, part)) return undefined;
  return (parent as Readonly<Record<string | number, unknown>>)[part];
}

function unknownKey(name: string, known: readonly string[]): string {
  const close = closestMatch(name, known);
  return close
    ? `unknown key; did you mean "${close}"?`
    : `unknown key; the keys here are ${known.join(', ')}`;
}
