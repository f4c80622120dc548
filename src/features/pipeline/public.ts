export { dealThread } from './announce.ts';
export { type Behind, type BehindRow, dealsBehind } from './behind.ts';
export { type PipelineBucket, pipelineBuckets } from './buckets.ts';
export { type DueAnswer, loadDueAnswers } from './clocks.ts';
export { type ClosedDeals, closedDeals } from './closed-deals.ts';
export { customersWon } from './customers-won.ts';
export { type AttributedDeals, type CurrencyDeals, type DealSum, noDeals } from './deal-sums.ts';
export { type EarlyDeals, earlyDeals } from './early-deals.ts';
export {
  dealExportColumns,
  exportBehind,
  exportDeals,
  exportLeads,
  internalExportColumns,
  leadExportColumns,
} from './export-rows.ts';
export {
  type DealDuration,
  type DealEconomics,
  type DealTotals,
  type FactsRequest,
  type PipelineFacts,
  pipelineFacts,
} from './facts.ts';
export { firstMonthAt, type MonthlyTarget } from './first-month.ts';
export { firstRegistrations, firstWins } from './first-wins.ts';
export { type IdleDeal, idleDeals } from './idle-deals.ts';
export { type BatchResult, type ImportCells, importBatch } from './import-batch.ts';
export { importContext, takeImportTurns } from './import-context.ts';
export { leadAnswers } from './lead-answers.ts';
export { type LeadWithoutDeal, leadsWithoutDeal } from './leads-without-deal.ts';
export { mendDeal, mendLead } from './mend.ts';
export { keepReached, milestoneDays } from './milestones/reach.ts';
export { type ProgrammeWon, programmeWon } from './programme-won.ts';
export { followProtection } from './registration/protection.ts';
export { changedFields, isOutdated } from './rules/changed-fields.ts';
export { leadEvents } from './rules/clocks.ts';
export {
  allRead,
  atMost,
  type Faults,
  faultCollector,
  longest,
  oneLine,
  paragraph,
  pastDay,
  required,
} from './rules/fields.ts';
export { type ImportContext, partnerNamed, repeatedRows } from './rules/import-rows.ts';
export { pastInstant, pastMoment } from './rules/instant.ts';
export { mappings } from './rules/mappings/catalogue.ts';
export { type Mapping, mapRecord } from './rules/mappings/mapping.ts';
export { unwrapRecord } from './rules/mappings/unwrap.ts';
export { type Deal, loadDeal } from './store.ts';
export { askSum } from './sums/view.ts';
export {
  countTraits,
  listTraits,
  type TraitCount,
  type TraitRow,
  type Traits,
  type TraitsRequest,
} from './traits.ts';
