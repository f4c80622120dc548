export { type PipelineBucket, pipelineBuckets } from './buckets.ts';
export {
  type DealEconomics,
  type DealTotals,
  type FactsRequest,
  type PipelineFacts,
  pipelineFacts,
} from './facts.ts';
