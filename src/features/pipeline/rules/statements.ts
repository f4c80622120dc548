import { contentHash } from '../../../core/hash.ts';

/** What a source says of one thing: the words, and the columns they come to. A null says nothing, and changes nothing. */
interface Statement<Fields> {
  readonly said: unknown;
  readonly fields: Partial<Fields>;
}

export type Statements<Fields> = Readonly<Record<string, Statement<Fields> | null>>;

/** Of each thing a fingerprint of what the source last said; who wrote it there is nobody's business here. */
export type Said = Readonly<Record<string, string>>;

/**
 * Which of the statements are news, by what the source said before: saying the same again is none, whatever people
 * have made of it here since. Without a memory (null) all of them are.
 */
export function newsAmong<Fields>(
  statements: Statements<Fields>,
  before: Said | null,
): { readonly news: readonly string[]; readonly said: Said } {
  const now = Object.fromEntries(
    Object.entries(statements).flatMap(([name, each]) =>
      each ? [[name, contentHash(plain(each.said)).slice(0, 16)]] : [],
    ),
  );
  const news = Object.keys(now).filter((name) => before?.[name] !== now[name]);
  return { news, said: { ...before, ...now } };
}

/** The columns that some of the statements come to. */
export function fieldsOf<Fields>(
  statements: Statements<Fields>,
  names: readonly string[] = Object.keys(statements),
): Partial<Fields> {
  return Object.assign({}, ...names.map((name) => statements[name]?.fields));
}

/** As JSON can hold it. */
function plain(said: unknown): unknown {
  return JSON.parse(
    JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? 'null',
  );
}
