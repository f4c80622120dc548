import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile } from '../../../src/features/pipeline/import-file.ts';
import { type ImportCells, importBatch } from '../../../src/features/pipeline/public.ts';
import { channels, startTestApp, type TestApp } from '../../support/app.ts';
import { setUpBrightpath, setUpNorthwind } from './partner.ts';

const partners = ['Brightpath Consulting', 'Northwind'] as const;
let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
  await setUpBrightpath(t);
  await setUpNorthwind(t);
});
afterAll(() => t.stop());

interface Said {
  readonly id: string;
  readonly partner: string;
  /** Ids of the other kind. */
  readonly names: readonly string[];
  /** Of January 2026. */
  readonly day: number;
}
type Row = Said & { readonly kind: 'leads' | 'deals' };

const day = (n: number) => `2026-01-0${n}`;
const cellsOf = ({ kind, id, partner, names, day: n }: Row) => ({
  ...{ external_id: id, partner, customer: 'Acme' },
  ...(kind === 'deals'
    ? { amount: '5', registered_on: '2026-01-09', stage: 'open', lead_external_id: names.join('; ') }
    : {
        submitted_on: day(n),
        status: 'accepted',
        reviewed_on: '2026-01-09',
        deal_external_id: names.join(';'),
      }),
});

/** As another system sends it, as of the 10th. */
const send = (row: Row, more: Readonly<Record<string, string>> = {}, at = '2026-01-10T00:00:00Z') => {
  const cells = { kind: row.kind, rows: [{ line: 0, cells: { ...cellsOf(row), ...more } }] } as ImportCells;
  return t.work((work) => importBatch(work, cells, { onlyPartnerId: null, updatedAt: new Date(at) }));
};

/** By deal the lead it is linked with, of the ids that begin so. */
const links = (prefix: string) =>
  t.work(async ({ tx, workspaceId }) => {
    const where = { workspaceId, externalId: { startsWith: prefix } };
    const found = await tx.deal.findMany({ where, include: { lead: true }, orderBy: { externalId: 'asc' } });
    return Object.fromEntries(found.map(({ externalId, lead }) => [externalId, lead?.externalId ?? null]));
  });
const entries = () => t.work(({ tx, workspaceId }) => tx.auditEntry.count({ where: { workspaceId } }));

const lead = (id: string, more: Partial<Said> = {}): Row => ({
  ...{ kind: 'leads', id, partner: partners[0], names: [], day: 5, ...more },
});
const deal = (id: string, more: Partial<Said> = {}): Row => ({
  ...{ kind: 'deals', id, partner: partners[0], names: [], day: 5, ...more },
});

test('in whatever order leads and deals come, each deal ends with the first of its partner’s leads that belongs to it', async () => {
  let run = 0;
  const said = (prefix: string, other: string) =>
    fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...[1, 2, 3].map((n) => `${prefix}${n}`)),
        partner: fc.constantFrom(...partners),
        // One of them never comes.
        names: fc.uniqueArray(fc.constantFrom(...[1, 2, 3, 4].map((n) => `${other}${n}`)), { maxLength: 3 }),
        day: fc.integer({ min: 1, max: 3 }),
      }),
      { selector: ({ id }) => id, maxLength: 3 },
    );
  const world = fc.record({ leads: said('l', 'd'), deals: said('d', 'l') }).chain(({ leads, deals }) => {
    const rows = [
      ...leads.map((each) => ({ ...each, kind: 'leads' as const })),
      ...deals.map((each) => ({ ...each, kind: 'deals' as const })),
    ];
    return fc.record({
      ...{ leads: fc.constant(leads), deals: fc.constant(deals) },
      order: fc.shuffledSubarray(rows, { minLength: rows.length }),
    });
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ leads, deals, order }) => {
      run += 1;
      const of = (id: string) => `run${run}-${id}`;
      for (const row of order) await send({ ...row, id: of(row.id), names: row.names.map(of) });
      const expected = deals.map(({ id, partner, names }) => {
        const [first] = leads
          .filter((each) => each.partner === partner && (names.includes(each.id) || each.names.includes(id)))
          .sort((a, b) => a.day - b.day || a.id.localeCompare(b.id));
        return [of(id), first ? of(first.id) : null] as const;
      });
      expect(await links(of(''))).toEqual(Object.fromEntries(expected));
      const before = await entries();
      for (const row of order)
        expect(await send({ ...row, id: of(row.id), names: row.names.map(of) })).toMatchObject({
          ...{ added: 0, changed: 0, unchanged: 1 },
        });
      expect(await links(of(''))).toEqual(Object.fromEntries(expected));
      expect(await entries()).toBe(before);
    }),
    { numRuns: 40, seed: 20_260_112 },
  );
}, 120_000);

