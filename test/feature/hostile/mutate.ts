import { isObject, strange, strangeWords } from './strange.ts';

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

export type Grain = 'deep' | 'fine' | 'coarse';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The fields that decide what happens: chosen more often than their share. */
const telling =
  /^(text|value|values|private_metadata|callback_id|action_id|selected_.*|user|user_id|team|team_id|channel|channel_id|event|state|actions|id|type|name)$/;

/**
 * Changes things in a payload: leaves them out, makes them of another type, huge or hostile, takes them from
 * elsewhere, puts in ids of others. `deep` leaves the envelope as it is and changes one thing that a handler reads, so
 * that nearly all payloads reach one; `fine` changes one to three anywhere; `coarse` changes several near the top, so
 * that most do not even have a shape.
 */
export function mutate<T extends object>(payload: T, grain: Grain, bait: Bait, random: Random): T {
  if (grain === 'deep') return changeWhatIsRead(payload, bait, random);
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

/** What handlers read of a payload: all but the envelope that says what it is, whose, and by whom. */
function isRead([first, second, ...rest]: Path): boolean {
  switch (first) {
    case 'text':
    case 'value':
      return true;
    case 'actions':
      return rest.length > 0 && !['type', 'block_id', 'action_ts'].includes(String(rest[0]));
    case 'view':
      return second === 'private_metadata' || (second === 'state' && rest.length > 2);
    case 'event':
      return (
        second !== undefined && !['type', 'user', 'user_team', 'team', 'subtype'].includes(String(second))
      );
    default:
      return false;
  }
}

/** Text that a handler takes apart itself, and so worth most of the changes. */
const takenApart = /^(text|value|private_metadata|selected_.*)$/;

function changeWhatIsRead<T extends object>(payload: T, bait: Bait, random: Random): T {
  const paths = pathsOf(payload, [], 20).filter(isRead);
  const ofWeight = paths.filter((path) => takenApart.test(String(path.at(-1))));
  const from = ofWeight.length > 0 && random.below(4) > 0 ? ofWeight : paths;
  if (from.length === 0) return mutate(payload, 'fine', bait, random);
  const path = random.pick(from);
  const text = path.reduce<unknown>((value, key) => isObject(value) && Reflect.get(value, key), payload);
  // Half of what is written keeps its form, so that it is taken for what it was.
  if (typeof text === 'string' && text.includes(' ') && random.below(2) === 0)
    set(payload, path, reworded(text, bait, random));
  else change(payload, path, bait, random);
  return payload;
}

function set(root: object, path: Path, value: unknown): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((found, key) => isObject(found) && Reflect.get(found, key), root);
  const last = path.at(-1);
  if (isObject(holder) && last !== undefined) Reflect.set(holder, last, value);
}

/** The text with another word in place of one, or one more; the first, which names a command, mostly stays. */
function reworded(text: string, bait: Bait, random: Random): string {
  const words = text.split(' ');
  const at = random.below(8) === 0 ? 0 : 1 + random.below(words.length);
  const other = random.pick([
    random.pick(strangeWords),
    random.pick(bait.ids),
    `<@${random.pick(bait.ids)}>`,
    random.pick([
      'D-1',
      'L-1',
      'A-1',
      '900',
      '-1',
      '0',
      '1e9',
      '2026-02-31',
      'page 99',
      '5 EUR',
      '“',
      '"',
      '\n',
      '@',
    ]),
  ]);
  words.splice(at, random.below(3) === 0 ? 0 : 1, other);
  return words.join(' ');
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
