// What all pages are made of: tables of resources, facts, code, actions that say what they do.
import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import Pagination from '@cloudscape-design/components/pagination';
import PropertyFilter from '@cloudscape-design/components/property-filter';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { csv, save } from './export';
import { Explained, failed, succeeded } from './notices';
import { current, subscribe } from './session';
import { t } from './texts';

export interface Loaded<T> {
  value?: T;
  error?: unknown;
  loading: boolean;
  reload: () => void;
}

/** Loads again when a dependency, the identity or the region changes. */
export function useLoad<T>(load: () => Promise<T>, dependencies: unknown[] = []): Loaded<T> {
  const session = useSyncExternalStore(subscribe, current);
  const [state, setState] = useState<{ value?: T; error?: unknown; loading: boolean }>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    setState((before) => ({ ...before, loading: true }));
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
      <Button iconName="script" ariaLabel={t.showCli} onClick={() => setOpen(true)}>CLI</Button>
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

export interface Column<T> {
  id: string;
  header: string;
  text: (item: T) => string;
  cell?: (item: T) => ReactNode;
}

export function ResourceTable<T>(props: {
  id: string;
  title: string;
  load: () => Promise<T[]>;
  on?: unknown[];
  columns: Column<T>[];
  command: string;
  empty: { title: string; hint: string };
  actions?: (reload: () => void) => ReactNode;
  description?: string;
}) {
  const { id, title, columns, empty } = props;
  const { value, error, loading, reload } = useLoad(props.load, props.on);
  const kept = `cloudkeep.table.${id}`;
  const [preferences, setPreferences] = useState<{ pageSize?: number; wrapLines?: boolean; contentDisplay?: readonly { id: string; visible: boolean }[] }>(
    () => JSON.parse(localStorage.getItem(kept) ?? '{"pageSize":50}'),
  );
  const rows = (value ?? []).map((item) => ({ item, ...Object.fromEntries(columns.map((c) => [c.id, c.text(item)])) })) as (Record<string, string> & { item: T })[];
  const { items, filteredItemsCount, collectionProps, propertyFilterProps, paginationProps, allPageItems } = useCollection(rows, {
    propertyFiltering: {
      filteringProperties: columns.map((c) => ({ key: c.id, propertyLabel: c.header, groupValuesLabel: c.header, operators: [':', '!:', '=', '!='] })),
      empty: <Teach title={empty.title} hint={empty.hint} />,
      noMatch: <Teach title={t.noMatch} hint="" />,
    },
    pagination: { pageSize: preferences.pageSize ?? 50 },
    sorting: {},
  });
  const exported = (kind: string) => {
    const name = `${id}.${kind}`;
    const shown = allPageItems as unknown as (Record<string, string> & { item: T })[];
    if (kind === 'csv') save(name, 'text/csv', csv([columns.map((c) => c.header), ...shown.map((row) => columns.map((c) => row[c.id] ?? ''))]));
    else save(name, 'application/json', JSON.stringify(shown.map(({ item }) => item), null, 2));
  };
  return (
    <SpaceBetween size="m">
      {error !== undefined && <Alert type="error" header={t.failed}><Explained error={error} /></Alert>}
      <Table
        {...collectionProps}
        items={items}
        variant="full-page"
        stickyHeader={false}
        loading={loading && value === undefined}
        loadingText={t.loading}
        wrapLines={preferences.wrapLines ?? true}
        columnDisplay={preferences.contentDisplay}
        columnDefinitions={columns.map((c, index) => ({
          id: c.id,
          header: c.header,
          sortingField: c.id,
          isRowHeader: index === 0,
          cell: (row: { item: T }) => c.cell?.(row.item) ?? (c.text(row.item) || '–'),
        }))}
        header={
          <Header
            variant="h1"
            description={props.description}
            counter={value ? `(${value.length})` : undefined}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={t.refresh} loading={loading} onClick={reload} />
                <Cli command={props.command} />
                <ButtonDropdown items={[{ id: 'csv', text: 'CSV' }, { id: 'json', text: 'JSON' }]} onItemClick={({ detail }) => exported(detail.id)}>{t.download}</ButtonDropdown>
                {props.actions?.(reload)}
              </SpaceBetween>
            }
          >
            {title}
          </Header>
        }
        filter={<PropertyFilter {...propertyFilterProps} filteringPlaceholder={t.filter} filteringAriaLabel={t.filter} countText={t.matches(filteredItemsCount)} />}
        pagination={<Pagination {...paginationProps} ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }} />}
        preferences={
          <CollectionPreferences
            title={t.preferences}
            confirmLabel={t.confirm}
            cancelLabel={t.cancel}
            preferences={preferences}
            onConfirm={({ detail }) => {
              setPreferences(detail);
              localStorage.setItem(kept, JSON.stringify(detail));
            }}
            pageSizePreference={{ title: 'Rows', options: [20, 50, 200].map((n) => ({ value: n, label: String(n) })) }}
            wrapLinesPreference={{ label: 'Wrap lines', description: '' }}
            contentDisplayPreference={{ title: 'Columns', options: columns.map((c, index) => ({ id: c.id, label: c.header, alwaysVisible: index === 0 })) }}
          />
        }
      />
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

