import type { Inputs } from '../../../platform/feature.ts';
import type { Blocks, Md } from '../../../platform/slack/kit/index.ts';
import type { Evidence, EvidenceKind } from '../../playbook/public.ts';

/** What a step asks for, by kind, as the playbook says it. */
export type Asked = { readonly [K in EvidenceKind]: Extract<Evidence, { readonly kind: K }> };

/** What was handed in, as stored with the step. */
export type HandedIn = {
  readonly kind: EvidenceKind;
  readonly [key: string]: string | number | readonly string[];
};

type Reading =
  | { readonly ok: true; readonly evidence: HandedIn }
  /** What to correct, by input. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/** How one kind of evidence is asked for, read and shown. */
export interface EvidenceForm {
  /** The modal's inputs. */
  readonly inputs: Blocks;
  read(inputs: Inputs): Reading;
  /** From the words of a command; null when they don't hold it and the form is needed. */
  fromWords(words: string): HandedIn | null;
}

/** One kind: the form for what a step asks, and how what was handed in reads. */
export interface EvidenceType<K extends EvidenceKind> {
  readonly kind: K;
  form(asked: Asked[K]): EvidenceForm;
  show(evidence: HandedIn): Md;
}

/** A submitted text, trimmed; empty when it is not one. */
export function words(inputs: Inputs, name: string): string {
  const value = inputs[name];
  return typeof value === 'string' ? value.trim() : '';
}

const longestAddress = 2000;

/** The first web address in a text, without Slack's brackets; null when there is none. */
export function findAddress(text: string): string | null {
  const found = /https?:\/\/[^\s<>|]+/i.exec(text)?.[0].replace(/[.,;:!?)\]]+$/, '');
  return found && found.length <= longestAddress && URL.canParse(found) ? found : null;
}

/** The whole text as a web address; null when it is anything else. */
export function readAddress(text: string): string | null {
  const found = findAddress(text);
  return found === text ? found : null;
}
