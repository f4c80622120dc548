import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/cli/diagnose.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { readManifest } from '../../../src/platform/slack/manifest.ts';
import { type Sandbox, startSandboxServer } from '../../../src/sandbox/server.ts';

let dataDir: string;
let sandbox: Sandbox;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tandem-doctor-'));
  const scopes = readManifest().scopes.filter((scope) => scope !== 'files:write');
  sandbox = await startSandboxServer({ clock: systemClock, port: 0, dataDir: null, scopes });
});
afterAll(async () => {
  await sandbox.close();
  await rm(dataDir, { recursive: true, force: true });
});

const environment = () => ({
  DATA_DIR: dataDir,
  SLACK_API_URL: sandbox.apiUrl,
  SLACK_BOT_TOKEN: sandbox.tokens.botToken,
  SLACK_APP_TOKEN: sandbox.tokens.appToken,
});

describe('the doctor', () => {
  test('finds tokens, clock, manifest, database and migrations well, and names the scope that is missing', async () => {
    const findings = await diagnose(environment());
    const faults = findings.filter((finding) => !finding.isWell);
    expect(faults.map(({ what, says }) => [what, says])).toEqual([['Scopes', 'missing: files:write']]);
    expect(faults[0]?.mend).toContain('manifest.yml');
    expect(findings.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'Bot token',
        'App token',
        'Clock',
        'Manifest',
        'Database',
        'Migrations',
        'Time zones',
      ]),
    );
  });

  test('says what to do about a wrong token, without showing it', async () => {
    const findings = await diagnose({ ...environment(), SLACK_BOT_TOKEN: 'xoxb-wrong-secret' });
    const fault = findings.find((finding) => finding.what === 'Bot token');
    expect(fault).toMatchObject({ isWell: false, says: 'Slack says invalid_auth' });
    expect(JSON.stringify(findings)).not.toContain('xoxb-wrong-secret');
  });

  test('says which settings do not fit together', async () => {
    const findings = await diagnose({ DATA_DIR: dataDir, SLACK_APP_TOKEN: 'xapp-1' });
    expect(findings.find((finding) => !finding.isWell)?.says).toContain('SLACK_BOT_TOKEN is missing');
  });
});
