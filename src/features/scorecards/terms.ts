import { z } from 'zod';
import type { Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { findCurrentPlaybook } from '../playbook/public.ts';

/**
 * What a partner's numbers were worked out by besides what was known: kept with them, so that working them out again
 * tells what was corrected, and not that the partner has another tier since or follows another version.
 */
export const terms = z.object({
  tier: z.string(),
  currency: z.string(),
  playbookVersionId: z.string().nullable(),
});
export type Terms = z.infer<typeof terms>;
/** By partner. Nothing of those whose numbers were kept before this was. */
export type TermsByPartner = Readonly<Record<string, Terms>>;

export const termsByPartner = z.record(z.string(), terms);

/** The terms of these partners now, by partner. */
export async function presentTerms(
  work: Work,
  cards: readonly { readonly partner: Partner; readonly playbookVersionId: string | null }[],
): Promise<TermsByPartner> {
  const current = (await findCurrentPlaybook(work))?.version.id ?? null;
  return Object.fromEntries(
    cards.map(({ partner: { id, tier, currency }, playbookVersionId }) => [
      id,
      { tier, currency, playbookVersionId: playbookVersionId ?? current },
    ]),
  );
}
