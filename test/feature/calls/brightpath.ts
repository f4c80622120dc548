import type { LocalDate } from '../../../src/core/calendar.ts';
import { channels, type TestApp } from '../../support/app.ts';
import { openStartForm } from '../onboarding/brightpath.ts';

/** Starts Brightpath's onboarding with this kickoff, as Maya would in the channel. */
export async function startJourney(tandem: TestApp, kickoffOn: LocalDate): Promise<void> {
  const { maya } = tandem.people;
  await tandem.publishSample();
  await openStartForm(tandem);
  maya.fill({ Kickoff: kickoffOn });
  const errors = await maya.submit();
  if (Object.keys(errors).length > 0) throw new Error(JSON.stringify(errors));
  await tandem.settled();
}

/** The last file put into the shared channel, as text. */
export function lastFile(tandem: TestApp): string {
  const files = tandem.people.maya.sees(channels.shared).flatMap((message) => message.files);
  return contentOf(tandem, files.at(-1)?.id);
}

/** A file of the local Slack as text. */
export function contentOf(tandem: TestApp, fileId: string | undefined): string {
  const file = tandem.sandbox.local.world.data.files[fileId ?? ''];
  return Buffer.from(file?.content ?? '', 'base64').toString('utf8');
}
