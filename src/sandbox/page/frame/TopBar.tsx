import type { SandboxControl, SandboxPerson } from '../../protocol.ts';
import { teamOf, useDirectory } from '../directory.tsx';
import { Avatar, BotMark } from '../messages/Avatar.tsx';
import type { Place } from '../place.ts';
import { clockTime, distance, fullMoment, weekdayAndDate } from '../time.ts';
import { Menu } from './Menu.tsx';
import { MishapMenu } from './MishapMenu.tsx';

const steps = [
  { by: 'hour', label: '+1 hour' },
  { by: 'day', label: '+1 day' },
  { by: 'week', label: '+1 week' },
] as const;

export interface TopBarProps {
  readonly busy: string | null;
  readonly place: Place | null;
  readonly isSidebarOpen: boolean;
  onSidebar(): void;
}

/** What stands outside Slack: who one acts as, and the clock. */
export function TopBar({ busy, place, isSidebarOpen, onSidebar }: TopBarProps) {
  const { state, actions } = useDirectory();
  const { me } = state;
  const zone = me.timeZone;
  const now = new Date(state.now);
  const next = state.nextDueAt === null ? null : new Date(state.nextDueAt);
  const partner = state.teams.find((team) => team.side === 'partner');
  const advance = (by: Extract<SandboxControl, { type: 'advance' }>['by'], words: string) =>
    void actions.control({ type: 'advance', by }, words);

  return (
    <header className="topbar">
      <button
        type="button"
        className="bar-button sidebar-button"
        aria-label="Channels and people"
        aria-expanded={isSidebarOpen}
        data-testid="sidebar-button"
        onClick={onSidebar}
      >
        <span aria-hidden="true">☰</span>
      </button>
      <span className="brand">
        <span className="brand-mark">
          <BotMark />
        </span>
        Sandbox
      </span>
      <PersonSwitcher />
      <div className="clock-group" aria-busy={busy !== null}>
        <time
          className="clock"
          dateTime={state.now}
          data-testid="clock"
          title={`${fullMoment(now, zone)} (${zone.replaceAll('_', ' ')})`}
        >
          <strong>{clockTime(now, zone)}</strong> {weekdayAndDate(now, zone)}
          <small>{zone.split('/').at(-1)?.replaceAll('_', ' ')}</small>
        </time>
        {steps.map(({ by, label }) => (
          <button
            key={by}
            type="button"
            className="bar-button"
            data-testid={`advance-${by}`}
            disabled={busy !== null}
            onClick={() => advance(by, `Moving one ${by} ahead`)}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          className="bar-button next"
          data-testid="advance-next"
          disabled={busy !== null || next === null}
          title={next ? `${state.nextDueLabel ?? 'Next'}: ${fullMoment(next, zone)}` : 'Nothing is due'}
          onClick={() => advance('next', 'Moving to the next due thing')}
        >
          {next ? (
            <>
              Next: <span className="next-label">{state.nextDueLabel ?? 'due'}</span> · {distance(now, next)}
            </>
          ) : (
            'Nothing due'
          )}
        </button>
      </div>
      <div className="bar-end">
        {partner && (
          <button
            type="button"
            role="switch"
            className="switch"
            aria-checked={partner.hasApp}
            disabled={busy !== null}
            data-testid="install-switch"
            title={`With the app installed, ${partner.name}'s people have slash commands and a Home tab too`}
            onClick={() =>
              void actions.control(
                { type: 'install', team: partner.id, installed: !partner.hasApp },
                partner.hasApp ? 'Removing the app' : 'Installing the app',
              )
            }
          >
            <span className="switch-track" aria-hidden="true" />
            <span>
              App<span className="switch-words"> installed at {partner.name}</span>
            </span>
          </button>
        )}
        <MishapMenu place={place} isBusy={busy !== null} />
      </div>
      {busy && (
        <div className="busy" role="status">
          <span className="spinner" /> {busy}…
        </div>
      )}
    </header>
  );
}

function PersonSwitcher() {
  const { state, actions } = useDirectory();
  const { me } = state;
  const people = state.people.filter((person) => !person.isBot);
  const ordered = state.teams.flatMap((team) => people.filter((person) => person.teamId === team.id));
  // The vendor and the partner that came first have headings of their own; the rest is one group.
  const groupOf = (person: SandboxPerson | undefined) => {
    const at = state.teams.findIndex((team) => team.id === person?.teamId);
    return at < 2 ? state.teams[at]?.name : 'Other partners';
  };
  return (
    <Menu
      label={`Act as: ${me.name}`}
      className="switcher"
      testId="person-switcher"
      items={ordered.map((person, index) => ({
        key: person.id,
        group: index > 0 && groupOf(ordered[index - 1]) === groupOf(person) ? undefined : groupOf(person),
        label: (
          <span className="menu-person">
            <Avatar person={person} size="small" /> {person.name}
          </span>
        ),
        hint: [
          person.title,
          groupOf(person) === 'Other partners' && teamOf(state, person.teamId)?.name,
          person.isAdmin && 'admin',
          person.isDeactivated && 'deactivated',
        ]
          .filter(Boolean)
          .join(' · '),
        isCurrent: person.id === me.id,
        onChoose: () => actions.switchTo(person.id),
      }))}
    >
      <Avatar person={me} size="small" />
      <span className="switcher-text">
        <small>Act as · {teamOf(state, me.teamId)?.name}</small>
        <span>{me.name}</span>
      </span>
      <span className="caret" aria-hidden="true" />
    </Menu>
  );
}
