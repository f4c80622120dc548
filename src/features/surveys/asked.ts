import type { InputBlock } from '@slack/types';
import type { Choice } from '../../platform/slack/kit/index.ts';

/** As stored: a number for ratings and NPS, option keys for choices, a text. */
export type Answer = number | string | readonly string[];

/** What came in from a form, a button or a menu: an answer, nothing, or something to be corrected. */
export type Reading = { readonly answer: Answer | null } | { readonly fault: string };

/** What the answers of several people come to. */
export interface Summary {
  /** One sentence with the counts. */
  readonly words: string;
  /** How many gave each answer, in the question's own order; null for texts. */
  readonly counts: readonly { readonly label: string; readonly count: number }[] | null;
  /** In people's own words, in an order that says nothing about who wrote them; empty but for text questions. */
  readonly texts: readonly string[];
}

/** How what the answers come to is worked out. */
export interface Working {
  /** What it says, in a sentence or two. */
  readonly definition: string;
  /** Without its full stop. */
  readonly formula: string;
  /** What goes into it, the number of answers first. */
  readonly inputs: readonly (readonly [label: string, value: string])[];
}

/** One question of a survey, able to ask itself and to read and sum up what it is answered. */
export interface Asked {
  /** The form's input, named `name`, filled with the person's earlier answer. */
  input(name: string, earlier: Answer | null): InputBlock;
  read(given: string | readonly string[] | null): Reading;
  /** What can be pressed in the message itself; null where an answer takes more than one press. */
  readonly choices: readonly Choice[] | null;
  /** One person's answer in words. */
  words(answer: Answer): string;
  summarise(answers: readonly Answer[]): Summary;
  working(answers: readonly Answer[]): Working;
}

/** What is given when nothing is: allowed or not. */
export function nothing(isRequired: boolean, fault: string): Reading {
  return isRequired ? { fault } : { answer: null };
}

/** The only thing given, or null; a list of one counts as that one. */
export function single(given: string | readonly string[] | null): string | null {
  const first = typeof given === 'string' || given === null ? given : (given[0] ?? null);
  return first === '' ? null : first;
}

/** The whole numbers among the answers. */
export function numbersOf(answers: readonly Answer[]): number[] {
  return answers.filter((answer) => typeof answer === 'number');
}

/** The option keys of an answer to a choice. */
export function keysOf(answer: Answer): readonly string[] {
  return typeof answer === 'object' ? answer : [];
}
