import { testHalf } from './half.ts';

testHalf(Number(process.env.HOSTILE_SEED ?? 20_260_112), 'http');
