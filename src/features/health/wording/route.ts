import { z } from 'zod';
import { withinSentence } from '../../../core/text.ts';
import type { ActionRequest, CommandRequest, Reply } from '../../../platform/feature.ts';
import { can, demand } from '../../../policy/policy.ts';
import { sendFiles, tableInFiles } from '../../ingest/public.ts';
import { answerPrivately } from '../routes/private.ts';
import { loadWording, loadWordings } from './load.ts';
import { behindWording, wordingMessage, wordingsMessage } from './view.ts';

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
  const { ids, comparison, nameOf } = await loadWording(request, read.reference);
  return answerPrivately(
    request,
    wordingMessage({
      comparison,
      behind: behindWording(comparison, nameOf),
      page: page.parse(read.page),
      mayExport: ids.every((partnerId) => can(request.actor, 'figures.export', { partnerId })),
    }),
  );
}

/** All journeys behind two wordings, in a file for whoever asks alone. */
export async function pressWordingExport(request: ActionRequest): Promise<Reply> {
  const { ids, comparison, nameOf } = await loadWording(request, asked.parse(request.value).reference);
  for (const partnerId of ids) demand(request.actor, 'figures.export', { partnerId });
  const behind = behindWording(comparison, nameOf);
  const what = `the ${withinSentence(behind.caption)}`;
  return sendFiles(request, tableInFiles({ ...behind, name: 'wordings', what }));
}
