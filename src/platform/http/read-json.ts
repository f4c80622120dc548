import type { z } from 'zod';
import { storableText } from '../store/storable-text.ts';
import { type FieldFault, RowsRefused } from './route.ts';

/** What the schema makes of it. Throws RowsRefused, every fault said by row and field. */
export function readWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value, { error: inWords });
  if (read.success) return read.data;
  throw new RowsRefused(
    'The request isn’t as the description at /openapi.json says. Nothing was changed.',
    read.error.issues.flatMap(faultsOf),
  );
}

/** JSON text, with no character in it that the database refuses. Null where it is no JSON. */
export function parseJson(text: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text, (_key, part: unknown) =>
      typeof part === 'string' ? storableText(part) : part,
    );
    return { value };
  } catch {
    return null;
  }
}

function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `has to be ${article(issue.expected)}`;
  if (issue.code === 'unrecognized_keys') return 'is no field that is known here';
  if (issue.code === 'invalid_value') return `has to be one of ${issue.values.map(String).join(', ')}`;
  return;
}

function article(type: string): string {
  if (type === 'string') return 'text';
  if (type === 'int') return 'a whole number';
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** `['deals', 3, 'amount']`: the number says which row. */
function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const row = issue.path.find((part) => typeof part === 'number') ?? null;
  const names = issue.path.filter((part) => typeof part === 'string');
  const field = (row === null ? names : names.slice(1)).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      row,
      field: [field, key].filter(Boolean).join('.'),
      message: issue.message,
    }));
  return [{ row, field, message: issue.message }];
}
