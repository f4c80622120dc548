import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type BrowserSandbox, openSandbox } from './sandbox.ts';

let sandbox: BrowserSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

/** Chooses a person or an option from the open modal's menu with this label. */
async function choose(label: string, option: string): Promise<void> {
  const menu = sandbox.page.getByTestId('modal').getByRole('combobox', { name: new RegExp(label) });
  await menu.click();
  await menu.fill(option);
  await sandbox.page
    .getByRole('option', { name: new RegExp(option) })
    .first()
    .click();
}

async function submit(): Promise<void> {
  await sandbox.page.getByTestId('modal-submit').click();
  await sandbox.page.getByTestId('modal').waitFor({ state: 'detached' });
}

/** Mentions the bot in the shared channel and fills in the form behind the button it answers with. */
async function openForm(words: string): Promise<void> {
  await sandbox.type(`@Tandem ${words}`);
  await sandbox.page.getByRole('button', { name: 'Open the form' }).last().click();
  await sandbox.page.getByTestId('modal').waitFor();
}

const picture = (name: string) => fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url));

/** The direct messages with the bot. */
async function openMessages(): Promise<void> {
  await sandbox.page.getByTestId('home-tab').click();
  await sandbox.page.getByRole('button', { name: 'Messages' }).click();
}

test('a partner completes the first gate, a manager approves, a week passes, the digest arrives', async () => {
  const { page, actAs, openChannel, type } = sandbox;
  onTestFailed(async () => void (await page.screenshot({ path: picture('failed') })));

  // The manager starts the journey; what is missing is said beside the field.
  await type('/partner start');
  const modal = page.getByTestId('modal');
  await modal.getByLabel('Partner', { exact: true }).fill('Brightpath Consulting');
  await choose('Solution architect', 'Tom');
  await choose('Enablement trainer', 'Priya');
  await choose('Partner support engineer', 'Owen');
  await choose('Alliance lead', 'Diego');
  await choose('Partner seller', 'Diego');
  await choose('Partner engineer', 'Aiko');
  await choose('Partner support agent', 'Sam');
  await submit();
  await page.getByText('0 of 26 steps done').waitFor();
  await type('/partner done kickoff meeting https://notes.example/kickoff');
  await page.getByText('1 of 26 steps done').waitFor();

  // The partner has no slash commands: buttons and mentions do it all.
  await actAs('Diego');
  await page.getByRole('button', { name: 'Complete' }).first().click();
  await modal
    .getByRole('textbox', { name: 'Who takes which seat?' })
    .fill('Diego sells, Aiko builds, Sam supports.');
  await submit();
  await page.getByText('2 of 26 steps done').waitFor();
  await type('@Tandem done success criteria https://plan.example/v1');
  await page.getByText('In review with Maya').first().waitFor();
  await openForm('done orientation');
  await modal.getByRole('radio', { name: 'The head of facilities or energy' }).check();
  await modal.getByRole('radio', { name: 'The three buildings that waste the most energy' }).check();
  await modal.getByRole('radio', { name: 'A decision by a named person on stated criteria' }).check();
  await modal.getByRole('checkbox', { name: 'Margin on subscriptions it sources' }).check();
  await modal.getByRole('checkbox', { name: 'Its own integration and advisory services' }).check();
  await modal.getByRole('checkbox', { name: 'A share of renewals it supports' }).check();
  await submit();
  await page.getByText('3 of 26 steps done').waitFor();
  await type('@Tandem done data sharing boundaries https://files.example/dpa.pdf');

  // Vendor's side: access, two reviews, the gate.
  await actAs('Owen');
  await openChannel('brightpath-lumen');
  await type('/partner done tools access');
  await page.getByText('4 of 26 steps done').waitFor();
  for (const reviewer of ['Tom', 'Maya']) {
    await actAs(reviewer);
    await openMessages();
    await page.getByRole('button', { name: 'Approve' }).last().click();
    await page.getByText('Approved:').last().waitFor();
  }
  await page.getByRole('button', { name: 'Decide' }).last().click();
  await modal
    .getByText(/Open the way to/)
    .first()
    .click();
  await submit();
  await openChannel('brightpath-lumen');
  await page.getByText('6 of 26 steps done').waitFor();
  await page.getByText('2. Enabled (now)').waitFor();

  // A week later the digest is in the manager's messages.
  await page.getByTestId('advance-week').click();
  await openMessages();
  await page.getByText('Your partners side by side').first().waitFor({ timeout: 60_000 });
  expect(await page.getByRole('table', { name: /Your partners side by side/ }).count()).toBeGreaterThan(0);
  await page.screenshot({ path: picture('digest') });

  // On a phone the channels are asked for, go once one is chosen, and nothing runs past the side.
  const channel = page.getByTestId('channel-partner-team');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await channel.isVisible()).toBe(false);
  await page.getByTestId('sidebar-button').click();
  await channel.click();
  await page.getByRole('heading', { name: /partner-team/, level: 1 }).waitFor();
  expect(await channel.isVisible()).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
}, 240_000);
