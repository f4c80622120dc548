import { cpus, totalmem } from 'node:os';
import { benchAcknowledge } from './acknowledge.ts';
import { benchDigest } from './digest.ts';
import { benchHeartbeat } from './heartbeat.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;
const ratio = (a: number, b: number) => `${(a / b).toFixed(2)}×`;

console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n`,
);

const { bare, tandem, store } = await benchAcknowledge(5);
console.log(`Slash commands acknowledged over HTTP, 20 connections (store: ${store})`);
console.table({
  'bare Bolt': {
    'per second': Math.round(bare.perSecond),
    p50: ms(bare.p50Ms),
    p99: ms(bare.p99Ms),
    failed: bare.failed,
  },
  Tandem: {
    'per second': Math.round(tandem.perSecond),
    p50: ms(tandem.p50Ms),
    p99: ms(tandem.p99Ms),
    failed: tandem.failed,
  },
  'Tandem ÷ bare': {
    'per second': ratio(tandem.perSecond, bare.perSecond),
    p50: ratio(tandem.p50Ms, bare.p50Ms),
    p99: ratio(tandem.p99Ms, bare.p99Ms),
    failed: '',
  },
});

const { few, many, fewMs, manyMs } = await benchHeartbeat();
console.log('A heartbeat that finds nothing due (median of 200)');
console.table({
  [`${few} idle reminders`]: { time: ms(fewMs) },
  [`${many} idle reminders`]: { time: ms(manyMs) },
  ratio: { time: ratio(manyMs, fewMs) },
});

const digest = await benchDigest();
console.log(`One manager’s digest (median of 5; ${digest.deals} deals, as many leads)`);
console.table({
  [`${digest.few} partners`]: { time: ms(digest.fewMs), 'per partner': ms(digest.fewMs / digest.few) },
  [`${digest.many} partners`]: { time: ms(digest.manyMs), 'per partner': ms(digest.manyMs / digest.many) },
  'one aggregate in SQL over all deals': { time: ms(digest.sqlMs), 'per partner': '' },
  'ratio, many ÷ few': {
    time: ratio(digest.manyMs, digest.fewMs),
    'per partner': ratio(digest.manyMs / digest.many, digest.fewMs / digest.few),
  },
});
