import { channels } from '../../support/app.ts';
import type { TwoPartners } from './two-partners.ts';

const { shared } = channels;

/** A little of everything, so that every kind of payload is there to be recorded. */
export async function liveThroughSome({ tandem, northwindChannel, nora }: TwoPartners): Promise<void> {
  const { maya, diego, aiko, lena } = tandem.people;
  const { controls } = tandem.sandbox;
  await maya.command('/partner done kickoff meeting https://notes.example/kickoff', { channel: shared });
  await diego.mention(shared, 'done name the team: Diego sells, Aiko builds');
  await diego.mention(shared, 'done success criteria https://plan.example/v1');
  await diego.mention(shared, 'done orientation');
  await maya.hears('asks for your review', { channel: 'dm' });
  await maya.press('Send back');
  await maya.until(() => maya.modal());
  maya.fill({ 'What is missing?': 'An owner.' });
  await maya.submit();
  await diego.hears('Ready when you are');
  await diego.press('Open the form');
  await diego.until(() => diego.modal());
  await diego.submit();
  await diego.close();
  for (const words of [
    'steps',
    'status',
    'calls',
    'agenda pricing',
    'deal Acme 12,500 EUR “Rollout”',
    'lead Acme, Jane, pilot',
  ])
    await diego.mention(shared, words);
  await aiko.say('dm', 'help');
  await nora.mention(northwindChannel, 'lead Initech, Joe, wants it');
  await tandem.settled();
  for (const line of [
    'action Send the price list @Aiko Tanaka by tomorrow',
    'people Brightpath',
    'scorecard',
    'deal',
    'lead',
  ])
    await maya.command(`/partner ${line}`, { channel: shared });
  await maya.command('/partner deal won D-1', { channel: shared });
  await lena.command('/partner deal cost D-1', { channel: shared });
  await maya.openHome();
  await tandem.advance('week');
  controls.renameChannel('general-lumen', 'lobby');
  controls.archiveChannel(northwindChannel);
  controls.archiveChannel(northwindChannel, false);
  controls.changeChannelId('lobby');
  controls.deactivatePerson(tandem.people.priya.id);
  controls.deactivatePerson(tandem.people.priya.id, false);
  await tandem.settled();
}
