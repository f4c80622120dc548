import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { forgedPress, sendForged } from '../../support/forged.ts';
import { fileSent } from '../scorecards/files.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

const { shared } = channels;
const monday = new Date('2026-01-05T09:00:00Z');
let t: TestApp;
let brightpath: string;
let northwind: string;
beforeAll(async () => {
  t = await startTestApp();
  brightpath = await setUpBrightpath(t);
  northwind = await setUpNorthwind(t);
  await t.work(({ tx, workspaceId, newId }) => {
    const deal = (
      number: number,
      customer: string,
      rest: {
        readonly partnerId?: string;
        readonly amountMinor: bigint;
        readonly stage: string;
        readonly registration?: string;
        readonly closedAt?: Date;
      },
    ) => ({
      ...{ id: newId(), workspaceId, partnerId: brightpath, number, customer, name: customer },
      ...{ customerKey: customer.toLowerCase(), currency: 'EUR', registeredAt: monday },
      ...rest,
    });
    const [stage, closedAt] = ['won', new Date('2026-01-09T09:00:00Z')] as const;
    return tx.deal.createMany({
      data: [
        deal(1, 'Acme', { amountMinor: 1_250_000n, stage, closedAt }),
        deal(2, 'Globex', { amountMinor: 900_000n, stage: 'open' }),
        deal(3, 'Initech', { amountMinor: 50_000n, stage: 'lost', closedAt }),
        deal(4, 'Hooli', { amountMinor: 70_000n, stage: 'declined', registration: 'declined', closedAt }),
        ...Array.from({ length: 45 }, (_, index) =>
          deal(5 + index, `Customer ${index + 1}`, {
            ...{ partnerId: northwind, amountMinor: 100_000n, stage, closedAt },
          }),
        ),
      ],
    });
  });
});
afterAll(() => t.stop());

test('the sums of a partner’s pipeline say what they are and list what is in them, to both sides', async () => {
  const { diego, aiko } = t.people;
  for (const person of [diego, aiko]) {
    await person.mention(shared, 'pipeline');
    const shown = await person.hears('Pipeline of Brightpath', { channel: shared });
    expect(person.reads(shown)).toContain('won 1 deal, €12,500; lost 1 deal, €500');
    await person.press('How: won and lost', shown);
    const closed = person.reads(await person.hears('Deals won and lost of Brightpath', { channel: shared }));
    expect(closed).toMatch(/Won\W+1 deal, €12,500[\s\S]*Lost\W+1 deal, €500/);
    expect(closed).toMatch(/D-1 \| Acme \| Mon 5 Jan \| Fri 9 Jan \| Won \| €12,500/);
    expect(closed).toMatch(/D-3 \| Initech/);
    expect(closed).not.toMatch(/D-2|D-4|D-5/);
    await person.press('How: open', shown);
    const open = person.reads(await person.hears(/^Open deals of Brightpath/, { channel: shared }));
    expect(open).toMatch(/D-2 \| Globex \| Mon 5 Jan \| €9,000/);
    expect(open).not.toMatch(/D-1 |D-4/);
  }
});

test('those of all partners are turned page by page and sent as a file', async () => {
  const { maya } = t.people;
  await maya.command('/partner pipeline');
  const shown = await maya.hears('Pipeline of all partners', { channel: 'dm' });
  expect(maya.reads(shown)).toContain('won 46 deals, €57,500; lost 1 deal, €500');
  await maya.press('How: won and lost', shown);
  const first = await maya.hears(/Deals won and lost of all partners[\s\S]*1 to 40 of 47/, {
    channel: 'dm',
  });
  expect(maya.reads(first)).toMatch(/Won\W+46 deals, €57,500/);
  await maya.press('More', first);
  const second = await maya.hears('41 to 47 of 47', { channel: 'dm' });
  expect(maya.reads(second)).toMatch(/D-1 \| Brightpath Consulting \| Acme/);
  await maya.press('Send me all as CSV', second);
  const file = await maya.until(() => maya.dm().findLast((each) => maya.reads(each).includes('47 rows')));
  expect(maya.reads(file)).toContain('the deals behind “won and lost”');
  const [columns] = await fileSent(t, maya, 'deals.csv');
  expect(columns).toContain('attribution');
  for (const internal of ['partner_cost', 'is_contested']) expect(columns).not.toContain(internal);
});

test('what somebody may not see is not told, whatever their client sends', async () => {
  const { diego } = t.people;
  const window = `${monday.getTime()}:${t.clock.now().getTime()}:0`;
  for (const value of [`closed:all:${window}`, `closed:${northwind}:${window}`, 'closed:all', 'x:all:0:0:0'])
    for (const actionId of ['pipeline.how', 'pipeline.howExport']) {
      await sendForged(t, forgedPress(t, { personId: cast.diego, channel: shared }, { actionId, value }));
      await t.settled();
    }
  const seen = [...diego.sees(shared), ...diego.dm()].map(diego.reads).join('\n');
  expect(seen).not.toMatch(/Customer \d|D-45/);
  expect(seen).toContain('The pipeline of all partners is for the vendor’s own channels');
});

test('in a shared channel that is no partner’s yet nothing is told of all of them', async () => {
  const fresh = await startTestApp();
  const { maya } = fresh.people;
  for (const command of ['pipeline', 'deal list', 'lead list']) {
    const before = maya.ephemerals(shared).length;
    await maya.command(`/partner ${command}`, { channel: shared });
    await maya.until(() => maya.ephemerals(shared).length > before);
    expect(maya.reads(maya.ephemerals(shared).at(-1) ?? { text: '', blocks: null })).toContain(
      'This channel isn’t set up for a partner yet.',
    );
  }
  await fresh.stop();
});
