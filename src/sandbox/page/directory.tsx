import { createContext, useContext } from 'react';
import type { SandboxPerson, SandboxState, SandboxTeam } from '../protocol.ts';
import type { SandboxActions } from './useSandbox.ts';

/** The world as the person acted as sees it, for whatever draws names, mentions, dates or pickers. */
export interface Directory {
  readonly state: SandboxState;
  readonly actions: SandboxActions;
}

const DirectoryContext = createContext<Directory | null>(null);
export const DirectoryProvider = DirectoryContext.Provider;

export function useDirectory(): Directory {
  const directory = useContext(DirectoryContext);
  if (!directory) throw new Error('drawn outside the directory');
  return directory;
}

export const personOf = (state: SandboxState, id: string): SandboxPerson | undefined =>
  state.people.find((person) => person.id === id);

export const teamOf = (state: SandboxState, id: string): SandboxTeam | undefined =>
  state.teams.find((team) => team.id === id);

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase();

const colours = 10;

/** A steady colour class for a person: `tint-0` … `tint-9`. */
export function tintOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return `tint-${sum % colours}`;
}
