import type { Work } from '../../../src/platform/work.ts';

/** How many statements Prisma is asked for on the way. */
export async function statementsOf(work: Work, run: (work: Work) => Promise<unknown>): Promise<number> {
  let count = 0;
  const counting = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name, receiver) {
        const value: unknown = Reflect.get(of, name, receiver);
        if (typeof value === 'function')
          return (...args: unknown[]) => {
            count += 1;
            return value.apply(of, args);
          };
        return typeof value === 'object' && value !== null ? counting(value) : value;
      },
    });
  await run({ ...work, tx: counting(work.tx) });
  return count;
}
