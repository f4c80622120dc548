import type { SandboxPerson } from '../../protocol.ts';
import { initialsOf, tintOf } from '../directory.tsx';

export function Avatar({
  person,
  size = 'normal',
}: {
  readonly person: SandboxPerson | undefined;
  readonly size?: 'normal' | 'small';
}) {
  const name = person?.name ?? '?';
  return (
    <span
      className={`avatar avatar-${size} ${person?.isBot ? 'avatar-bot' : tintOf(person?.id ?? '')}`}
      aria-hidden="true"
    >
      {person?.isBot ? <BotMark /> : initialsOf(name)}
    </span>
  );
}

/** Two rings that hold each other: Tandem. */
export function BotMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="11.5" cy="16" r="6.5" fill="none" stroke="#fff" strokeWidth="3" />
      <circle cx="20.5" cy="16" r="6.5" fill="none" stroke="#f2c14e" strokeWidth="3" />
    </svg>
  );
}
