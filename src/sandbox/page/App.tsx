import { useMemo, useState } from 'react';
import { DirectoryProvider } from './directory.tsx';
import { AppHead, HomePane } from './frame/AppPane.tsx';
import { ConfirmProvider } from './frame/Confirm.tsx';
import { ModalLayer } from './frame/ModalLayer.tsx';
import { Sidebar } from './frame/Sidebar.tsx';
import { Toasts } from './frame/Toasts.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { Welcome } from './frame/Welcome.tsx';
import { Conversation } from './messages/Conversation.tsx';
import { ThreadPane } from './messages/ThreadPane.tsx';
import { isWithBot } from './place.ts';
import { useSandbox } from './useSandbox.ts';

export function App() {
  const { page, actions } = useSandbox();
  const { sandbox, place, thread, link } = page;
  const directory = useMemo(() => sandbox && { state: sandbox, actions }, [sandbox, actions]);
  // On a phone the sidebar lies over what is read, and goes when something is chosen in it.
  const [isSidebarOpen, setSidebarOpen] = useState(false);

  if (!directory || !sandbox)
    return (
      <div className="opening" role="status">
        <span className="spinner" />
        {link === 'lost' ? 'The sandbox does not answer yet. Trying again…' : 'Opening the sandbox'}
      </div>
    );

  const channel = sandbox.channels.find((each) => place?.kind === 'conversation' && each.id === place.id);
  return (
    <DirectoryProvider value={directory}>
      <ConfirmProvider>
        <div className="page">
          <TopBar
            busy={page.busy}
            place={place}
            isSidebarOpen={isSidebarOpen}
            onSidebar={() => setSidebarOpen(!isSidebarOpen)}
          />
          {link === 'lost' && (
            <p className="lost" role="alert">
              Connection lost. Trying to reconnect; what you see may be out of date.
            </p>
          )}
          <div
            className={`workspace${thread && channel ? ' with-thread' : ''}${isSidebarOpen ? ' with-sidebar' : ''}`}
          >
            <Sidebar place={place} onChosen={() => setSidebarOpen(false)} />
            <button
              type="button"
              className="curtain"
              aria-label="Close the list of channels"
              onClick={() => setSidebarOpen(false)}
            />
            <main className="main">
              <Welcome />
              {place?.kind === 'home' && <HomePane />}
              {channel && isWithBot(sandbox, channel) && <AppHead tab="messages" />}
              {channel && (
                <Conversation key={`${sandbox.me.id}/${channel.id}`} channel={channel} page={page} />
              )}
            </main>
            {thread && channel && <ThreadPane key={thread} channel={channel} ts={thread} page={page} />}
          </div>
        </div>
        {sandbox.modal && <ModalLayer key={sandbox.modal.id} view={sandbox.modal} />}
        <Toasts toasts={page.toasts} onClose={actions.closeToast} />
      </ConfirmProvider>
    </DirectoryProvider>
  );
}
