/** A small seeded generator (mulberry32): the same seed, the same run. */
export function createRandom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(list: readonly T[]): T => {
      const found = list[Math.floor(next() * list.length)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
  };
}
export type Random = ReturnType<typeof createRandom>;

type Path = readonly (string | number)[];

/** What mutations draw from: ids of other things, true and made up, and whole payloads to take parts of. */
export interface Bait {
  readonly ids: readonly string[];
  readonly payloads: readonly object[];
}

export type Grain = 'fine' | 'coarse';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

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
const strange: readonly unknown[] = frozen([
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

const strangeWords = strange.filter((value) => typeof value === 'string');

/** The fields that decide what happens: chosen more often than their share. */
const telling =
  /^(text|value|values|private_metadata|callback_id|action_id|selected_.*|user|user_id|team|team_id|channel|channel_id|event|state|actions|id|type|name)$/;

/**
 * Changes things in a payload: leaves them out, makes them of another type, huge or hostile, takes them from
 * elsewhere, puts in ids of others. `fine` changes one to three anywhere, so that most payloads still reach a
 * handler; `coarse` changes several near the top, so that most do not even have a shape.
 */
export function mutate<T extends object>(payload: T, grain: Grain, bait: Bait, random: Random): T {
  const isFine = grain === 'fine';
  const paths = pathsOf(payload, [], isFine ? 20 : 3);
  const ofWeight = paths.filter((path) => telling.test(String(path.at(-1))));
  for (let times = (isFine ? 1 : 5) + random.below(isFine ? 3 : 9); times > 0; times -= 1) {
    const isWeighed = ofWeight.length > 0 && (!isFine || random.below(2) === 0);
    const from = isWeighed ? ofWeight : paths;
    if (from.length > 0) change(payload, random.pick(from), bait, random);
  }
  return payload;
}

/** A copy in which every id of a thing stands for another one. */
export function forgeIds<T extends object>(payload: T, ids: readonly string[], random: Random): T {
  return JSON.parse(JSON.stringify(payload).replace(uuid, () => random.pick(ids)));
}

function change(root: unknown, path: Path, bait: Bait, random: Random): void {
  const last = path.at(-1);
  let holder = root;
  // Own fields only: what an earlier change put there may have led to Object.prototype, which is everybody's.
  for (const key of path.slice(0, -1))
    holder = isObject(holder) && Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
  if (!isObject(holder) || last === undefined || !Object.hasOwn(holder, last)) return;
  const value: unknown = Reflect.get(holder, last);
  switch (random.below(8)) {
    case 0:
      Reflect.deleteProperty(holder, last);
      return;
    case 1:
    case 2:
      if (typeof value === 'string') Reflect.set(holder, last, forged(value, bait.ids, random));
      else if (typeof value === 'number') Reflect.set(holder, last, String(value));
      else if (Array.isArray(value)) Reflect.set(holder, last, [...value, ...value]);
      else Reflect.set(holder, last, random.pick(strange));
      return;
    case 3: {
      // A part of another payload, from the same place or from anywhere.
      const other = random.pick(bait.payloads);
      const same = Reflect.get(other, last);
      Reflect.set(holder, last, same ?? Reflect.get(other, random.pick(Object.keys(other))));
      return;
    }
    default:
      Reflect.set(holder, last, random.pick(strange));
  }
}

/** Another id in place of each one in the text, JSON with something in it changed, or the text cut, doubled or followed by something. */
function forged(text: string, ids: readonly string[], random: Random): string {
  const swapped = text
    .replace(uuid, () => random.pick(ids))
    .replace(/\b[TUCD]0[A-Z0-9]{8}\b/g, () => random.pick(ids.filter((id) => /^[TUCDV]/.test(id))));
  if (text.startsWith('{') && random.below(2) === 0) return forgedJson(text, ids, random);
  if (swapped !== text) return swapped;
  return random.pick([
    text.slice(0, random.below(text.length + 1)),
    text + text,
    `${text} ${random.pick(ids)}`,
    `${text} ${random.pick(strangeWords)}`,
    text.toUpperCase(),
  ]);
}

function forgedJson(text: string, ids: readonly string[], random: Random): string {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value))
      return JSON.stringify(mutate(value, 'fine', { ids, payloads: [value] }, random)).slice(0, 3000);
  } catch {
    // Cut by an earlier mutation.
  }
  return text.slice(1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Bounded: what a mutation made deep or large is not walked for the next one. */
function pathsOf(value: unknown, at: Path, mostLevels: number): Path[] {
  if (!isObject(value) || at.length === mostLevels) return [];
  return Object.keys(value)
    .slice(0, 100)
    .flatMap((key) => {
      const path = [...at, key];
      return [path, ...pathsOf(Reflect.get(value, key), path, mostLevels)];
    });
}
