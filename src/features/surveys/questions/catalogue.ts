import type { Question } from '../../playbook/public.ts';
import type { Asked } from '../asked.ts';
import { choice } from './choice.ts';
import { multiple } from './multiple.ts';
import { nps } from './nps.ts';
import { rating } from './rating.ts';
import { text } from './text.ts';

/** Every kind of question: one file each, and one line here. The playbook's schema says what each is written with. */
export function ask(question: Question): Asked {
  switch (question.kind) {
    case 'rating':
      return rating(question);
    case 'choice':
      return choice(question);
    case 'multiple':
      return multiple(question);
    case 'nps':
      return nps(question);
    case 'text':
      return text(question);
  }
}
