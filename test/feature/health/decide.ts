import { expect } from 'vitest';
import { channels, type TestApp } from '../../support/app.ts';

/** Maya decides whether the partnership with Brightpath goes on, by the form. */
export async function decide(tandem: TestApp, choice: string): Promise<void> {
  const { maya } = tandem.people;
  await maya.command('/partner health decide Brightpath', { channel: channels.internal });
  await maya.until(() => maya.modal()?.callbackId === 'health.decide');
  maya.fill({ Decision: choice, 'Why?': 'They sell a rival.' });
  expect(await maya.submit()).toEqual({});
  await tandem.settled();
}
