import type { Message } from '../../../platform/delivery/message.ts';
import {
  bold,
  button,
  context,
  header,
  joinMd,
  md,
  message,
  section,
} from '../../../platform/slack/kit/index.ts';
import type { QuarterNames } from './ground.ts';
import type { Pack } from './pack.ts';

/** So many partners stand in one message. */
export const mostBundled = 40;

/** A manager’s packs of a quarter in one message: what each says first, and the way to the whole of it. Internal. */
export function bundleMessage(
  { words, name }: QuarterNames,
  packs: readonly { readonly partner: { readonly name: string }; readonly pack: Pack }[],
): Message {
  return message(
    [
      header(`${words} with your partners (internal)`),
      ...packs.map(({ partner, pack }) =>
        section(
          joinMd([bold(partner.name), ...pack.headline.slice(0, 1).map((each) => md`${each.words}`)], '\n'),
          button('platform.command', 'Open the pack', {
            value: `review ${name} ${partner.name}`,
            accessibilityLabel: `Open the pack of ${partner.name}`,
          }),
        ),
      ),
      context('Each is kept as it was made, for the business review. Only for the vendor’s team.'),
    ],
    `${words} with ${packs.map(({ partner }) => partner.name).join(', ')}, for the business reviews`,
  );
}
