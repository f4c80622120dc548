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

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const strange: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  true,
  [],
  {},
  [null],
  { toString: 1, valueOf: 1 },
  '__proto__',
  'constructor',
  '\u0000',
  'a\u0000b\ud800c\u202ed',
  '<!channel> *bold* <@U0MAYACHEN> `x` <https://evil.example|ok>',
  '0000-00-00',
  '2026-02-31',
  '99999999999999999999999',
  '-1',
  'D-99999999999999999999',
  'x'.repeat(10_240),
  '😀'.repeat(4000),
  '{"at":["C0BRIGHTLU",null],"data":{"stepId":"x"}}',
  '<@U0NOBODY00> <#C0NOWHERE0> <@W0> <!subteam^S1>',
];

/** A copy with a field left out, of another type, huge, hostile, or with ids of other things. */
export function mutate<T extends object>(payload: T, ids: readonly string[], random: Random): T {
  const copy = structuredClone(payload);
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const paths = pathsOf(copy, []);
    if (paths.length > 0) change(copy, random.pick(paths), ids, random);
  }
  return copy;
}

/** A copy in which every id of a thing stands for another one. */
export function forgeIds<T extends object>(payload: T, ids: readonly string[], random: Random): T {
  return JSON.parse(JSON.stringify(payload).replace(uuid, () => random.pick(ids)));
}

function change(root: unknown, path: Path, ids: readonly string[], random: Random): void {
  const last = path.at(-1);
  let holder = root;
  for (const key of path.slice(0, -1)) holder = Reflect.get(holder as object, key);
  if (typeof holder !== 'object' || holder === null || last === undefined) return;
  const value: unknown = Reflect.get(holder, last);
  switch (random.below(4)) {
    case 0:
      Reflect.deleteProperty(holder, last);
      return;
    case 1:
      Reflect.set(
        holder,
        last,
        typeof value === 'string' ? forged(value, ids, random) : random.pick(strange),
      );
      return;
    default:
      Reflect.set(holder, last, random.pick(strange));
  }
}

/** Another id in place of each one in the text, or the text cut, doubled or followed by something. */
function forged(text: string, ids: readonly string[], random: Random): string {
  const swapped = text
    .replace(uuid, () => random.pick(ids))
    .replace(/\b[TUCD]0[A-Z0-9]{8}\b/g, () => random.pick(ids.filter((id) => /^[TUCDV]/.test(id))));
  if (swapped !== text) return swapped;
  return random.pick([
    text.slice(0, random.below(text.length + 1)),
    text + text,
    `${text} ${random.pick(ids)}`,
  ]);
}

function pathsOf(value: unknown, at: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const path = [...at, key];
    return [path, ...pathsOf(Reflect.get(value, key), path)];
  });
}
