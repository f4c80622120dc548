import { Refusal } from '../../../core/refusal.ts';
import type { Request } from '../../../platform/feature.ts';
import { currentVersions } from '../../playbook/public.ts';
import { loadWaits } from '../friction/load.ts';
import { compareWordings, referenceOf } from './rules.ts';

/** Every wording of now against an earlier one, over the journeys of all partners this person may see the health of. */
export async function loadWordings(request: Request) {
  const { ids, journeys, nameOf } = await loadWaits(request);
  const versions = await currentVersions(request);
  const comparisons = compareWordings(
    versions.map(({ version: { id, number }, playbook }) => ({ id, number, playbook })),
    journeys,
  );
  return { ids, comparisons, nameOf };
}

/** The comparison a button or a form is about; refuses when the playbook or the journeys have moved on. */
export async function loadWording(request: Request, reference: string) {
  const { comparisons, ...rest } = await loadWordings(request);
  const comparison = comparisons.find((each) => referenceOf(each) === reference);
  if (!comparison)
    throw new Refusal(
      'stale',
      'That wording isn’t compared any more. Say “friction wording” for what is now.',
    );
  return { comparison, ...rest };
}
