// What all pages are made of: what is loaded, facts, code, texts that teach.
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header, { type HeaderProps } from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { forPeople } from './language';
import { Explained } from './notices';
import { current, subscribe } from './session';
import { t } from './texts';

export interface Loaded<T> {
  value?: T;
  error?: unknown;
  loading: boolean;
  reload: () => void;
}

/** Loads again when a dependency, the identity or the region changes; what was loaded before stays only while the same is loaded again. */
export function useLoad<T>(load: () => Promise<T>, dependencies: unknown[] = []): Loaded<T> {
  const session = useSyncExternalStore(subscribe, current);
  const [state, setState] = useState<{ value?: T; error?: unknown; loading: boolean }>({ loading: true });
  const [turn, setTurn] = useState(0);
  const shown = useRef(turn);
  useEffect(() => {
    let wanted = true;
    const again = shown.current !== turn;
    shown.current = turn;
    setState((before) => (again ? { ...before, loading: true } : { loading: true }));
    load().then(
      (value) => wanted && setState({ value, loading: false }),
      (error: unknown) => wanted && setState({ error, loading: false }),
    );
    return () => { wanted = false; };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [turn, session?.active, session?.region, ...dependencies]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, reload };
}

export function Cli({ command }: { command: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button iconName="script" ariaLabel={t.showCli} onClick={() => setOpen(true)}>{t.cli}</Button>
      {open && (
        <Modal visible header={t.showCli} closeAriaLabel={t.close} onDismiss={() => setOpen(false)}>
          <SpaceBetween size="s"><Box>{t.cliHint}</Box><Code text={command} /></SpaceBetween>
        </Modal>
      )}
    </>
  );
}

export function Code({ text }: { text: string }) {
  return (
    <SpaceBetween size="xs">
      <pre className="code" tabIndex={0}>{text}</pre>
      <CopyToClipboard copyButtonText={t.copy} copySuccessText={t.copied} copyErrorText={t.copyFailed} textToCopy={text} />
    </SpaceBetween>
  );
}

export function Teach({ title, hint }: { title: string; hint: string }) {
  return (
    <Box textAlign="center" color="inherit">
      <b>{title}</b>
      {hint && <Box variant="p" color="inherit">{hint}</Box>}
    </Box>
  );
}

/** What is loaded, or that it is being loaded, or why it is not there. */
export function Show<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ReactNode }) {
  if (of.error !== undefined) return <Alert type="error" header={t.failed}><Explained error={of.error} /></Alert>;
  if (of.value === undefined) return <Box textAlign="center"><Spinner /> {t.loading}</Box>;
  return <>{children(of.value)}</>;
}

/** How deep a page's headings lie: what is shown beside a list is no page of its own. */
export const Depth = createContext(0);

/** A heading: of the page (1), or of a part of it. */
export function Heading({ level = 1, ...rest }: Omit<HeaderProps, 'variant'> & { level?: 1 | 2 }) {
  return <Header variant={`h${level + useContext(Depth)}` as 'h1' | 'h2' | 'h3'} {...rest} />;
}

export function Facts({ title, facts, actions }: { title: string; facts: [string, ReactNode][]; actions?: ReactNode }) {
  return (
    <Container header={<Heading level={2} actions={actions && <SpaceBetween direction="horizontal" size="xs">{actions}</SpaceBetween>}>{title}</Heading>}>
      <KeyValuePairs columns={3} items={facts.map(([label, value]) => ({ label, value: (typeof value === 'string' ? forPeople(value) : value) || '–' }))} />
    </Container>
  );
}
