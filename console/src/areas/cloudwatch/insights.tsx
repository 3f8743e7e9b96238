import { DescribeQueryDefinitionsCommand, GetLogGroupFieldsCommand, GetLogRecordCommand, GetQueryResultsCommand, type LogGroupField, PutQueryDefinitionCommand, type QueryDefinition, type QueryStatistics, type ResultField, StartQueryCommand, StopQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Modal from '@cloudscape-design/components/modal';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useMemo, useState } from 'react';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Explained, failed } from '../../app/notices';
import { Cli, Code, Show, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { RANGES, Range } from '../../app/range';
import { type ResultRow, barred, charted, columnsOf } from '../../app/results';
import { Shares } from '../../app/shares';
import { go } from '../../app/router';
import { Rows } from '../../app/table';
import { t as frame } from '../../app/texts';
import { logGroups, logs } from './data';
import { histogramQuery, piped } from './query';
import { t } from './texts';

const FIRST = 'fields @timestamp, @message\n| sort @timestamp desc\n| limit 1000';
const PAUSE = 400;

/** What is asked stands in the address, so that it can be shared. */
interface Asked { groups: string[]; query: string; range: string }

function askedOf(text?: string): Asked {
  const before = { groups: [], query: FIRST, range: '1h' };
  try {
    return { ...before, ...(JSON.parse(text ?? '{}') as Partial<Asked>) };
  } catch {
    return before;
  }
}

const rowsOf = (results?: ResultField[][]): ResultRow[] => (results ?? []).map((fields) => Object.fromEntries(fields.map((f) => [f.field ?? '', f.value ?? ''])));

interface Answer { status: string; rows: ResultRow[]; statistics?: QueryStatistics }

/** A query that runs, with what it has found so far. */
function useQuery(groups: string[], query: string | undefined, from: number, to: number, turn: unknown): { answer?: Answer; error?: unknown; stop: () => void } {
  const [state, setState] = useState<{ answer?: Answer; error?: unknown; id?: string }>({});
  useEffect(() => {
    let wanted = true;
    let id: string | undefined;
    let over = false;
    setState({});
    const run = async () => {
      if (query === undefined || groups.length === 0) return;
      const started = await logs().send(new StartQueryCommand({ logGroupNames: groups, queryString: query, startTime: Math.floor(from / 1000), endTime: Math.ceil(to / 1000) }));
      id = started.queryId;
      while (wanted) {
        let reply = await logs().send(new GetQueryResultsCommand({ queryId: id }));
        const rows = rowsOf(reply.results);
        over = reply.status !== 'Running' && reply.status !== 'Scheduled';
        // Long answers come in parts; what is not yet complete is only glanced at.
        while (over && wanted && reply.nextToken) {
          reply = await logs().send(new GetQueryResultsCommand({ queryId: id, nextToken: reply.nextToken }));
          for (const row of rowsOf(reply.results)) rows.push(row);
        }
        if (wanted) setState({ id, answer: { status: reply.status ?? 'Running', rows, statistics: reply.statistics } });
        if (over) return;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    };
    run().catch((error: unknown) => { if (wanted) setState({ error }); });
    return () => {
      wanted = false;
      // Whoever leaves does not wait for the rest.
      if (id && !over) logs().send(new StopQueryCommand({ queryId: id })).catch(() => undefined);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [turn]);
  const stop = () => { if (state.id) logs().send(new StopQueryCommand({ queryId: state.id })).catch(failed); };
  return { answer: state.answer, error: state.error, stop };
}

const command = (groups: string[], query: string, from: number, to: number): string => cli('logs start-query', { 'log-group-names': groups, 'start-time': String(Math.floor(from / 1000)), 'end-time': String(Math.ceil(to / 1000)), 'query-string': query });

export function Insights({ asked: said }: { asked?: string }) {
  const asked = askedOf(said);
  const [draft, setDraft] = useState(asked.query);
  const [run, setRun] = useState<{ asked: Asked; from: number; to: number }>();
  const groups = useLoad(logGroups);
  const change = (next: Partial<Asked>) => go('cloudwatch', 'insights', JSON.stringify({ ...asked, query: draft, ...next }));
  const start = () => {
    const to = Date.now();
    change({});
    setRun({ asked: { ...asked, query: draft }, from: to - (RANGES[asked.range] ?? 0), to });
  };
  useEffect(() => {
    const key = (event: KeyboardEvent) => { if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') start(); };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  });
  const to = run?.to ?? Date.now();
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.queryHint} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={command(asked.groups, draft, run?.from ?? to - (RANGES[asked.range] ?? 0), to)} />
        <Saved use={(found) => { setDraft(found.queryString ?? ''); change({ query: found.queryString ?? '', groups: found.logGroupNames?.length ? found.logGroupNames : asked.groups }); }} draft={draft} groups={asked.groups} />
        <Button variant="primary" disabled={asked.groups.length === 0 || draft.trim() === ''} onClick={start}>{t.run}</Button>
      </SpaceBetween>}>{t.insights}</Header>
      <Container>
        <SpaceBetween size="m">
          <Range value={asked.range} change={(range) => change({ range })} />
          <FormField label={t.chooseGroups} stretch>
            <Multiselect
              filteringType="auto" placeholder={t.chooseGroups} statusType={groups.error ? 'error' : groups.loading ? 'loading' : 'finished'} loadingText={frame.loading} empty={t.noGroups}
              selectedOptions={asked.groups.map((value) => ({ value, label: value }))} options={(groups.value ?? []).map((group) => ({ value: group.logGroupName ?? '', label: group.logGroupName }))}
              onChange={({ detail }) => change({ groups: detail.selectedOptions.flatMap((option) => option.value ?? []) })} deselectAriaLabel={(option) => `${frame.clearFilter} ${option.label}`}
            />
          </FormField>
          <textarea className="editor short" aria-label={t.query} spellCheck={false} value={draft} onChange={(event) => setDraft(event.currentTarget.value)} />
        </SpaceBetween>
      </Container>
      <Grid gridDefinition={[{ colspan: { default: 12, m: 3 } }, { colspan: { default: 12, m: 9 } }]}>
        <Fields groups={asked.groups} add={(piece) => setDraft(piped(draft, piece))} />
        {run ? <Results key={`${run.to}`} {...run.asked} from={run.from} to={run.to} /> : <Container><Box color="text-body-secondary">{t.noResultsHint}</Box></Container>}
      </Grid>
    </SpaceBetween>
  );
}

function Saved({ use, draft, groups }: { use: (found: QueryDefinition) => void; draft: string; groups: string[] }) {
  const saved = useLoad(() => pages<QueryDefinition>(async (nextToken) => { const r = await logs().send(new DescribeQueryDefinitionsCommand({ nextToken })); return [r.queryDefinitions, r.nextToken]; }));
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ButtonDropdown
        items={saved.value?.length ? saved.value.map((one) => ({ id: one.queryDefinitionId ?? '', text: one.name ?? '' })) : [{ id: '', text: t.noSaved, disabled: true }]}
        onItemClick={({ detail }) => { const found = saved.value?.find((one) => one.queryDefinitionId === detail.id); if (found) use(found); }}
      >{t.savedQueries}</ButtonDropdown>
      <Action label={t.saveQuery} after={saved.reload} done={t.querySaved} fields={[{ name: 'name', label: t.name }]} command={(v) => cli('logs put-query-definition', { name: v.name, 'query-string': draft, 'log-group-names': groups })} run={(v) => logs().send(new PutQueryDefinitionCommand({ name: v.name, queryString: draft, logGroupNames: groups.length ? groups : undefined }))} />
    </SpaceBetween>
  );
}

function Fields({ groups, add }: { groups: string[]; add: (piece: string) => void }) {
  const fields = useLoad(async () => {
    const found = new Map<string, number>();
    for (const logGroupName of groups.slice(0, 5)) {
      const reply = await logs().send(new GetLogGroupFieldsCommand({ logGroupName }));
      for (const field of reply.logGroupFields ?? []) found.set(field.name ?? '', Math.max(found.get(field.name ?? '') ?? 0, field.percent ?? 0));
    }
    return [...found].map(([name, percent]): LogGroupField => ({ name, percent })).sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0) || (a.name ?? '').localeCompare(b.name ?? ''));
  }, [groups.join()]);
  const written = (name: string) => (/^[@\w.]+$/.test(name) ? name : `\`${name}\``);
  return (
    <Container header={<Header variant="h2" description={t.fieldsHint}>{t.fields}</Header>}>
      <Show of={fields}>{(found: LogGroupField[]) => found.length === 0 ? <Box color="text-body-secondary">{t.noFields}</Box> : (
        <ul className="fields">
          {found.slice(0, 200).map((field) => (
            <li key={field.name}>
              <Button variant="inline-link" ariaLabel={t.addField(field.name ?? '')} onClick={() => add(`fields ${written(field.name ?? '')}`)}>{field.name}</Button>
              <Button variant="inline-icon" iconName="insert-row" ariaLabel={t.countField(field.name ?? '')} onClick={() => add(`stats count(*) as count by ${written(field.name ?? '')}\n| sort count desc`)} />
              <Box variant="small">{t.share(field.percent ?? 0)}</Box>
            </li>
          ))}
        </ul>
      )}</Show>
    </Container>
  );
}

function Results({ groups, query, from, to }: Asked & { from: number; to: number }) {
  const { answer, error, stop } = useQuery(groups, query, from, to, query);
  const counting = useMemo(() => histogramQuery(query, from, to), [query, from, to]);
  const counted = useQuery(groups, counting, from, to, counting);
  const chart = useMemo(() => (answer?.status === 'Complete' && /\|?\s*stats\b/i.test(query) ? charted(answer.rows) : undefined), [answer, query]);
  const histogram = useMemo(() => (counted.answer ? charted(counted.answer.rows) : undefined), [counted.answer]);
  const shown = command(groups, query, from, to);
  if (error !== undefined) return <Alert type="error" header={frame.failed}><Explained error={error} /></Alert>;
  const running = !answer || answer.status === 'Running' || answer.status === 'Scheduled';
  return (
    <SpaceBetween size="m">
      <SpaceBetween direction="horizontal" size="s">
        <StatusIndicator type={running ? 'in-progress' : answer.status === 'Complete' ? 'success' : 'error'}>{t.statuses[answer?.status ?? 'Running'] ?? answer?.status}</StatusIndicator>
        {answer?.statistics && <Box>{t.stats(answer.statistics.recordsMatched ?? 0, answer.statistics.recordsScanned ?? 0, answer.statistics.bytesScanned ?? 0)}</Box>}
        {running && <Button onClick={stop}>{t.stop}</Button>}
      </SpaceBetween>
      {counting && histogram && <Container header={<Header variant="h2">{t.overTime}</Header>}><Plot id="insights-histogram" label={t.overTime} bars series={histogram.series.map((one) => ({ ...one, title: t.lines }))} from={from} to={to} height={140} command={command(groups, counting, from, to)} /></Container>}
      {chart && <Container header={<Header variant="h2">{t.chart}</Header>}><Plot id="insights-chart" label={t.chart} series={chart.series} from={from} to={to} command={shown} /></Container>}
      <ResultTable answer={answer} command={shown} />
    </SpaceBetween>
  );
}

function ResultTable({ answer, command: shown }: { answer?: Answer; command: string }) {
  const [record, setRecord] = useState<string>();
  const names = useMemo(() => columnsOf(answer?.rows ?? []), [answer]);
  return (
    <>
      <Rows<ResultRow>
        key={names.join('|')} id={`insights-results-${names.length}`} title={t.results} level={2} scrolled items={answer?.rows} loading={answer === undefined} command={shown} empty={{ title: t.noResults, hint: t.noResultsHint }}
        columns={names.map((name, index) => ({ id: `c${index}`, header: name, text: (row) => row[name] ?? '', ...(index === 0 ? { cell: (row: ResultRow) => (row['@ptr'] ? <Button variant="inline-link" onClick={() => setRecord(row['@ptr'])}>{row[name]}</Button> : row[name]) } : {}) }))}
      />
      {record !== undefined && <Record pointer={record} close={() => setRecord(undefined)} />}
    </>
  );
}

function Record({ pointer, close }: { pointer: string; close: () => void }) {
  const record = useLoad(async () => (await logs().send(new GetLogRecordCommand({ logRecordPointer: pointer }))).logRecord ?? {}, [pointer]);
  return <Modal visible size="large" header={t.record} closeAriaLabel={frame.close} onDismiss={close}><Show of={record}>{(fields) => <Code text={JSON.stringify(fields, null, 2)} />}</Show></Modal>;
}

/** The results of a query by themselves, as dashboards show them. */
export function LogResults({ groups, query, range, view }: Asked & { view?: string }) {
  const [[from, to]] = useState(() => { const now = Date.now(); return [now - (RANGES[range] ?? 0), now] as const; });
  const { answer, error } = useQuery(groups, query, from, to, query);
  const chart = useMemo(() => (answer ? charted(answer.rows) : undefined), [answer]);
  if (error !== undefined) return <Alert type="error" header={frame.failed}><Explained error={error} /></Alert>;
  const counted = (view === 'pie' || view === 'bar') && answer ? barred(answer.rows) : undefined;
  if (counted && answer) return <Shares id="dashboard-log-shares" as={view as 'pie' | 'bar'} label={t.chart} parts={answer.rows.map((row) => ({ title: row[counted.name] ?? '', value: Number(row[counted.number]) }))} height={180} command={command(groups, query, from, to)} />;
  if (view !== 'table' && chart && /\|?\s*stats\b/i.test(query)) return <Plot id="dashboard-log" label={t.chart} series={chart.series} from={from} to={to} height={180} command={command(groups, query, from, to)} />;
  return <ResultTable answer={answer} command={command(groups, query, from, to)} />;
}