test('a newer word of either side moves the link, an older one does not', async () => {
  const next = '2026-01-11T00:00:00Z';
  await send(lead('m-l1'));
  await send(deal('m-d1', { names: ['m-l1'] }));
  await send(deal('m-d1', { names: ['m-l2'] }), {}, next);
  expect(await links('m-')).toEqual({ 'm-d1': null });
  expect(await send(deal('m-d1', { names: ['m-l1'] }))).toMatchObject({ outdated: ['m-d1'] });
  await send(lead('m-l2'));
  expect(await links('m-')).toEqual({ 'm-d1': 'm-l2' });
  // As one that was linked before what it names was kept.
  await t.work(({ tx, workspaceId }) =>
    tx.deal.updateMany({ where: { workspaceId, externalId: 'm-d1' }, data: { sourceSaid: { lead: 'x' } } }),
  );
  expect(await send(deal('m-d1', { names: ['m-l2'] }), {}, next)).toMatchObject({ changed: 0, unchanged: 1 });
  // A lead that names another deal from now on.
  await send(deal('m-d2'));
  await send(deal('m-d3'));
  await send(lead('m-l3', { names: ['m-d2'] }));
  expect(await links('m-')).toMatchObject({ 'm-d2': 'm-l3', 'm-d3': null });
  await send(lead('m-l3', { names: ['m-d3'] }), {}, next);
  expect(await links('m-')).toMatchObject({ 'm-d2': null, 'm-d3': 'm-l3' });
  // Where a cell is empty, what is known stays.
  await send(lead('m-l3'), {}, '2026-01-12T00:00:00Z');
  expect(await links('m-')).toMatchObject({ 'm-d3': 'm-l3' });
  const long = await send(deal('m-d4', { names: ['x'.repeat(201)] }));
  expect(long).toMatchObject({ faults: [{ faults: { lead_external_id: expect.stringContaining('201') } }] });
});

test('files link as well, in either order, more rows than are written at once', async () => {
  const file = (kind: 'deals' | 'leads', lines: readonly string[]) => {
    const bytes = new TextEncoder().encode(lines.join('\n'));
    return t.work((work) => importFile(work, { kind, bytes, partnerName: 'Northwind', isDryRun: false }));
  };
  const numbers = Array.from({ length: 600 }, (_, n) => n);
  const deals = [
    'external_id,customer,amount,registered_on,stage,lead_external_id',
    ...numbers.map((n) => `f-d${n},Acme,5,2026-01-05,open,f-l${n}`),
  ];
  const leads = [
    'external_id,customer,submitted_on,status,reviewed_on',
    ...numbers.map((n) => `f-l${n},Acme,2026-01-05,accepted,2026-01-06`),
  ];
  expect(await file('deals', deals)).toMatchObject({ added: 600 });
  expect(await file('leads', leads)).toMatchObject({ added: 600 });
  const linked = Object.entries(await links('f-'));
  expect(linked).toHaveLength(600);
  expect(linked.every(([dealId, leadId]) => leadId === dealId.replace('d', 'l'))).toBe(true);
  expect(await file('deals', deals)).toMatchObject({ changed: 0, unchanged: 600 });
});

test('timelines say once what became of what, whichever came first, and the history that it was linked', async () => {
  const { maya } = t.people;
  const read = async (words: string) => {
    t.clock.moveTo(new Date(t.clock.now().getTime() + 2000));
    await maya.command(`/partner ${words}`, { channel: channels.internal });
    const modal = maya.reads(await maya.until(() => maya.modal()));
    await maya.close();
    return modal;
  };
  const numberOf = (table: 'lead' | 'deal', externalId: string) =>
    t.work(async ({ tx, workspaceId }) => {
      const where = { workspaceId, externalId };
      const found =
        table === 'lead' ? await tx.lead.findFirst({ where }) : await tx.deal.findFirst({ where });
      return found?.number ?? 0;
    });
  for (const order of ['deal first', 'lead first'] as const) {
    const rows = [deal(`${order}-d`, { names: [`${order}-l`] }), lead(`${order}-l`)];
    for (const row of order === 'deal first' ? rows : rows.reverse()) await send(row);
    const [l, d] = [await numberOf('lead', `${order}-l`), await numberOf('deal', `${order}-d`)];
    const ofDeal = await read(`deal timeline D-${d}`);
    expect(ofDeal).toMatch(new RegExp(`registered on Fri 9 Jan, came from lead L-${l}\\.`));
    expect(ofDeal.match(new RegExp(`L-${l}\\b`, 'g'))).toHaveLength(1);
    const ofLead = await read(`lead timeline L-${l}`);
    expect(ofLead).toMatch(new RegExp(`accepted on Fri 9 Jan, became D-${d}\\.`));
    expect(ofLead.match(new RegExp(`D-${d}\\b`, 'g'))).toHaveLength(1);
  }
  await maya.command('/partner history Brightpath', { channel: channels.internal });
  await maya.hears('An import linked 1 deal with the lead it came from', { channel: channels.internal });
});

test('a card in the channel shows the lead a deal came from as soon as that is known', async () => {
  const { diego } = t.people;
  const sees = (words: RegExp) => diego.sees(channels.shared).some((each) => words.test(diego.reads(each)));
  const won = { customer: 'Vandelay', stage: 'won', closed_on: '2026-01-11' };
  await send(deal('c-d1', { names: ['c-l1'] }), won);
  await t.settled();
  await diego.until(() => sees(/Vandelay/));
  expect(sees(/From lead/)).toBe(false);
  await send(lead('c-l1'));
  await t.settled();
  await diego.until(() => sees(/Vandelay.*From lead\W+L-\d+/s));
});
