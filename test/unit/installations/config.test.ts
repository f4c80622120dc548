import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const complete = {
  SLACK_SIGNING_SECRET: 'signing',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret-value',
  SLACK_STATE_SECRET: 'state-secret-value-long-enough-000',
  TOKEN_KEYS: `second:${key}, first:${Buffer.alloc(32, 8).toString('base64')}`,
  PUBLIC_URL: 'https://tandem.example.com/',
};

describe('the settings of an app with OAuth', () => {
  test('are read whole: keys in order, the address without its slash', () => {
    const { slack } = readConfig(complete);
    expect(slack).toMatchObject({ kind: 'http', signingSecret: 'signing' });
    const oauth = slack.kind === 'sandbox' ? undefined : slack.oauth;
    expect(oauth?.publicUrl).toBe('https://tandem.example.com');
    expect(oauth?.tokenKeys.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['second', 32],
      ['first', 32],
    ]);
  });

  test('one token goes on as before, and nothing at all opens the sandbox', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toEqual({
      kind: 'socket',
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
    });
    expect(readConfig({}).slack).toEqual({ kind: 'sandbox' });
  });

  test.each([
    [
      'all that is missing at once',
      { TOKEN_KEYS: '', PUBLIC_URL: '' },
      /TOKEN_KEYS is missing[\s\S]*|PUBLIC_URL is missing/,
    ],
    ['both ways at once', { SLACK_BOT_TOKEN: 'xoxb-1' }, /Take one or the other away/],
    ['no way in', { SLACK_SIGNING_SECRET: '' }, /neither SLACK_APP_TOKEN .* nor SLACK_SIGNING_SECRET/],
    ['a key of another length', { TOKEN_KEYS: 'first:c2hvcnQ=' }, /key 1: the key must be 32 bytes/],
    ['a key without a name', { TOKEN_KEYS: key }, /key 1: write it as name:key/],
    ['one name for two keys', { TOKEN_KEYS: `a:${key},a:${key}` }, /key 2: its name is used twice/],
    ['a short state secret', { SLACK_STATE_SECRET: 'short' }, /SLACK_STATE_SECRET is too short/],
    ['an address that is not secure', { PUBLIC_URL: 'http://tandem.example.com' }, /must be an https/],
  ])('%s is said in words, and no secret with it', (_, changed, words) => {
    const fails = () => readConfig({ ...complete, ...changed });
    expect(fails).toThrow(words);
    try {
      fails();
    } catch (error) {
      const said = String(error);
      for (const secret of ['client-secret-value', 'state-secret-value', key])
        expect(said).not.toContain(secret);
    }
  });
});
