import { choice } from './choice.ts';
import { multiple } from './multiple.ts';
import { nps } from './nps.ts';
import { rating } from './rating.ts';
import { text } from './text.ts';

/** Every kind of question a survey can ask: one file each. */
export const questionKinds = [rating, choice, multiple, nps, text] as const;
