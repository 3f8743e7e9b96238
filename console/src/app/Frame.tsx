import { Mode, applyMode } from '@cloudscape-design/global-styles';
import Alert from '@cloudscape-design/components/alert';
import AppLayout from '@cloudscape-design/components/app-layout';
import Box from '@cloudscape-design/components/box';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import Flashbar from '@cloudscape-design/components/flashbar';
import FormField from '@cloudscape-design/components/form-field';
import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import SpaceBetween from '@cloudscape-design/components/space-between';
import SplitPanel from '@cloudscape-design/components/split-panel';
import Spinner from '@cloudscape-design/components/spinner';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { Component, type ReactNode, Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { type Area, areas } from '../areas/registry';
import { setPlace, useOffered } from './beside';
import { type Place, find, findNames } from './find';
import { names } from './names';
import { LANGUAGES, type Language, language, speak } from './language';
import { failed, useNotices } from './notices';
import { go, href, showBeside, useRoute } from './router';
import { type State, minutesLeft, set, shortName } from './session';
import { switchRole } from './signin';
import { t } from './texts';

const loaded = Object.fromEntries(areas.map((area) => [area.id, lazy(area.load)])) as Record<string, ReturnType<typeof lazy<Area>>>;

/** An area that fails must not take the frame along. */
class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  state: { error?: Error } = {};
  static getDerivedStateFromError(error: Error) { return { error }; }
  render() {
    return this.state.error ? <Alert type="error" header={t.failed}>{this.state.error.message}</Alert> : this.props.children;
  }
}

interface Panel { position: 'side' | 'bottom'; size?: number }
const PANEL = 'cloudkeep.beside';

/** Where and how large whoever reads wants what is shown beside a list. */
function keptPanel(): Panel {
  try {
    return { position: 'side', ...(JSON.parse(localStorage.getItem(PANEL) ?? '{}') as Partial<Panel>) };
  } catch {
    return { position: 'side' };
  }
}

