import '@cloudscape-design/global-styles/index.css';
import './styles.css';
import { Mode, applyMode } from '@cloudscape-design/global-styles';
import Spinner from '@cloudscape-design/components/spinner';
import { StrictMode, Suspense, lazy, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import SignIn from './app/SignIn';
import { current, subscribe } from './app/session';
import { t } from './app/texts';

const Frame = lazy(() => import('./app/Frame'));

function App() {
  const session = useSyncExternalStore(subscribe, current);
  const over = session !== null && Date.parse(session.identities[0]?.expiration ?? '') <= Date.now();
  if (!session || over) return <SignIn notice={over ? t.expired : undefined} />;
  return (
    <Suspense fallback={<main className="sign-in" aria-label={t.loading}><Spinner size="large" /></main>}>
      <Frame session={session} />
    </Suspense>
  );
}

const dark = localStorage.getItem('cloudkeep.theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
applyMode(dark === 'dark' ? Mode.Dark : Mode.Light);
const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
