export {
  apiCallExportColumns,
  apiCallsBehind,
  costExportColumns,
  exportApiCalls,
  exportCosts,
  exportUsage,
  usageExportColumns,
} from './export-figures.ts';
export {
  type ApiCalls,
  type CostKind,
  type DayWindow,
  loadApiCalls,
  loadCosts,
  loadUsage,
  type MonthlyCost,
  type MonthlyUsage,
  type UsageKind,
} from './facts.ts';
export { type ExportedFile, inFiles, sendFiles, tableInFiles } from './send-files.ts';
