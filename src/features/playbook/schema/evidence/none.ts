import { z } from 'zod';
import { mapping } from '../fields.ts';

/** Saying that it is done is enough. */
export const none = mapping('evidence', { kind: z.literal('none') });
