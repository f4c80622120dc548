import { md, section } from '../../../platform/slack/kit/index.ts';
import type { EvidenceType } from './form.ts';

/** Saying that it is done is enough. */
export const none: EvidenceType<'none'> = {
  kind: 'none',
  form: () => ({
    inputs: [section('Nothing to hand in: confirm that it is done.')],
    read: () => ({ ok: true, evidence: { kind: 'none' } }),
    fromWords: () => ({ kind: 'none' }),
  }),
  show: () => md`Said to be done; nothing to hand in.`,
};
