import type { TextObject } from '@slack/types';
import { withEmoji } from './emoji.ts';
import { Mrkdwn } from './Mrkdwn.tsx';

/** A text object of Block Kit, plain or marked up. */
export function Text({ of }: { readonly of: TextObject }) {
  return of.type === 'mrkdwn' ? (
    <Mrkdwn text={of.text} />
  ) : (
    <span className="text">{withEmoji(of.text)}</span>
  );
}
