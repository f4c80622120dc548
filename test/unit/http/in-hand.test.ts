import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInHand } from '../../../src/platform/http/in-hand.ts';

test('so much of a name is in hand at once, in its order, whatever fails, and other names don’t wait', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ name: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { maxLength: 20 }),
      async (scheduler, asked) => {
        const inHand = createInHand(2);
        const running = { a: 0, b: 0 };
        const begun: { readonly name: string; readonly index: number }[] = [];
        const all = asked.map(({ name, fails }, index) =>
          inHand(name, async () => {
            begun.push({ name, index });
            running[name] += 1;
            expect(running[name]).toBeLessThanOrEqual(2);
            await scheduler.schedule(Promise.resolve());
            running[name] -= 1;
            if (fails) throw new Error('it failed');
            return index;
          }),
        );
        // The first two of each name begin without waiting for anybody of the other.
        for (const name of ['a', 'b'])
          expect(begun.filter((each) => each.name === name)).toHaveLength(
            Math.min(2, asked.filter((each) => each.name === name).length),
          );
        const settled = Promise.allSettled(all);
        await scheduler.waitAll();
        await scheduler.waitFor(settled);
        expect((await settled).map(({ status }) => status)).toEqual(
          asked.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
        );
        for (const name of ['a', 'b']) {
          const order = begun.filter((each) => each.name === name).map(({ index }) => index);
          expect(order).toEqual([...order].sort((x, y) => x - y));
        }
      },
    ),
  );
});
