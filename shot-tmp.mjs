import { chromium } from 'playwright-core';
const [, , ...steps] = process.argv;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 950 } });
page.setDefaultTimeout(40000);
await page.goto('http://127.0.0.1:3321');
const got = page.getByRole('button', { name: 'Got it' });
if (await got.count()) await got.click();
for (const step of steps) {
  const [verb, ...rest] = step.split('='); const arg = rest.join('=');
  if (verb === 'as') { await page.getByTestId('person-switcher').click(); await page.getByRole('menuitemradio', { name: new RegExp(arg) }).click(); await page.locator('.sidebar-head').getByText(arg).first().waitFor(); }
  if (verb === 'in') { await page.getByTestId(`channel-${arg}`).click(); await page.waitForTimeout(500); }
  if (verb === 'dm') { await page.locator('.sidebar').getByText(arg || 'Tandem', {exact:false}).last().click(); await page.waitForTimeout(500); }
  if (verb === 'type') { const box = page.getByTestId('composer').first(); await box.fill(arg); await box.press('Escape'); await box.press('Enter'); await page.waitForTimeout(2500); }
  if (verb === 'press') { await page.getByRole('button', { name: arg }).last().click(); await page.waitForTimeout(2000); }
  if (verb === 'shot') await page.screenshot({ path: `/tmp/shots-p/${arg}.png` });
  if (verb === 'wait') await page.waitForTimeout(Number(arg));
}
await browser.close();
