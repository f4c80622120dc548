import { createHash } from 'node:crypto';

/** Each connection keeps a plan for every name, some tens of kilobytes each. */
const mostNames = 300;
const mostSeen = 5000;

interface Statement {
  readonly sql: string;
  readonly args: readonly unknown[];
}

const unnamed = '';

/**
 * Names for the statements that come again and again, so that Postgres parses and plans them once for each
 * connection; planning takes longer than executing does for most of them. What was seen once (a list of another
 * length, a script) gets none and is planned as it comes.
 */
export function createStatementNames(): (query: Statement) => string {
  const seen = new Set<string>();
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    // Sent as it is, which takes less: BEGIN, a migration of several statements.
    if (args.length === 0) return unnamed;
    // A plan made once does not know how long the list will be, and would be that for a short one.
    if (args.some(Array.isArray)) return unnamed;
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (!seen.has(sql)) {
      if (seen.size >= mostSeen) seen.clear();
      seen.add(sql);
      return unnamed;
    }
    if (names.size >= mostNames) return unnamed;
    const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
    return name;
  };
}
