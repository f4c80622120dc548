import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** `npm start` in a process of its own on an empty data folder, and a real Chromium on its page. */
export interface BrowserSandbox {
  readonly page: Page;
  readonly startedAfterMs: number;
  actAs(name: string): Promise<void>;
  openChannel(name: string): Promise<void>;
  /** Types a command or a message into the composer and sends it. */
  type(words: string): Promise<void>;
  stop(): Promise<void>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openSandbox(): Promise<BrowserSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-e2e-'));
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstUrl(child);
  const startedAfterMs = performance.now() - begun;
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: quiet,
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  await page.getByRole('button', { name: 'Got it' }).click();
  return {
    page,
    startedAfterMs,
    actAs: async (name) => {
      await page.getByTestId('person-switcher').click();
      await page.getByRole('menuitemradio', { name: new RegExp(name) }).click();
      // The page is drawn anew for somebody else; what is typed before that would be lost with it.
      await page.getByTestId('person-switcher').getByText(name).waitFor();
      await page.locator('.sidebar-head').getByText(name).first().waitFor();
    },
    openChannel: async (name) => {
      await page.getByTestId(`channel-${name}`).click();
      await page.getByRole('heading', { name: new RegExp(name), level: 1 }).waitFor();
    },
    type: async (words) => {
      const composer = page.getByTestId('composer').first();
      await composer.fill(words);
      await composer.press('Escape');
      await composer.press('Enter');
      await page.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('[data-testid=composer]')?.value === '',
      );
    },
    stop: async () => {
      await browser.close();
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /https?:\/\/\S+/.exec(said)?.[0];
      if (url) resolve(url);
    });
    child.once('exit', (code) =>
      reject(new Error(`the sandbox ended with ${code} before it was ready\n${said}`)),
    );
  });
}