/** `messages` are the design system's own texts. */
export default function Frame({ session, messages }: { session: State; messages: I18nProviderProps.Messages }) {
  const route = useRoute();
  const notices = useNotices();
  const [dark, setDark] = useState(() => document.body.classList.contains('awsui-dark-mode'));
  const [searching, setSearching] = useState(false);
  const [switching, setSwitching] = useState(false);
  const [now, setNow] = useState(Date.now());
  const [favourites, setFavourites] = useState<{ title: string; hash: string }[]>(() => JSON.parse(localStorage.getItem('cloudkeep.favourites') ?? '[]'));
  const [panel, setPanel] = useState(keptPanel);
  const beside = useOffered();
  const keepPanel = (next: Panel) => { setPanel(next); localStorage.setItem(PANEL, JSON.stringify(next)); };
  const active = session.identities[session.active] ?? session.identities[0]!;
  const areaId = route[0] ?? 'home';
  const area = areas.find((known) => known.id === areaId);
  const rest = route.slice(1);
  // What a page asks may stand in its address as JSON: that is no name of a place.
  const named = rest.filter((part) => !part.startsWith('{'));
  const here = href(...(route.length ? route : ['home']));
  const page = area?.pages.find((known) => known.path === rest[0]);
  const title = [area?.title ?? t.pageMissing, page?.title, ...named.slice(1).map((part) => t.places[part] ?? part)].filter(Boolean).join(' › ');

  useEffect(() => { document.title = `${title} · ${t.product}`; }, [title]);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    const key = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setSearching(true);
      }
    };
    window.addEventListener('keydown', key);
    return () => { clearInterval(timer); window.removeEventListener('keydown', key); };
  }, []);

  const left = Math.min(minutesLeft(active.expiration, now), minutesLeft(session.identities[0]!.expiration, now));
  const toggleTheme = () => {
    applyMode(dark ? Mode.Light : Mode.Dark);
    localStorage.setItem('cloudkeep.theme', dark ? 'light' : 'dark');
    setDark(!dark);
  };
  const isFavourite = favourites.some((known) => known.hash === here);
  const toggleFavourite = () => {
    const next = isFavourite ? favourites.filter((known) => known.hash !== here) : [...favourites, { title, hash: here }];
    setFavourites(next);
    localStorage.setItem('cloudkeep.favourites', JSON.stringify(next));
  };
  const signOut = () => { set(null); location.hash = ''; };
  const Content = area ? loaded[area.id] : undefined;

  return (
    <I18nProvider locale={language} messages={[messages]}>
      <header id="top">
        <TopNavigation
          identity={{ href: '#/home', title: t.product, logo: { src: '/_console/icon.svg', alt: '' } }}
          utilities={[
            { type: 'button', iconName: 'search', text: t.search, title: t.search, ariaLabel: t.search, onClick: () => setSearching(true) },
            { type: 'button', iconSvg: <svg viewBox="0 0 16 16" focusable="false"><circle cx="8" cy="8" r="6" fill="none" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" /></svg>, title: t.theme(dark), ariaLabel: t.theme(dark), onClick: toggleTheme },
            { type: 'menu-dropdown', text: session.region, title: t.region, items: session.regions.map((id) => ({ id, text: id })), onItemClick: ({ detail }) => set({ ...session, region: detail.id }) },
            {
              type: 'menu-dropdown', iconName: 'user-profile', text: shortName(active.arn), description: active.account, ariaLabel: shortName(active.arn),
              items: [
                ...session.identities.map((known, index) => ({ id: `identity-${index}`, text: `${index === session.active ? '● ' : ''}${shortName(known.arn)} @ ${known.account}` })),
                { id: 'switch', text: t.switchRole },
                { id: 'language', text: t.language, items: Object.entries(LANGUAGES).map(([id, text]) => ({ id: `language-${id}`, text: `${id === language ? '● ' : ''}${text}` })) },
                { id: 'out', text: t.signOut },
              ],
              onItemClick: ({ detail }) => {
                if (detail.id === 'out') signOut();
                else if (detail.id === 'switch') setSwitching(true);
                else if (detail.id.startsWith('language-')) speak(detail.id.slice('language-'.length) as Language);
                else set({ ...session, active: Number(detail.id.slice('identity-'.length)) });
              },
            },
          ]}
        />
      </header>
      <AppLayout
        headerSelector="#top"
        toolsHide
        splitPanelOpen={beside !== undefined}
        splitPanelPreferences={panel}
        splitPanelSize={panel.size}
        onSplitPanelToggle={({ detail }) => { if (!detail.open) showBeside([]); }}
        onSplitPanelResize={({ detail }) => keepPanel({ ...panel, size: detail.size })}
        onSplitPanelPreferencesChange={({ detail }) => keepPanel({ position: detail.position })}
        splitPanel={beside && (
          <SplitPanel header={beside.title} closeBehavior="hide" i18nStrings={{ closeButtonAriaLabel: t.besideHide, openButtonAriaLabel: t.besideShow, resizeHandleAriaLabel: t.besideSize }}>
            <div ref={setPlace} />
          </SplitPanel>
        )}
        ariaLabels={{ navigation: t.navigation, navigationClose: t.close, navigationToggle: t.navigation }}
        breadcrumbs={
          <BreadcrumbGroup
            ariaLabel={t.breadcrumbs}
            items={[{ text: t.product, href: '#/home' }, ...(area && area.id !== 'home' ? [{ text: area.title, href: href(area.id, area.pages[0]?.path ?? '') }] : []), ...named.map((part, index) => ({ text: (index === 0 ? page?.title : undefined) ?? t.places[part] ?? part, href: href(areaId, ...rest.slice(0, index + 1)) }))]}
          />
        }
        navigation={
          <SideNavigation
            activeHref={page ? href(areaId, page.path) : href(areaId)}
            header={{ text: t.services, href: '#/home' }}
            items={[
              { type: 'link', text: t.home, href: '#/home' },
              ...(favourites.length ? [{ type: 'section' as const, text: t.favourites, items: favourites.map((known) => ({ type: 'link' as const, text: known.title, href: known.hash })) }] : []),
              { type: 'divider' },
              ...areas.filter((known) => known.id !== 'home').map((known) => ({ type: 'expandable-link-group' as const, text: known.title, href: href(known.id, known.pages[0]?.path ?? ''), defaultExpanded: known.id === areaId, items: known.pages.map((p) => ({ type: 'link' as const, text: p.title, href: href(known.id, p.path) })) })),
            ]}
          />
        }
        notifications={<Flashbar items={notices} stackItems />}
        content={
          <SpaceBetween size="m">
            {left <= 15 && <Alert type="warning">{t.expiring(Math.max(left, 0))}</Alert>}
            <SpaceBetween direction="horizontal" size="xs">
              {session.identities.length > 1 && session.identities.map((known, index) => (
                <Button key={known.arn} variant={index === session.active ? 'primary' : 'normal'} onClick={() => set({ ...session, active: index })}>{`${shortName(known.arn)} @ ${known.account}`}</Button>
              ))}
              <Button variant="inline-icon" iconName={isFavourite ? 'star-filled' : 'star'} ariaLabel={isFavourite ? t.removeFavourite : t.addFavourite} onClick={toggleFavourite} />
            </SpaceBetween>
            {/* What was revealed or typed of one identity or region is not there for another. */}
            <Boundary key={`${areaId}|${session.active}|${session.region}`}>
              <Suspense fallback={<Box textAlign="center"><Spinner /> {t.loading}</Box>}>
                {Content ? <Content path={rest} /> : <Alert type="warning">{t.pageMissing}</Alert>}
              </Suspense>
            </Boundary>
          </SpaceBetween>
        }
      />
      {searching && <Search close={() => setSearching(false)} />}
      {switching && <Switch close={() => setSwitching(false)} account={active.account} />}
    </I18nProvider>
  );
}

