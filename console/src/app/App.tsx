import '@cloudscape-design/global-styles/index.css';
import '../styles.css';
import type { I18nProviderProps } from '@cloudscape-design/components/i18n';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, lazy, useSyncExternalStore } from 'react';
import SignIn from './SignIn';
import { type Language, language } from './language';
import { type State, current, subscribe } from './session';
import { t } from './texts';

/** The design system's own texts, one file a language. */
const MESSAGES: Record<Language, () => Promise<{ default: I18nProviderProps.Messages }>> = {
  en: () => import('@cloudscape-design/components/i18n/messages/all.en'),
  de: () => import('@cloudscape-design/components/i18n/messages/all.de'),
};

const Frame = lazy(async () => {
  const [{ default: Whole }, { default: messages }] = await Promise.all([import('./Frame'), MESSAGES[language]()]);
  return { default: ({ session }: { session: State }) => <Whole session={session} messages={messages} /> };
});

export default function App() {
  const session = useSyncExternalStore(subscribe, current);
  const over = session !== null && Date.parse(session.identities[0]?.expiration ?? '') <= Date.now();
  if (!session || over) return <SignIn notice={over ? t.expired : undefined} />;
  return (
    <Suspense fallback={<main className="sign-in" aria-label={t.loading}><Spinner size="large" /></main>}>
      <Frame session={session} />
    </Suspense>
  );
}
