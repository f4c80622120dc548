import { expect, test } from 'vitest';
import { mentionedIn, plainWords, readTarget } from '../../../src/features/deliveries/rules.ts';

test('says where a message was to go', () => {
  expect(readTarget('channel:C1')).toEqual({ channelId: 'C1', userId: null });
  expect(readTarget('person:U1')).toEqual({ channelId: null, userId: 'U1' });
  expect(readTarget('ephemeral:C1:U1')).toEqual({ channelId: 'C1', userId: 'U1' });
});

test('shows words as they would have been read, and mentions nobody', () => {
  const names = new Map([['U0DIEGO', 'Diego Santos']]);
  const words = (text: string) => plainWords(text, (id) => names.get(id));
  expect(
    words('*Hello* <@U0DIEGO>,\nsee <https://a.example|the plan> &amp; <#C1> <!date^1^{date}|today>'),
  ).toBe('Hello Diego Santos, see the plan & a channel today');
  expect(words('<!channel> <@U0GONE> <https://a.example> 2 &lt; 3')).toBe(
    'channel somebody https://a.example 2 < 3',
  );
  expect(mentionedIn('<@U0DIEGO> and <@U0AIKO|aiko>, not <#C1>')).toEqual(['U0DIEGO', 'U0AIKO']);
});
