import type { SignalRule } from '../../playbook/public.ts';
import type { HealthFacts } from '../facts.ts';
import { find } from '../signals/catalogue.ts';
import type { Found, Severity } from '../signals/found.ts';

/** An open signal as it was kept. */
export interface KeptSignal {
  readonly id: string;
  readonly partnerId: string;
  readonly kind: string;
  readonly severity: string;
  readonly evidence: string;
}

export interface SignalChanges {
  readonly begun: readonly (Found & { readonly partnerId: string; readonly kind: string })[];
  readonly changed: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly evidence: string;
  }[];
  /** Open ones that no rule finds any more, also because the rule itself is gone. */
  readonly over: readonly string[];
}

/** What today's facts change about the open signals of these partners. */
export function signalChanges(
  rules: readonly SignalRule[],
  facts: ReadonlyMap<string, HealthFacts>,
  open: readonly KeptSignal[],
): SignalChanges {
  const found = [...facts].flatMap(([partnerId, of]) =>
    rules.flatMap((rule) => {
      const signal = find(rule, of);
      return signal ? [{ partnerId, kind: rule.kind, ...signal }] : [];
    }),
  );
  const nameOf = ({ partnerId, kind }: { partnerId: string; kind: string }) => `${partnerId} ${kind}`;
  const openByName = new Map(open.map((signal) => [nameOf(signal), signal]));
  const foundNames = new Set(found.map(nameOf));
  return {
    begun: found.filter((signal) => !openByName.has(nameOf(signal))),
    changed: found.flatMap(({ severity, evidence, ...name }) => {
      const kept = openByName.get(nameOf(name));
      if (!kept || (kept.severity === severity && kept.evidence === evidence)) return [];
      return [{ id: kept.id, severity, evidence }];
    }),
    over: open.filter((signal) => !foundNames.has(nameOf(signal))).map(({ id }) => id),
  };
}
