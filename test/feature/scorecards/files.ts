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

/** Presses a button they see, with another value in it than they were sent. */
export async function pressWith(
  tandem: TestApp,
  person: ActingPerson,
  button: string,
  value: string,
): Promise<void> {
  const { used } = findElement(tandem.sandbox.local, person.id, button, undefined);
  Reflect.set(used.element, 'value', value);
  await person.press(button);
}
