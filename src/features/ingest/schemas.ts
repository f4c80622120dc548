import { z } from 'zod';
import { httpLimits } from '../../platform/http/limits.ts';
import { costKinds, usageKinds } from './facts.ts';

/** What is sent in, field by field. The names are those of the columns in docs/import.md. */

const text = (most: number) => z.string().max(most);
const optional = (most: number) => text(most).nullish();
const externalId = text(200).describe('The id where it comes from; what comes again with it is the same');
const partner = optional(200).describe(
  'The partner’s name as Tandem has it, or its id; not needed with a key for one partner',
);
const amount = z
  .union([z.number(), text(40)], {
    error: ({ input }) => (input === undefined ? 'is missing' : 'has to be a decimal number'),
  })
  .describe('In major units, with a point: 12500 or "12500.00"; not negative');
const currency = z.string().length(3).nullish().describe('ISO 4217; the partner’s own when absent');
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ].{0,40})?$/, 'has to be a day, yyyy-mm-dd')
  .describe('yyyy-mm-dd, or a timestamp, whose day is the one by the programme’s clocks; not in the future');
const instant = z.iso.datetime({ offset: true, error: 'has to be a time like 2026-01-05T10:22:00Z' });
const updatedAt = instant
  .nullish()
  .describe(
    'As of when this is so; what is older than what is known changes nothing. When absent: when it was signed',
  );
const whole = z.int().nonnegative();

const rows = <T extends z.ZodType>(row: T) => z.array(row).min(1).max(httpLimits.rows);

export const dealFields = {
  external_id: externalId,
  partner,
  customer: text(200),
  name: optional(200),
  amount: amount
    .nullish()
    .describe('In major units, with a point: 12500 or "12500.00"; what has none counts for nothing'),
  currency,
  registered_on: day,
  closed_on: day.nullish().describe('Required when won or lost'),
  stage: text(60).describe('open, won or lost, or as docs/import.md says'),
  loss_reason: optional(500),
  partner_cost: amount
    .nullish()
    .describe('What the deal costs you; internal, so not with a key for one partner'),
  lead_external_id: optional(2000).describe(
    'Of the lead it came from, which may come later; of several, with semicolons between them, the earliest',
  ),
  registered_as: optional(20).describe(
    'The number of the deal it was registered as in Slack, D-7: the row is that deal, and no second one',
  ),
  updated_at: updatedAt,
} as const;

export const leadFields = {
  external_id: externalId,
  partner,
  customer: text(200),
  contact: optional(200),
  note: optional(2000),
  territory: optional(75).describe('A key or name of the playbook’s routing'),
  segment: optional(75).describe('As territory'),
  capability: optional(75).describe('As territory'),
  submitted_on: day,
  status: text(60).describe('submitted, accepted or declined, or as docs/import.md says'),
  reviewed_on: day.nullish().describe('Required when accepted or declined'),
  decline_reason: optional(500),
  deal_external_id: optional(2000).describe(
    'Of the deal it became, which may come later; several have semicolons between them',
  ),
  updated_at: updatedAt,
} as const;

const cost = z.strictObject({
  external_id: externalId,
  partner,
  kind: z.enum(costKinds),
  amount: amount.nullish(),
  currency,
  minutes: z
    .int()
    .positive()
    .max(10_000_000)
    .nullish()
    .describe('People’s time; without an amount, required'),
  incurred_on: day,
  note: optional(500).describe('Internal'),
  updated_at: updatedAt,
});

const usage = z.strictObject({
  external_id: externalId,
  partner,
  kind: z.enum(usageKinds).describe('revenue has an amount, units, customers and lost a quantity'),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/, 'has to be a month, yyyy-mm')
    .describe('yyyy-mm; not in the future'),
  amount: amount.nullish(),
  currency,
  quantity: whole.nullish(),
  updated_at: updatedAt,
});

const apiCalls = z.strictObject({
  external_id: externalId,
  partner,
  from: instant.describe('The window, half open; windows of one partner must not overlap'),
  to: instant.describe('Not in the future'),
  total: whole,
  successful: whole.describe('Not more than total'),
  updated_at: updatedAt,
});

export type CostInput = z.output<typeof cost>;
export type UsageInput = z.output<typeof usage>;
export type ApiCallsInput = z.output<typeof apiCalls>;

export const dealsBody = z.strictObject({ deals: rows(z.strictObject(dealFields)) });
export const leadsBody = z.strictObject({ leads: rows(z.strictObject(leadFields)) });
export const costsBody = z.strictObject({ costs: rows(cost) });
export const usageBody = z.strictObject({ usage: rows(usage) });
export const apiCallsBody = z.strictObject({ api_calls: rows(apiCalls) });

const record = z.record(z.string(), z.unknown());
/** Records as a CRM has them: one, a list, or a list under a name. */
export const recordsBody = z
  .union([rows(record), z.strictObject({ records: rows(record) }), record], {
    error: 'has to be a record, a list of 1 to 500 of them, or {"records": […]}',
  })
  .transform((body): readonly Readonly<Record<string, unknown>>[] => {
    if (Array.isArray(body)) return body;
    return Array.isArray(body.records) ? body.records : [body];
  });

/** What is answered once all of it is in. */
export const takenSchema = z.object({
  added: whole,
  changed: whole,
  unchanged: whole,
  outdated: z
    .array(z.string())
    .describe('External ids of rows older than what is known; they changed nothing'),
});
export type Taken = z.infer<typeof takenSchema>;
