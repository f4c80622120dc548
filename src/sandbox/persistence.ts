import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World, WorldData } from './world.ts';

const fileName = 'sandbox.json';
const saveDelayMs = 300;

/** The saved world, or null when none was saved. */
export function loadWorldData(dataDir: string): WorldData | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, fileName), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function save(world: World, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, fileName);
  writeFileSync(`${path}.new`, JSON.stringify(world.data));
  renameSync(`${path}.new`, path);
}

/** Saves the world a moment after each change; the returned function saves at once and stops. */
export function keepSaved(world: World, dataDir: string): () => void {
  let timer: NodeJS.Timeout | undefined;
  const listener = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      save(world, dataDir);
    }, saveDelayMs);
  };
  world.listeners.add(listener);
  return () => {
    clearTimeout(timer);
    world.listeners.delete(listener);
    save(world, dataDir);
  };
}
