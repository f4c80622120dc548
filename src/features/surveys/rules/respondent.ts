import { createHmac } from 'node:crypto';

/**
 * Who an answer belongs to, so that the person can change it. In anonymous surveys a hash of the person under
 * the survey's own salt; it cannot be turned back without the salt, which is erased when the survey closes.
 */
export function respondentKey(salt: string | null, personId: string): string {
  return salt === null ? personId : createHmac('sha256', salt).update(personId).digest('hex');
}
