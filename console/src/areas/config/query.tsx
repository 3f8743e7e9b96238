import { GetStoredQueryCommand, ListStoredQueriesCommand, PutStoredQueryCommand, SelectResourceConfigCommand, type StoredQueryMetadata } from '@aws-sdk/client-config-service';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useMemo, useState } from 'react';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { Bar } from '../../app/bar';
import { cli } from '../../app/cli';
import { failed } from '../../app/notices';
import { Cli, useLoad } from '../../app/parts';
import { type ResultRow, barred, columnsOf } from '../../app/results';
import { go, href } from '../../app/router';
import { Rows } from '../../app/table';
import { config, flat } from './data';
import { t } from './texts';

// Texts of an area are there before the area.
const SAMPLES: [string, string][] = [
  [t.sampleTypes, 'SELECT resourceType, COUNT(*) GROUP BY resourceType ORDER BY COUNT(*) DESC'],
  [t.sampleAll, 'SELECT resourceId, resourceName, resourceType, awsRegion, configurationItemCaptureTime'],
  [t.sampleBad, "SELECT configuration.targetResourceId, configuration.targetResourceType, configuration.complianceType WHERE resourceType = 'AWS::Config::ResourceCompliance' AND configuration.complianceType = 'NON_COMPLIANT'"],
  [t.sampleTag, "SELECT resourceName, tags WHERE resourceType = 'AWS::S3::Bucket' AND tags.tag = 'team=red'"],
];
const MOST = 20_000;

export function Query({ asked }: { asked?: string }) {
  const [draft, setDraft] = useState(asked ?? SAMPLES[0]?.[1] ?? '');
  const [run, setRun] = useState<{ text: string; turn: number }>();
  const saved = useLoad(() => pages<StoredQueryMetadata>(async (NextToken) => { const r = await config().send(new ListStoredQueriesCommand({ NextToken })); return [r.StoredQueryMetadata, r.NextToken]; }));
  const start = () => {
    if (!draft.trim()) return;
    go('config', 'query', draft);
    setRun((before) => ({ text: draft, turn: (before?.turn ?? 0) + 1 }));
  };
  useEffect(() => {
    const key = (event: KeyboardEvent) => { if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') start(); };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  });
  const command = cli('configservice select-resource-config', { expression: draft });
  return (
    <SpaceBetween size="m">
      <Header variant="h1" description={t.queryHint} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={command} />
        <ButtonDropdown items={SAMPLES.map(([text], index) => ({ id: String(index), text }))} onItemClick={({ detail }) => setDraft(SAMPLES[Number(detail.id)]?.[1] ?? '')}>{t.samples}</ButtonDropdown>
        <ButtonDropdown
          items={saved.value?.length ? saved.value.map((one) => ({ id: one.QueryName ?? '', text: one.QueryName ?? '' })) : [{ id: '', text: t.noSaved, disabled: true }]}
          onItemClick={({ detail }) => { config().send(new GetStoredQueryCommand({ QueryName: detail.id })).then((r) => setDraft(r.StoredQuery?.Expression ?? ''), failed); }}
        >{t.saved}</ButtonDropdown>
        <Action label={t.save} after={saved.reload} done={t.querySaved} fields={[{ name: 'name', label: t.name }]} command={(v) => cli('configservice put-stored-query', { 'stored-query': JSON.stringify({ QueryName: v.name, Expression: draft }) })} run={(v) => config().send(new PutStoredQueryCommand({ StoredQuery: { QueryName: v.name, Expression: draft } }))} />
        <Button variant="primary" onClick={start}>{t.run}</Button>
      </SpaceBetween>}>{t.query}</Header>
      <textarea className="editor short" aria-label={t.query} spellCheck={false} value={draft} onChange={(event) => setDraft(event.currentTarget.value)} />
      {run && <Results key={run.turn} text={run.text} />}
    </SpaceBetween>
  );
}

function Results({ text }: { text: string }) {
  const loaded = useLoad(() => pages<ResultRow>(async (NextToken) => { const r = await config().send(new SelectResourceConfigCommand({ Expression: text, NextToken, Limit: 100 })); return [r.Results?.map((row) => flat(JSON.parse(row))), r.NextToken]; }, MOST), [text]);
  const names = useMemo(() => columnsOf(loaded.value ?? []), [loaded.value]);
  const bars = useMemo(() => barred(loaded.value ?? []), [loaded.value]);
  return (
    <Rows<ResultRow>
      key={names.join('|')} id={`config-query-${names.length}`} title={t.results} level={2} scrolled={!bars} items={loaded.value} error={loaded.error} loading={loaded.loading} reload={loaded.reload} command={cli('configservice select-resource-config', { expression: text })} empty={{ title: t.noResults, hint: t.noResultsHint }}
      columns={names.map((name, index) => ({
        id: `c${index}`, header: name, text: (row: ResultRow) => row[name] ?? '',
        ...(name === 'resourceId' ? { cell: (row: ResultRow) => (row.resourceType ? <Link href={href('config', 'resources', row.resourceType, row.resourceId ?? '')}>{row.resourceId}</Link> : row.resourceId) } : {}),
        ...(bars?.number === name ? { order: (row: ResultRow) => Number(row[name]), cell: (row: ResultRow) => <Bar value={Number(row[name])} most={bars.most} /> } : {}),
      }))}
    />
  );
}
