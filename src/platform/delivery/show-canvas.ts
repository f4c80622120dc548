import { createHash } from 'node:crypto';
import { CanvasRefused } from '../slack/canvases.ts';
import type { Sender } from '../slack/sender.ts';
import type { Claim } from '../slack/turns.ts';
import type { Surface } from '../store/generated/client.ts';
import { channelOfTarget } from './hold.ts';
import type { RenderedCanvas } from './message.ts';

/**
 * By this line a canvas is known as ours, also after the answer to its creation got lost; it says to people what
 * becomes of their own words.
 */
const signature = 'Tandem keeps this page current. What is written into it by hand is replaced.';

/**
 * Brings a channel's canvas up to date: made once, then replaced as a whole. A canvas that people have made is never
 * touched. `claim` is asked before each change. Answers what is shown now; `slackTs` is the canvas's id. Throws SendFailure.
 */
export async function showCanvas(
  sender: Sender,
  surface: Surface,
  { audience, canvas: { title, markdown } }: RenderedCanvas,
  claim: Claim,
): Promise<{ shownHash: string; slackChannelId: string; slackTs: string }> {
  const channel = channelOfTarget(surface.target);
  if (channel === null) throw new Error(`a canvas of ${surface.target}, which is no channel`);
  // Asked each time: a channel may have come to be shared since it was composed.
  if (audience === 'internal' && (await sender.isShared(channel)))
    throw new CanvasRefused(
      'internal',
      'It is internal, and the channel is shared with another organisation.',
    );
  const content = `${markdown}\n\n---\n\n_${signature}_`;
  const shownHash = createHash('sha256')
    .update(JSON.stringify([channel, content]))
    .digest('hex');
  const known = surface.slackChannelId === channel ? surface.slackTs : null;
  if (known !== null && shownHash === surface.shownHash)
    return { shownHash, slackChannelId: channel, slackTs: known };
  if (known !== null && (await sender.editCanvas(known, content, claim)))
    return { shownHash, slackChannelId: channel, slackTs: known };
  const made = await sender.createCanvas(channel, title, content, claim);
  if (made !== null) return { shownHash, slackChannelId: channel, slackTs: made };
  const found = await sender.findCanvas(channel, signature);
  if (found === null || !(await sender.editCanvas(found, content, claim)))
    throw new CanvasRefused(
      'channel_canvas_already_exists',
      'The channel has a canvas that somebody else made, and I leave it alone.',
    );
  return { shownHash, slackChannelId: channel, slackTs: found };
}
