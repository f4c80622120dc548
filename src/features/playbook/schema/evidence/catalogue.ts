import { file } from './file.ts';
import { link } from './link.ts';
import { none } from './none.ts';
import { quiz } from './quiz.ts';
import { text } from './text.ts';

/** Every kind of evidence a step can ask for: one file each. */
export const evidenceKinds = [none, text, link, file, quiz] as const;