export function Facts({ title, facts, actions }: { title: string; facts: [string, ReactNode][]; actions?: ReactNode }) {
  return (
    <Container header={<Header variant="h2" actions={actions && <SpaceBetween direction="horizontal" size="xs">{actions}</SpaceBetween>}>{title}</Header>}>
      <KeyValuePairs columns={3} items={facts.map(([label, value]) => ({ label, value: value || '–' }))} />
    </Container>
  );
}

export interface Field { name: string; label: string; secret?: boolean; hint?: string; initial?: string; long?: boolean; optional?: boolean }

/** A button that asks for what an action needs, shows the CLI command for it, and does it. */
export function Action(props: {
  label: string;
  fields?: Field[];
  text?: string;
  primary?: boolean;
  command: (values: Record<string, string>) => string;
  run: (values: Record<string, string>) => Promise<unknown>;
  done: string;
  after?: () => void;
}) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const initial = () => Object.fromEntries((props.fields ?? []).map((f) => [f.name, f.initial ?? '']));
  const [values, setValues] = useState<Record<string, string>>(initial);
  const missing = (props.fields ?? []).some((f) => !f.optional && !values[f.name]);
  const hidden = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, props.fields?.find((f) => f.name === name)?.secret && value ? '********' : value]));
  async function run() {
    if (busy || missing) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.run(values);
      setOpen(false);
      succeeded(props.done);
      props.after?.();
    } catch (problem) {
      if (open) setError(problem);
      else failed(problem);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button variant={props.primary ? 'primary' : 'normal'} onClick={() => { setValues(initial()); setError(undefined); setOpen(true); }}>{props.label}</Button>
      {open && (
        <Modal
          visible
          header={props.label}
          closeAriaLabel={t.close}
          onDismiss={() => setOpen(false)}
          footer={
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" onClick={() => setOpen(false)}>{t.cancel}</Button>
                <Button variant="primary" loading={busy} loadingText={t.loading} disabled={missing} onClick={run}>{t.confirm}</Button>
              </SpaceBetween>
            </Box>
          }
        >
          <form onSubmit={(event) => { event.preventDefault(); void run(); }}>
            <SpaceBetween size="m">
              {error !== undefined && <Alert type="error" header={t.failed}><Explained error={error} /></Alert>}
              {props.text && <Box>{props.text}</Box>}
              {(props.fields ?? []).map((f) => (
                <FormField key={f.name} label={f.label} description={f.hint} stretch>
                  {f.long ? (
                    <textarea className="editor" aria-label={f.label} spellCheck={false} value={values[f.name]} onChange={(event) => { const { value } = event.currentTarget; setValues((before) => ({ ...before, [f.name]: value })); }} />
                  ) : (
                    <Input name={f.name} value={values[f.name] ?? ''} type={f.secret ? 'password' : 'text'} autoComplete={f.secret ? 'new-password' : 'off'} onChange={({ detail }) => setValues((before) => ({ ...before, [f.name]: detail.value }))} />
                  )}
                </FormField>
              ))}
              <Code text={props.command(hidden)} />
            </SpaceBetween>
          </form>
        </Modal>
      )}
    </>
  );
}

export const when = (time?: Date | string | number): string => (time === undefined ? '' : new Date(time).toISOString().replace('T', ' ').slice(0, 19));
