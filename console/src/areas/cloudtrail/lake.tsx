import { CancelQueryCommand, CloudTrailClient, CreateEventDataStoreCommand, DeleteEventDataStoreCommand, DescribeQueryCommand, type EventDataStore, GetEventDataStoreCommand, GetQueryResultsCommand, ListEventDataStoresCommand, ListQueriesCommand, type Query, StartQueryCommand } from '@aws-sdk/client-cloudtrail';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Action } from '../../app/action';
import { client, pages } from '../../app/aws';
import { Bar } from '../../app/bar';
import { cli } from '../../app/cli';
import { Explained, failed } from '../../app/notices';
import { when } from '../../app/language';
import { Cli, Show, Teach, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { type ResultRow, barred, charted, columnsOf } from '../../app/results';
import { go, href } from '../../app/router';
import { ResourceTable, Rows } from '../../app/table';
import { t as frame } from '../../app/texts';
import { COLUMNS, STATEMENTS, inserted, paths } from './schema';
import { t } from './texts';

const ct = () => client(CloudTrailClient);
const idOf = (arn: string) => arn.split('/').at(-1) ?? arn;
const PAUSE = 300;
/** Rows that a page takes of an answer. */
const MOST = 20_000;

async function stores(): Promise<EventDataStore[]> {
  const listed = await pages<EventDataStore>(async (NextToken) => { const r = await ct().send(new ListEventDataStoresCommand({ NextToken })); return [r.EventDataStores, r.NextToken]; });
  return Promise.all(listed.map(async (one) => ({ ...one, ...(await ct().send(new GetEventDataStoreCommand({ EventDataStore: one.EventDataStoreArn }))) })));
}

function StoreState({ of }: { of?: string }) {
  const type = of === 'ENABLED' ? 'success' : of === 'PENDING_DELETION' ? 'warning' : of === 'CREATED' ? 'in-progress' : 'stopped';
  return <StatusIndicator type={type}>{of}</StatusIndicator>;
}

export function Stores() {
  return (
    <ResourceTable<EventDataStore>
      id="event-data-stores" title={t.stores} command={cli('cloudtrail list-event-data-stores')} load={stores} empty={{ title: t.noStores, hint: t.storesHint }}
      columns={[
        { id: 'name', header: t.store, text: (s) => s.Name ?? '', cell: (s) => <Link href={href('cloudtrail', 'lake', JSON.stringify({ store: idOf(s.EventDataStoreArn ?? '') }))}>{s.Name}</Link> },
        { id: 'status', header: t.status, text: (s) => s.Status ?? '', cell: (s) => <StoreState of={s.Status} /> },
        { id: 'retention', header: t.retention, text: (s) => String(s.RetentionPeriod ?? ''), order: (s) => s.RetentionPeriod ?? 0 },
        { id: 'created', header: t.created, text: (s) => when(s.CreatedTimestamp) },
        { id: 'arn', header: 'ARN', text: (s) => s.EventDataStoreArn ?? '' },
      ]}
      choose={(chosen, reload) => <Action label={t.remove} disabled={chosen.length !== 1} after={reload} done={t.storeGone} text={chosen[0]?.Name} command={() => cli('cloudtrail delete-event-data-store', { 'event-data-store': chosen[0]?.EventDataStoreArn })} run={() => ct().send(new DeleteEventDataStoreCommand({ EventDataStore: chosen[0]?.EventDataStoreArn }))} />}
      actions={(reload) => (
        <Action
          label={t.createStore} primary after={reload} done={t.storeThere} fields={[{ name: 'name', label: t.name }, { name: 'days', label: t.days, initial: '365' }]}
          command={(v) => `${cli('cloudtrail create-event-data-store', { name: v.name, 'retention-period': v.days })} --no-termination-protection-enabled`}
          run={(v) => ct().send(new CreateEventDataStoreCommand({ Name: v.name, RetentionPeriod: Number(v.days), TerminationProtectionEnabled: false }))}
        />
      )}
    />
  );
}

/** What is asked stands in the address, so that it can be shared. */
interface Asked { store?: string; statement?: string }

function askedOf(text?: string): Asked {
  try {
    return JSON.parse(text ?? '{}') as Asked;
  } catch {
    return {};
  }
}

export function Editor({ asked: said }: { asked?: string }) {
  const all = useLoad(stores);
  return (
    <Show of={all}>{(found: EventDataStore[]) => found.length === 0 ? (
      <SpaceBetween size="m"><Header variant="h1">{t.editor}</Header><Teach title={t.noStores} hint={t.storesHint} /><Box textAlign="center"><Link href={href('cloudtrail', 'stores')}>{t.stores}</Link></Box></SpaceBetween>
    ) : <Desk stores={found} asked={askedOf(said)} />}</Show>
  );
}

function Desk({ stores: known, asked }: { stores: EventDataStore[]; asked: Asked }) {
  const usable = known.filter((one) => one.Status !== 'PENDING_DELETION');
  const store = usable.find((one) => idOf(one.EventDataStoreArn ?? '') === asked.store) ?? usable[0];
  const id = idOf(store?.EventDataStoreArn ?? '');
  const [draft, setDraft] = useState(asked.statement ?? STATEMENTS[0]?.[1](id) ?? '');
  const [run, setRun] = useState<{ statement: string; turn: number }>();
  const area = useRef<HTMLTextAreaElement>(null);
  const start = () => { if (draft.trim()) setRun((before) => ({ statement: draft, turn: (before?.turn ?? 0) + 1 })); };
  useEffect(() => {
    const key = (event: KeyboardEvent) => { if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') start(); };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  });
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.editorHint} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={cli('cloudtrail start-query', { 'query-statement': draft })} />
        <ButtonDropdown items={STATEMENTS.map(([text], index) => ({ id: String(index), text }))} onItemClick={({ detail }) => setDraft(STATEMENTS[Number(detail.id)]?.[1](id) ?? '')}>{t.samples}</ButtonDropdown>
        <Button variant="primary" onClick={start}>{t.run}</Button>
      </SpaceBetween>}>{t.editor}</Header>
      <Grid gridDefinition={[{ colspan: { default: 12, m: 3 } }, { colspan: { default: 12, m: 9 } }]}>
        <Container header={<Header variant="h2" description={t.schemaHint}>{t.schema}</Header>}>
          <SpaceBetween size="s">
            <Select ariaLabel={t.store} selectedOption={{ value: id, label: store?.Name }} options={usable.map((one) => ({ value: idOf(one.EventDataStoreArn ?? ''), label: one.Name, description: one.Status }))} onChange={({ detail }) => go('cloudtrail', 'lake', JSON.stringify({ store: detail.selectedOption.value }))} />
            <ul className="fields">
              {paths(COLUMNS).map(({ path, type }) => (
                <li key={path} style={{ paddingInlineStart: 14 * (path.split('.').length - 1) }}>
                  <Button variant="inline-link" ariaLabel={t.insert(path)} onClick={() => setDraft(inserted(draft, path, area.current?.selectionStart ?? draft.length))}>{path.split('.').at(-1)}</Button> <Box variant="small" display="inline">{type}</Box>
                </li>
              ))}
            </ul>
          </SpaceBetween>
        </Container>
        <SpaceBetween size="m">
          <textarea ref={area} className="editor short" aria-label={t.query} spellCheck={false} value={draft} onChange={(event) => setDraft(event.currentTarget.value)} />
          {run && <Results key={run.turn} statement={run.statement} />}
          <Recent store={store?.EventDataStoreArn ?? ''} turn={run?.turn} />
        </SpaceBetween>
      </Grid>
    </SpaceBetween>
  );
}

interface Answer { status: string; rows: ResultRow[]; matched: number; scanned: number; ms: number; error?: string }

/** Runs a statement until it is done, then takes its rows. */
function Results({ statement }: { statement: string }) {
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState<unknown>();
  const query = useRef<string>(undefined);
  useEffect(() => {
    let wanted = true;
    const work = async () => {
      const { QueryId } = await ct().send(new StartQueryCommand({ QueryStatement: statement }));
      query.current = QueryId;
      while (wanted) {
        const reply = await ct().send(new DescribeQueryCommand({ QueryId }));
        const status = reply.QueryStatus ?? 'RUNNING';
        const facts = { status, rows: [], matched: reply.QueryStatistics?.EventsMatched ?? 0, scanned: reply.QueryStatistics?.EventsScanned ?? 0, ms: reply.QueryStatistics?.ExecutionTimeInMillis ?? 0, error: reply.ErrorMessage };
        if (status === 'RUNNING' || status === 'QUEUED') {
          if (wanted) setAnswer(facts);
          await new Promise((resolve) => setTimeout(resolve, PAUSE));
          continue;
        }
        const rows = status !== 'FINISHED' ? [] : await pages<ResultRow>(async (NextToken) => {
          const page = await ct().send(new GetQueryResultsCommand({ QueryId, NextToken, MaxQueryResults: 1000 }));
          return [page.QueryResultRows?.map((row) => Object.assign({}, ...row) as ResultRow), page.NextToken];
        }, MOST);
        if (wanted) setAnswer({ ...facts, rows });
        return;
      }
    };
    work().catch((problem: unknown) => { if (wanted) setError(problem); });
    return () => { wanted = false; };
  }, [statement]);
  const names = useMemo(() => columnsOf(answer?.rows ?? []), [answer]);
  const chart = useMemo(() => charted(answer?.rows ?? []), [answer]);
  const bars = useMemo(() => barred(answer?.rows ?? []), [answer]);
  const command = cli('cloudtrail start-query', { 'query-statement': statement });
  if (error !== undefined) return <Alert type="error" header={frame.failed}><Explained error={error} /></Alert>;
  const running = !answer || answer.status === 'RUNNING' || answer.status === 'QUEUED';
  const times = chart?.series.flatMap((one) => one.points.map(([time]) => time)) ?? [];
  return (
    <SpaceBetween size="m">
      <SpaceBetween direction="horizontal" size="s">
        <StatusIndicator type={running ? 'in-progress' : answer.status === 'FINISHED' ? 'success' : 'error'}>{t.statuses[answer?.status ?? 'RUNNING'] ?? answer?.status}</StatusIndicator>
        {running ? <Button onClick={() => { ct().send(new CancelQueryCommand({ QueryId: query.current })).catch(failed); }}>{t.cancel}</Button> : <Box>{t.statistics(answer.matched, answer.scanned, answer.ms)}</Box>}
      </SpaceBetween>
      {answer?.error && <Alert type="error">{answer.error}</Alert>}
      {chart && times.length > 1 && <Container header={<Header variant="h2">{t.chart}</Header>}><Plot id="lake-chart" label={t.chart} series={chart.series} from={Math.min(...times)} to={Math.max(...times)} command={command} /></Container>}
      {answer?.status === 'FINISHED' && (
        <Rows<ResultRow>
          key={names.join('|')} id={`lake-results-${names.length}`} title={t.results} level={2} scrolled={!bars} description={answer.rows.length >= MOST ? t.first(MOST) : undefined} items={answer.rows} command={command} empty={{ title: t.noResults, hint: t.noResultsHint }}
          columns={names.map((name, index) => ({
            id: `c${index}`, header: name, text: (row: ResultRow) => row[name] ?? '', ...(bars?.number === name ? { order: (row: ResultRow) => Number(row[name]), cell: (row: ResultRow) => <Bar value={Number(row[name])} most={bars.most} /> } : {}),
          }))}
        />
      )}
    </SpaceBetween>
  );
}

function Recent({ store, turn }: { store: string; turn?: number }) {
  return (
    <ResourceTable<Query>
      id="lake-queries" title={t.recent} level={2} on={[store, turn]} command={cli('cloudtrail list-queries', { 'event-data-store': store })}
      load={() => pages(async (NextToken) => { const r = await ct().send(new ListQueriesCommand({ EventDataStore: store, NextToken })); return [r.Queries, r.NextToken]; }, 200)}
      empty={{ title: t.noResults, hint: t.storesHint }}
      columns={[{ id: 'id', header: t.query, text: (q) => q.QueryId ?? '' }, { id: 'status', header: t.status, text: (q) => t.statuses[q.QueryStatus ?? ''] ?? '' }, { id: 'created', header: t.created, text: (q) => when(q.CreationTime) }]}
    />
  );
}
