import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { publish } from '../../../src/features/playbook/public.ts';
import { inLumen, lumenId, now } from './lumen.ts';

export interface Size {
  readonly partners: number;
  readonly deals: number;
  readonly leads: number;
  readonly steps: number;
}

const playbook = new URL('../../../playbooks/partner-programme.yaml', import.meta.url);

/** As scattered as the app's random ids, and the same in each run. */
const id = (kind: string, number: string) => `md5('${kind}' || (${number}))::uuid`;

/**
 * Partners with journeys, leads and deals of two years, the same ones each time. Leads and deals lie in the tables
 * as they came, one partner's among those of all the others.
 */
export async function seedScorecards(client: Client, url: string, size: Size): Promise<void> {
  const at = `'${now.toISOString()}'::timestamptz`;
  const workspace = `'${lumenId}'::uuid`;
  const perJourney = Math.floor(size.steps / size.partners);
  await client.query(
    `SELECT set_config('tandem.workspace', '*', false), set_config('synchronous_commit', 'off', false)`,
  );
  await client.query(`
    INSERT INTO "Workspace" ("id", "slackTeamId", "name", "botUserId", "timeZone", "createdAt")
    VALUES (${workspace}, 'T0LUMEN001', 'Lumen', 'U0TANDEMBT', 'Europe/Berlin', ${at})`);
  await client.query(`
    INSERT INTO "Person" ("id", "workspaceId", "slackUserId", "slackTeamId", "side", "name", "timeZone", "checkedAt")
    VALUES (${id('person', '1')}, ${workspace}, 'U0MAYACHEN', 'T0LUMEN001', 'vendor', 'Maya Chen', 'Europe/Berlin', ${at})`);
  await inLumen(url, (work) =>
    publish(work, {
      source: readFileSync(playbook, 'utf8'),
      filename: 'bench.yaml',
      publishedBy: 'Maya Chen',
      reason: 'Bench',
    }),
  );
  await client.query(`
    INSERT INTO "Partner" ("id", "workspaceId", "name", "nameKey", "tier", "managerPersonId", "timeZone", "currency", "signedOn", "createdAt")
    SELECT ${id('partner', 'i')}, ${workspace}, 'Partner ' || i, 'partner ' || i, (ARRAY['registered', 'silver', 'gold'])[i % 3 + 1],
      ${id('person', '1')}, 'Europe/Berlin', 'EUR', (${at} - (i % 600 + 100) * interval '1 day')::date, ${at} - interval '710 days'
    FROM generate_series(1, ${size.partners}) AS i`);
  await client.query(`
    INSERT INTO "Journey" ("id", "workspaceId", "partnerId", "playbookVersionId", "tracks", "kickoffOn", "slackChannelId", "status", "currentGate", "startedById", "startedAt", "completedAt")
    SELECT ${id('journey', 'i')}, ${workspace}, ${id('partner', 'i')}, (SELECT "id" FROM "PlaybookVersion"), '{sales}', (${at} - (i % 600 + 90) * interval '1 day')::date,
      'C' || i, CASE i % 3 WHEN 0 THEN 'completed' ELSE 'running' END, 'enabled', ${id('person', '1')}, ${at} - (i % 600 + 90) * interval '1 day',
      CASE i % 3 WHEN 0 THEN ${at} - interval '5 days' END
    FROM generate_series(1, ${size.partners}) AS i`);
  await client.query(`
    INSERT INTO "JourneyStep" ("id", "workspaceId", "journeyId", "key", "gateKey", "position", "status", "dueOn", "completedAt", "blockedAt")
    SELECT ${id('step', `i::bigint * ${perJourney} + s`)}, ${workspace}, ${id('journey', 'i')}, 'step-' || s, 'enabled', s,
      CASE WHEN s % 3 = 0 THEN 'open' WHEN s % 31 = 1 THEN 'in_review' ELSE 'done' END,
      (${at} + (s - 50 + i % 20) * interval '1 day')::date,
      CASE WHEN s % 3 <> 0 AND s % 31 <> 1 THEN ${at} - s * interval '1 day' END,
      CASE WHEN s % 33 = 0 THEN ${at} - interval '3 days' END
    FROM generate_series(1, ${size.partners}) AS i, generate_series(1, ${perJourney}) AS s`);
  await client.query(`
    INSERT INTO "Lead" ("id", "workspaceId", "partnerId", "number", "customer", "status", "createdAt", "reviewedAt")
    SELECT ${id('lead', 'i')}, ${workspace}, ${id('partner', `i % ${size.partners} + 1`)}, i, 'Customer ' || i,
      CASE WHEN reviewed."at" IS NULL THEN 'submitted' WHEN i % 4 = 1 THEN 'declined' ELSE 'accepted' END, came."at", reviewed."at"
    FROM generate_series(1, ${size.leads}) AS i
    CROSS JOIN LATERAL (SELECT ${at} - 700.0 * (1 - i::float8 / ${size.leads}) * interval '1 day' - interval '1 hour' AS "at") came
    CROSS JOIN LATERAL (SELECT CASE WHEN i % 4 > 0 AND came."at" < ${at} - interval '2 days' THEN came."at" + interval '2 days' END AS "at") reviewed`);
  // Each lead of the third and fourth kind may have a deal; amounts, costs, outcomes and durations spread by remainders.
  await client.query(`
    INSERT INTO "Deal" ("id", "workspaceId", "partnerId", "number", "leadId", "customer", "name", "amountMinor", "partnerCostMinor", "currency", "stage", "registeredAt", "closedAt")
    SELECT ${id('deal', 'i')}, ${workspace}, ${id('partner', `i % ${size.partners} + 1`)}, i,
      CASE WHEN i % 5 = 0 AND (i / 5) % 4 > 1 AND i / 5 <= ${size.leads} THEN ${id('lead', 'i / 5')} END,
      'Customer ' || i, 'Platform', 500000 + i % 9973 * 1000, CASE WHEN i % 7 > 0 THEN 300000 + i % 4001 * 1000 END, CASE WHEN i % 10 = 0 THEN 'USD' ELSE 'EUR' END,
      CASE WHEN closed."at" IS NULL THEN 'open' WHEN (i / ${size.partners}) % 3 = 0 THEN 'lost' ELSE 'won' END, came."at", closed."at"
    FROM generate_series(1, ${size.deals}) AS i
    CROSS JOIN LATERAL (SELECT ${at} - 700.0 * (1 - i::float8 / ${size.deals}) * interval '1 day' - interval '1 hour' AS "at") came
    CROSS JOIN LATERAL (SELECT came."at" + (10 + i % 61) * interval '1 day' AS "at") due
    CROSS JOIN LATERAL (SELECT CASE WHEN i % 11 > 0 AND due."at" < ${at} THEN due."at" END AS "at") closed`);
  await client.query('VACUUM ANALYZE');
}
