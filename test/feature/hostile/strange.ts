function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

/** Made once and shared by many copies, so that none may change it. */
export function frozen<T>(value: T): T {
  if (isObject(value)) for (const each of Object.values(Object.freeze(value))) frozen(each);
  return value;
}

/** Values of every wrong kind. */
export const strange: readonly unknown[] = frozen([
  // Another type.
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  '1e3',
  'NaN',
  'null',
  [],
  {},
  [null],
  [[]],
  { length: 1e9 },
  { toString: 1, valueOf: 1 },
  { id: 'U0MAYACHEN' },
  // Names that mean something to JavaScript.
  '__proto__',
  'constructor',
  'hasOwnProperty',
  JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}}'),
  // Unicode that is not what it seems.
  '\u0000',
  'a\u0000b\ud800c',
  '\udc00\ud800',
  '\u202edlrow\u202c',
  'a\u200bb\u200d\ufeff',
  'ﬀ Ⅷ İ ß ŉ',
  'e\u0301'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(200),
  '\r\n\u2028\u2029\u0085',
  // Markup, other people's languages, and patterns that take for ever.
  '<!channel> *bold* <@U0MAYACHEN> `x` <https://evil.example|ok>',
  '<@U0NOBODY00> <#C0NOWHERE0> <@W0> <!subteam^S1>',
  '<@U0DIEGOSAN'.repeat(50),
  '\'; DROP TABLE "Deal"; --',
  '$1 $$ %s {{x}} \\u0041',
  '(a+)+$',
  `${'a'.repeat(3000)}!`,
  `${'<@'.repeat(2000)}`,
  '"'.repeat(999),
  '../../../../etc/passwd',
  // Dates, times and amounts out of range.
  '0000-00-00',
  '2026-02-31',
  '275760-09-14',
  '-271821-04-19',
  '24:61',
  'yesterday',
  '9'.repeat(400),
  '99999999999999999999999',
  '-1',
  '0.000000000000001 EUR',
  '1,000,000,000,000,000,000 EUR',
  '1e999 USD',
  'D-99999999999999999999',
  'D-0',
  'P1000000Y',
  // Very much.
  'x'.repeat(10_240),
  '😀'.repeat(4000),
  'word '.repeat(4000),
  Array.from({ length: 2000 }, (_, index) => index),
  Array.from({ length: 500 }, () => ({ action_id: 'platform.command', value: 'help' })),
  Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, index])),
  nested(300, (inner) => [inner]),
  nested(500, (inner) => ({ inner })),
  // What our own payloads carry, forged.
  '{"at":["C0BRIGHTLU",null],"data":{"stepId":"x"}}',
  '{"at":{"0":"C0BRIGHTLU"},"data":[[[[]]]]}',
  '{"at":["C0BRIGHTLU"],"data":{"__proto__":{"partnerId":"x"}}}',
  'platform.command',
  'platform.more',
  'help',
]);

export const strangeWords: readonly string[] = strange.filter((value) => typeof value === 'string');

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
