/** What a playbook says of one partner by name, whatever its case. */
export function byName<T>(named: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return Object.entries(named ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
