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
