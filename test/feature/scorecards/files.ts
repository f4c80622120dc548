import { findElement } from '../../../src/sandbox/find-element.ts';
import type { ActingPerson } from '../../../src/sandbox/person.ts';
import type { TestApp } from '../../support/app.ts';
import { contentOf } from '../calls/brightpath.ts';

/** The newest file somebody was sent of that name in their messages with the app, line by line. */
export async function fileSent(tandem: TestApp, person: ActingPerson, name: string): Promise<string[]> {
  const file = await person.until(() =>
    person
      .dm()
      .flatMap((message) => message.files)
      .filter((each) => each.name === name)
      .at(-1),
  );
  return contentOf(tandem, file.id).replace('\uFEFF', '').trimEnd().split('\r\n');
}

/** Presses a button they see, with another value (and action) in it than they were sent. */
export async function pressWith(
  tandem: TestApp,
  person: ActingPerson,
  button: string,
  value: string,
  actionId?: string,
): Promise<void> {
  const { used } = findElement(tandem.sandbox.local, person.id, button, undefined);
  Reflect.set(used.element, 'value', value);
  if (actionId !== undefined) Reflect.set(used.element, 'action_id', actionId);
  await person.press(button);
}

/** Whether a message holds every block of another, unchanged and in order. */
export function holds(message: Shown, other: Shown): boolean {
  const blocks = (shown: Shown) => (shown.blocks ?? []).map((block) => JSON.stringify(withoutIds(block)));
  const all = blocks(message);
  const first = all.indexOf(blocks(other)[0] ?? '');
  return first >= 0 && blocks(other).every((block, index) => all[first + index] === block);
}

interface Shown {
  readonly blocks: readonly unknown[] | null;
}

/** Slack names blocks that have no name of their own. */
function withoutIds(block: unknown): unknown {
  return JSON.parse(JSON.stringify(block, (key, value: unknown) => (key === 'block_id' ? undefined : value)));
}
