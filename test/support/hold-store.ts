import { pino } from 'pino';
import { openStore } from '../../src/platform/store/store.ts';

// A process of its own that opens the data folder it is given, writes a row, and stays.
const store = await openStore({ dataDir: process.argv[2] ?? '', log: pino({ level: 'silent' }) });
await store.prisma.counter.create({ data: { name: 'written before the end', value: 1 } });
process.stdout.write('holding\n');
