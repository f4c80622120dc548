import { useEffect } from 'react';
import { Blocks } from '../blocks/Blocks.tsx';
import { useDirectory } from '../directory.tsx';
import { ContainerOf } from '../forms/container.tsx';
import { Avatar } from '../messages/Avatar.tsx';
import { appConversation, botOf } from '../place.ts';

/** The app's name and its two tabs, above either. */
export function AppHead({ tab }: { readonly tab: 'home' | 'messages' }) {
  const { state, actions } = useDirectory();
  const bot = botOf(state);
  const conversation = appConversation(state);
  const showMessages = () => {
    if (conversation) actions.goTo({ kind: 'conversation', id: conversation.id });
    else if (bot) actions.openDm(bot.id);
  };
  return (
    <header className="app-head">
      <h1>
        <Avatar person={bot} size="small" /> {bot?.name ?? 'Tandem'} <span className="badge">APP</span>
      </h1>
      <nav className="tabs" aria-label={`${bot?.name ?? 'Tandem'} app`}>
        <button
          type="button"
          aria-current={tab === 'home' ? 'page' : undefined}
          onClick={() => actions.goTo({ kind: 'home' })}
        >
          Home
        </button>
        <button type="button" aria-current={tab === 'messages' ? 'page' : undefined} onClick={showMessages}>
          Messages
        </button>
      </nav>
    </header>
  );
}

export function HomePane() {
  const { state, actions } = useDirectory();
  const { home, hasCommands, me } = state;
  const { act } = actions;
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening it is what the app is told, for each person anew
  useEffect(() => {
    if (hasCommands) void act({ type: 'home' });
  }, [me.id, hasCommands]);
  return (
    <>
      <AppHead tab="home" />
      <div className="home" data-testid="home-view">
        {home ? (
          <ContainerOf key={home.id} at={{ view: home.id }} kind="home" blocks={home.blocks}>
            <Blocks blocks={home.blocks} />
          </ContainerOf>
        ) : (
          <div className="empty" role="status">
            <h2>{hasCommands ? 'Preparing your Home tab' : 'No Home tab here'}</h2>
            <p>
              {hasCommands
                ? 'The app draws this page when you first open it. One moment.'
                : 'Your organisation has not installed the app. Everything you need comes into the shared channel, and you can mention the bot there.'}
            </p>
          </div>
        )}
      </div>
    </>
  );
}
