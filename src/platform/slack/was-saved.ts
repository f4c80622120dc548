import { Refusal } from '../../core/refusal.ts';
import type { InWork } from '../work.ts';

/** Undoes the transaction that found out. */
class NotSaved extends Error {
  override readonly name = 'NotSaved';
}

/**
 * Whether the transaction that took this receipt was committed, for when the connection was lost before the database
 * said so. A commit that is still under way is waited for. Throws a Refusal when the database does not say.
 */
export async function wasSaved(
  inWork: InWork,
  of: { readonly workspaceId: string; readonly source: string; readonly receipt: string },
): Promise<boolean> {
  try {
    const again = await inWork(of, async () => {
      throw new NotSaved();
    });
    return again.duplicate;
  } catch (error) {
    if (error instanceof NotSaved) return false;
    throw new Refusal(
      'unavailable',
      'I lost my database in the middle of saving this, so I can’t tell whether it was saved. Please look before you try again.',
    );
  }
}
