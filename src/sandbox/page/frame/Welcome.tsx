import { useState } from 'react';
import type { SandboxPerson } from '../../protocol.ts';
import { useDirectory } from '../directory.tsx';
import { botOf } from '../place.ts';

const seenKey = 'tandem-sandbox-welcomed';

/** Shown until put away: what to try first. */
export function Welcome() {
  const { state, actions } = useDirectory();
  const [isSeen, setSeen] = useState(() => localStorage.getItem(seenKey) !== null);
  if (isSeen) return null;
  const bot = botOf(state)?.name ?? 'Tandem';
  const of = (side: 'vendor' | 'partner'): SandboxPerson | undefined => {
    const team = state.teams.find((each) => each.side === side);
    return state.people.find(
      (person) => person.teamId === team?.id && !person.isBot && !person.isDeactivated,
    );
  };
  const [manager, partner] = [of('vendor'), of('partner')];
  const shared = state.channels.find((channel) => channel.isShared);
  const close = () => {
    localStorage.setItem(seenKey, 'yes');
    setSeen(true);
  };
  const as = (person: SandboxPerson | undefined) =>
    person && (
      <button type="button" className="link-button" onClick={() => actions.switchTo(person.id)}>
        {person.name}
      </button>
    );
  return (
    <section className="welcome" aria-label="Welcome" data-testid="welcome">
      <button type="button" className="icon-button" aria-label="Close the welcome" onClick={close}>
        ×
      </button>
      <h2>Two organisations, one channel, and {bot} between them</h2>
      <p>This is a local Slack. Nothing leaves your machine, so try everything.</p>
      <ol>
        <li>
          Type <kbd>/partner</kbd> and pick from the list. <kbd>/partner help</kbd> knows who asks.
        </li>
        <li>
          Act as {as(partner)} at the partner, who has no commands: press the buttons, or write{' '}
          <kbd>@{bot} help</kbd>
          {shared && (
            <>
              {' '}
              in <strong>#{shared.name}</strong>
            </>
          )}
          .
        </li>
        <li>Complete a step with its button, then act as its reviewer and approve it.</li>
        <li>
          Press <strong>+1 day</strong> or <strong>Next</strong>, and watch reminders arrive when they are
          due.
        </li>
        <li>
          As {as(manager)}, <kbd>/partner digest</kbd> shows all partners side by side: twelve others have
          been here for a while. It also comes by itself each week.
        </li>
      </ol>
      <button type="button" className="button primary" onClick={close}>
        Got it
      </button>
    </section>
  );
}
