import type { Json } from '../world.ts';

/** Where a fault is and what is wrong with it, written as Slack writes it: a JSON pointer from the argument on. */
export interface Fault {
  readonly path: string;
  readonly problem: string;
}

export type Surface = 'message' | 'modal' | 'home';

/** Collects faults while a value is walked; `at` descends into it. */
export interface Check {
  readonly surface: Surface;
  readonly path: string;
  readonly faults: Fault[];
  /** Seen so far in this block: `action_id`s must be unique within their block. */
  readonly actionIds: Set<string>;
  /** Seen so far: `block_id`s must be unique within a message or view. */
  readonly blockIds: Set<string>;
}

export function fault(check: Check, problem: string): void {
  check.faults.push({ path: check.path, problem });
}

export function at(check: Check, key: string | number): Check {
  return { ...check, path: `${check.path}/${key}` };
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or undefined with a fault when it is missing (and required) or no object. */
export function objectAt(check: Check, holder: Json, key: string, required = true): Json | undefined {
  const value = holder[key];
  if (value === undefined || value === null) {
    if (required) fault(check, `missing required field: ${key}`);
    return undefined;
  }
  if (isJson(value)) return value;
  fault(at(check, key), 'must be an object');
  return undefined;
}

/** The list under `key`; faults when it is missing, empty below `min` or longer than `max`. */
export function listAt(
  check: Check,
  holder: Json,
  key: string,
  min: number,
  max: number,
): readonly unknown[] {
  const value = holder[key];
  if (!Array.isArray(value)) {
    if (value !== undefined || min > 0) fault(at(check, key), 'must be a list');
    return [];
  }
  if (value.length < min) fault(at(check, key), `no fewer than ${min} items allowed`);
  if (value.length > max) fault(at(check, key), `no more than ${max} items allowed`);
  return value;
}

/** A string field: at most `max` characters, at least `min`. */
export function stringAt(
  check: Check,
  holder: Json,
  key: string,
  options: { min?: number; max: number; required?: boolean },
): void {
  const value = holder[key];
  if (value === undefined || value === null) {
    if (options.required) fault(check, `missing required field: ${key}`);
    return;
  }
  if (typeof value !== 'string') {
    fault(at(check, key), 'must be a string');
    return;
  }
  const min = options.min ?? (options.required ? 1 : 0);
  if (value.length < min) fault(at(check, key), `must be more than ${min - 1} characters`);
  if (value.length > options.max) fault(at(check, key), `must be less than ${options.max + 1} characters`);
}

export function booleanAt(check: Check, holder: Json, key: string, required = false): void {
  const value = holder[key];
  if (value === undefined ? required : typeof value !== 'boolean') fault(at(check, key), 'must be a boolean');
}

export function numberAt(check: Check, holder: Json, key: string, required = false): void {
  const value = holder[key];
  if (value === undefined ? required : typeof value !== 'number' || !Number.isFinite(value)) {
    fault(at(check, key), 'must be a number');
  }
}

export function oneOfAt(
  check: Check,
  holder: Json,
  key: string,
  allowed: readonly string[],
  required = false,
): void {
  const value = holder[key];
  if (value === undefined) {
    if (required) fault(check, `missing required field: ${key}`);
  } else if (typeof value !== 'string' || !allowed.includes(value)) {
    fault(at(check, key), `must be one of ${allowed.join(', ')}`);
  }
}

/** Fields Slack does not know make it refuse the block. */
export function onlyFields(check: Check, value: Json, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) fault(check, `additional property: ${key}`);
  }
}

/** A text object. `plain` refuses mrkdwn, as buttons, titles and labels do. */
export function textAt(
  check: Check,
  holder: Json,
  key: string,
  options: { max: number; plain: boolean; required?: boolean },
): void {
  const text = objectAt(check, holder, key, options.required ?? true);
  if (text) checkText(at(check, key), text, options);
}

export function checkText(check: Check, text: Json, options: { max: number; plain: boolean }): void {
  oneOfAt(check, text, 'type', options.plain ? ['plain_text'] : ['plain_text', 'mrkdwn'], true);
  onlyFields(check, text, text.type === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji']);
  stringAt(check, text, 'text', { max: options.max, required: true });
}
