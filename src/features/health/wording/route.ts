import { z } from 'zod';
import type { ActionRequest, CommandRequest, Reply } from '../../../platform/feature.ts';
import { answerPrivately } from '../routes/private.ts';
import { loadWording, loadWordings } from './load.ts';
import { wordingMessage, wordingsMessage } from './view.ts';

/** `friction wording`: the steps that were worded anew, and how journeys did on each wording. */
export async function showWordings(request: CommandRequest): Promise<Reply> {
  const { comparisons } = await loadWordings(request);
  return answerPrivately(request, wordingsMessage(comparisons));
}

const asked = z.string().transform((value) => {
  const parts = value.split(':');
  return { page: Number(parts.at(-1)), reference: parts.slice(0, -1).join(':') };
});
const page = z.number().int().min(0).max(100_000).catch(0);

/** Two wordings side by side, with the journeys behind each: `<step>:<version>:<version>:<page>`. */
export async function pressWording(request: ActionRequest): Promise<Reply> {
  const read = asked.parse(request.value);
  const { comparison, nameOf } = await loadWording(request, read.reference);
  return answerPrivately(request, wordingMessage({ comparison, nameOf, page: page.parse(read.page) }));
}
