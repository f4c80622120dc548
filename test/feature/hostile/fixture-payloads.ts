import { readdirSync, readFileSync } from 'node:fs';
import { personBySlackId } from '../../../src/features/partners/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import type { Json } from '../../../src/sandbox/world.ts';
import type { TwoPartners } from './two-partners.ts';

const fixtureFolder = new URL('../../fixtures/payloads/', import.meta.url);

/** The payloads kept of every kind and every sort of sender, with this world's partners in place of theirs. */
export async function fixturePayloads({ tandem, northwindId }: TwoPartners): Promise<Json[]> {
  const { partnerId } = await tandem.work((work) => personBySlackId(work, cast.diego));
  const ids: Record<string, string | null> = { Brightpath: partnerId, Gridco: northwindId };
  return readdirSync(fixtureFolder).map((file) => {
    const text = readFileSync(new URL(file, fixtureFolder), 'utf8');
    const { payload } = JSON.parse(text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => ids[name] ?? name));
    return payload;
  });
}