/** Letters from which on resources are looked for. */
const ENOUGH = 2;

function Search({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState<Place[]>([]);
  const [at, setAt] = useState(0);
  const wanted = typed.trim().length >= ENOUGH;
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    names((places) => { if (here) setKnown(places); });
    return () => { here = false; };
  }, [wanted]);
  const found = useMemo(() => [...find(areas, typed).slice(0, 8), ...(wanted ? findNames(known, typed).slice(0, 12) : [])], [typed, known, wanted]);
  const open = (path: string[]) => { go(...path); close(); };
  const key = (name: string) => {
    if (name === 'ArrowDown') setAt((before) => Math.min(before + 1, found.length - 1));
    else if (name === 'ArrowUp') setAt((before) => Math.max(before - 1, 0));
    else if (name === 'Enter' && found[at]) open(found[at].path);
  };
  return (
    <Modal visible header={t.search} closeAriaLabel={t.close} onDismiss={close}>
      <SpaceBetween size="s">
        <Input autoFocus type="search" ariaLabel={t.search} value={typed} onChange={({ detail }) => { setTyped(detail.value); setAt(0); }} onKeyDown={({ detail }) => key(detail.key)} />
        <nav className="palette" aria-label={t.services}>
          {found.map((place, index) => (
            <div key={place.path.join('/')} className={index === at ? 'chosen' : undefined}>
              <Link href={href(...place.path)} onFollow={(event) => { event.preventDefault(); open(place.path); }}>{place.kind ? `${place.title} · ${place.kind}` : place.title}</Link>
            </div>
          ))}
          {found.length === 0 && <Box>{t.noMatch}</Box>}
        </nav>
      </SpaceBetween>
    </Modal>
  );
}

function Switch({ close, account }: { close: () => void; account: string }) {
  const [arn, setArn] = useState(`arn:aws:iam::${account}:role/`);
  const [name, setName] = useState('console');
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    try {
      await switchRole(arn.trim(), name.trim());
      close();
    } catch (error) {
      failed(error);
      close();
    }
  }
  return (
    <Modal visible header={t.switchRole} closeAriaLabel={t.close} onDismiss={close} footer={<Box float="right"><Button variant="primary" loading={busy} loadingText={t.loading} onClick={run}>{t.switchRole}</Button></Box>}>
      <SpaceBetween size="m">
        <Box>{t.switchHint}</Box>
        <FormField label={t.roleArn} stretch><Input name="roleArn" value={arn} onChange={({ detail }) => setArn(detail.value)} /></FormField>
        <FormField label={t.sessionName} stretch><Input name="sessionName" value={name} onChange={({ detail }) => setName(detail.value)} /></FormField>
      </SpaceBetween>
    </Modal>
  );
}
