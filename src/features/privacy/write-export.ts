import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { slug } from '../../core/text.ts';
import type { Row } from '../../platform/privacy/rows-of.ts';

/** Whom or what an export is about. */
export interface Subject {
  readonly kind: 'person' | 'partner' | 'workspace';
  readonly id: string;
  readonly name: string;
}

/**
 * Writes one JSON file, readable by its owner alone, and returns its path. Written as it is read, so that a
 * workspace need not fit into one string. docs/privacy.md says what is in it.
 */
export async function writeExport(
  folder: string,
  subject: Subject,
  exportedAt: Date,
  records: AsyncIterable<readonly [string, readonly Row[]]>,
): Promise<{ readonly path: string; readonly rows: number }> {
  const day = exportedAt.toISOString().slice(0, 10);
  const path = join(folder, `${subject.kind}-${slug(subject.name) || subject.id}-${day}.json`);
  // Refuses to write over an earlier one.
  const file = await open(path, 'wx', 0o600);
  let rows = 0;
  try {
    const head = { format: 'tandem-export', version: 1, exportedAt: exportedAt.toISOString(), subject };
    await file.write(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  "records": {`);
    let separator = '\n';
    for await (const [model, own] of records) {
      if (own.length === 0) continue;
      await file.write(`${separator}    ${JSON.stringify(model)}: [`);
      for (const [index, row] of own.entries())
        await file.write(`${index === 0 ? '' : ','}\n      ${JSON.stringify(row)}`);
      await file.write('\n    ]');
      separator = ',\n';
      rows += own.length;
    }
    await file.write('\n  }\n}\n');
  } finally {
    await file.close();
  }
  return { path, rows };
}
