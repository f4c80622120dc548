import { channels, type TestApp } from '../../support/app.ts';

/** Opens and fills in the form that starts Brightpath's onboarding, as Maya. */
export async function openStartForm(tandem: TestApp, channel: string = channels.shared): Promise<void> {
  const { maya } = tandem.people;
  await maya.command('/partner start', { channel });
  await maya.until(() => maya.modal()?.callbackId === 'onboarding.start');
  fillStartForm(tandem);
}

/** Fills in what the open form asks about Brightpath. */
export function fillStartForm(tandem: TestApp): void {
  tandem.people.maya.fill({
    Partner: 'Brightpath',
    'Solution architect (your side)': 'Tom Okafor',
    'Enablement trainer (your side)': 'Priya Nair',
    'Partner support engineer (your side)': 'Owen Walsh',
    'Alliance lead (the partner’s side)': 'Diego Santos',
    'Partner seller (the partner’s side)': 'Diego Santos',
    'Partner engineer (the partner’s side)': 'Aiko Tanaka',
    'Partner support agent (the partner’s side)': 'Sam Rivera',
  });
}

/** Publishes the sample playbook and starts Brightpath's onboarding in its channel. */
export async function startBrightpath(tandem: TestApp): Promise<void> {
  await tandem.publishSample();
  await openStartForm(tandem);
  const errors = await tandem.people.maya.submit();
  if (Object.keys(errors).length > 0) throw new Error(JSON.stringify(errors));
  await tandem.settled();
}

/** The live checklist as somebody sees it: there is one in the channel, whatever happened. */
export function checklistOf(tandem: TestApp): string {
  const { diego } = tandem.people;
  const shown = diego
    .sees(channels.shared)
    .map((message) => diego.reads(message))
    .filter((text) => text.includes('Brightpath: onboarding'));
  if (shown.length !== 1) throw new Error(`${shown.length} checklists`);
  return shown[0] ?? '';
}
