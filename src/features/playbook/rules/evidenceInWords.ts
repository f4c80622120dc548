import { pluralise } from '../../../core/text.ts';
import type { Evidence } from '../schema/steps.ts';

/** What a step asks for, as a person would say it. */
export function evidenceInWords(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'none':
      return 'Nothing to hand in: say that it is done.';
    case 'text':
      return `A few sentences: ${evidence.prompt}`;
    case 'link':
      return `A link: ${evidence.prompt}`;
    case 'file':
      return `A file: ${evidence.prompt}`;
    case 'quiz': {
      const needed = Math.ceil(evidence.passMark * evidence.questions.length - 1e-9);
      return `A quiz of ${pluralise(evidence.questions.length, 'question')}, ${needed} of them right.`;
    }
  }
}
