import type { Md } from '../../../platform/slack/kit/index.ts';
import type { Evidence, EvidenceKind } from '../../playbook/public.ts';
import { file } from './file.ts';
import type { Asked, EvidenceForm, EvidenceType, HandedIn } from './form.ts';
import { link } from './link.ts';
import { none } from './none.ts';
import { quiz } from './quiz.ts';
import { text } from './text.ts';

/** Every kind of evidence: one file each. What a step may ask is declared with the playbook's schema. */
export const evidenceTypes: { readonly [K in EvidenceKind]: EvidenceType<K> } = {
  none,
  text,
  link,
  file,
  quiz,
};

/** The form for what a step asks. */
export function formFor(asked: Evidence): EvidenceForm {
  return formOf(asked.kind, asked);
}

function formOf<K extends EvidenceKind>(kind: K, asked: Asked[K]): EvidenceForm {
  return evidenceTypes[kind].form(asked);
}

/** What was handed in, as people read it; null when nothing was. */
export function showEvidence(stored: unknown): Md | null {
  const evidence = stored as HandedIn | null;
  return evidence && Object.hasOwn(evidenceTypes, evidence.kind)
    ? evidenceTypes[evidence.kind].show(evidence)
    : null;
}
