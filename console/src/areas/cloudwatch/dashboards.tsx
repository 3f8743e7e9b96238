import { type DashboardEntry, DeleteDashboardsCommand, DescribeAlarmsCommand, GetDashboardCommand, ListDashboardsCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Fragment, type ReactNode, Suspense, lazy, useEffect, useState } from 'react';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { Cli, Show, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { RANGES, Range } from '../../app/range';
import { go, href } from '../../app/router';
import type { Series } from '../../app/series';
import { Shares } from '../../app/shares';
import { ResourceTable } from '../../app/table';
import { AlarmPlot, type AnyAlarm, State } from './alarms';
import { cloudwatch, metricData, metricDataCommand } from './data';
import { LogResults } from './insights';
import { type Inline, markdown } from './markdown';
import { t as frame } from '../../app/texts';
import { t } from './texts';
import { Gauges, SingleValues, SummaryTable } from './numbers';
import { type Properties, type Widget, periodFor, queries, valueOf, wholePeriod, widgets } from './widgets';

const Custom = lazy(() => import('./custom').then((m) => ({ default: m.Custom })));
const Explorer = lazy(() => import('./explorer').then((m) => ({ default: m.Explorer })));

// Texts of an area are there before the area.
const EXAMPLE = JSON.stringify({
  widgets: [
    { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: t.exampleText } },
    { type: 'metric', x: 0, y: 2, width: 24, height: 6, properties: { title: t.exampleTitle, view: 'timeSeries', stat: 'Sum', period: 60, region: 'us-east-1', metrics: [[{ expression: 'SELECT SUM(CallCount) FROM SCHEMA("AWS/Usage", Class, Resource, Service, Type) GROUP BY Service', id: 'q1' }]] } },
  ],
}, null, 2);
const EVERY = 60_000;

export function Dashboards() {
  return (
    <ResourceTable<DashboardEntry>
      id="dashboards" title={t.dashboards} command={cli('cloudwatch list-dashboards')} empty={{ title: t.noDashboards, hint: t.dashboardsHint }}
      load={() => pages(async (NextToken) => { const r = await cloudwatch().send(new ListDashboardsCommand({ NextToken })); return [r.DashboardEntries, r.NextToken]; })}
      columns={[
        { id: 'name', header: t.name, text: (d) => d.DashboardName ?? '', cell: (d) => <Link href={href('cloudwatch', 'dashboards', d.DashboardName ?? '')}>{d.DashboardName}</Link> },
        { id: 'changed', header: t.changed, text: (d) => when(d.LastModified) },
        { id: 'size', header: t.size, text: (d) => String(d.Size ?? 0), order: (d) => d.Size ?? 0 },
      ]}
      actions={(reload) => (
        <Action
          label={t.createDashboard} primary after={reload} done={t.dashboardThere} fields={[{ name: 'name', label: t.name }, { name: 'body', label: t.body, hint: t.bodyHint, long: true, initial: EXAMPLE }]}
          command={(v) => cli('cloudwatch put-dashboard', { 'dashboard-name': v.name, 'dashboard-body': v.body })} run={(v) => cloudwatch().send(new PutDashboardCommand({ DashboardName: v.name, DashboardBody: v.body }))}
        />
      )}
    />
  );
}

export function Dashboard({ name }: { name: string }) {
  const [range, setRange] = useState('3h');
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => { if (document.visibilityState === 'visible') setTurn((before) => before + 1); }, EVERY);
    return () => clearInterval(timer);
  }, []);
  const found = useLoad(async () => (await cloudwatch().send(new GetDashboardCommand({ DashboardName: name }))).DashboardBody ?? '{}', [name]);
  return (
    <Show of={found}>{(body) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={t.everyMinute} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('cloudwatch get-dashboard', { 'dashboard-name': name })} />
          <Action label={t.edit} after={found.reload} done={t.saved} fields={[{ name: 'body', label: t.body, hint: t.bodyHint, long: true, initial: pretty(body) }]} command={(v) => cli('cloudwatch put-dashboard', { 'dashboard-name': name, 'dashboard-body': v.body })} run={(v) => cloudwatch().send(new PutDashboardCommand({ DashboardName: name, DashboardBody: v.body }))} />
          <Action label={t.remove} done={t.dashboardGone} after={() => go('cloudwatch', 'dashboards')} command={() => cli('cloudwatch delete-dashboards', { 'dashboard-names': name })} run={() => cloudwatch().send(new DeleteDashboardsCommand({ DashboardNames: [name] }))} />
        </SpaceBetween>}>{name}</Header>
        <Range value={range} change={setRange} />
        <Board body={body} range={range} turn={turn} />
      </SpaceBetween>
    )}</Show>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** A row of the dashboard's grid, in pixels. */
const ROW = 56;

function Board({ body, range, turn }: { body: string; range: string; turn: number }) {
  let all: Widget[];
  try {
    all = widgets(body);
  } catch {
    return <Alert type="error">{t.brokenBody}</Alert>;
  }
  // Read from above to below, as it stands there: on a narrow screen the grid becomes a list.
  const sorted = all.map((widget, index) => ({ widget, index })).sort((a, b) => a.widget.y - b.widget.y || a.widget.x - b.widget.x);
  return (
    <div className="board">
      {sorted.map(({ widget, index }) => (
        <div key={index} className="board-widget" style={{ gridColumn: `${widget.x + 1} / span ${widget.width}`, gridRow: `${widget.y + 1} / span ${widget.height}`, minHeight: widget.height * ROW }}>
          <Container fitHeight header={widget.properties.title ? <Header variant="h3">{widget.properties.title}</Header> : undefined}><Content widget={widget} range={range} turn={turn} /></Container>
        </div>
      ))}
    </div>
  );
}

function Content({ widget: { type, properties, height }, range, turn }: { widget: Widget; range: string; turn: number }) {
  if (type === 'text') return <Markdown text={properties.markdown ?? ''} />;
  if (type === 'alarm') return <AlarmList arns={properties.alarms ?? []} turn={turn} />;
  if (type === 'log') return <LogWidget query={properties.query ?? ''} view={properties.view} range={range} turn={turn} />;
  if (type === 'metric') return <MetricWidget properties={properties} range={range} turn={turn} height={Math.max(120, height * ROW - 150)} />;
  if (type === 'explorer' || type === 'custom') {
    return <Suspense fallback={<Box>{frame.loading}</Box>}>{type === 'custom' ? <Custom properties={properties} range={range} turn={turn} /> : <Explorer properties={properties} range={range} turn={turn} height={Math.max(240, height * ROW - 100)} />}</Suspense>;
  }
  return <Box color="text-status-inactive">{t.unknownWidget(type)}</Box>;
}

function MetricWidget({ properties, range, turn, height }: { properties: Properties; range: string; turn: number; height: number }) {
  const [alarm] = properties.annotations?.alarms ?? [];
  const loaded = useLoad(async () => {
    const to = Date.now();
    const from = to - (RANGES[range] ?? 0);
    // One value of the whole time is asked for in as few periods as can be; a period of a metric's own stays.
    const asked = queries(properties.setPeriodToTimeRange ? { ...properties, period: wholePeriod(from, to) } : properties, periodFor(from, to));
    return { ...(await metricData(asked, from, to, properties.region)), from, to, asked };
  }, [JSON.stringify(properties), range, turn]);
  if (alarm) return <OneAlarm arn={alarm} />;
  return (
    <Show of={loaded}>{({ series, said, from, to, asked }) => (
      <>
        {said.length > 0 && <Alert type="warning">{t.partial(said.join(' '))}</Alert>}
        <View properties={properties} series={series} from={from} to={to} height={height} command={metricDataCommand(asked, from, to)} />
      </>
    )}</Show>
  );
}

/** The kinds of metric widgets. */
function View({ properties, series, from, to, height, command }: { properties: Properties; series: Series[]; from: number; to: number; height: number; command: string }) {
  const label = properties.title ?? t.metrics;
  const { view } = properties;
  if (view === 'singleValue') return <SingleValues series={series} properties={properties} command={command} />;
  if (view === 'gauge') return <Gauges series={series} properties={properties} command={command} />;
  if (view === 'table') return <SummaryTable series={series} properties={properties} command={command} />;
  if (view === 'pie' || view === 'bar') {
    const parts = series.flatMap((one) => { const value = valueOf(one.points, properties.setPeriodToTimeRange ?? false, properties.stat ?? 'Average'); return value === undefined ? [] : [{ title: one.title, value }]; });
    return <Shares id="dashboard-shares" as={view} label={label} parts={parts} height={height} command={command} />;
  }
  return <Plot id="dashboard-values" label={label} series={series} stacked={properties.stacked} from={from} to={to} height={height} unit={properties.yAxis?.left?.label} thresholds={(properties.annotations?.horizontal ?? []).map((line) => ({ title: line.label ?? t.threshold, value: line.value }))} command={command} />;
}

const nameOf = (arn: string) => arn.split(':').slice(6).join(':');

async function alarmsOf(arns: string[]): Promise<AnyAlarm[]> {
  if (arns.length === 0) return [];
  const reply = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNames: arns.map(nameOf), AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
  return [...(reply.MetricAlarms ?? []), ...(reply.CompositeAlarms ?? [])] as AnyAlarm[];
}

function AlarmList({ arns, turn }: { arns: string[]; turn: number }) {
  const loaded = useLoad(() => alarmsOf(arns), [arns.join(), turn]);
  return (
    <Show of={loaded}>{(alarms: AnyAlarm[]) => alarms.length === 0 ? <Box>{t.noAlarmsHere}</Box> : (
      <SpaceBetween direction="horizontal" size="l">{alarms.map((one) => <div key={one.AlarmArn}><Link href={href('cloudwatch', 'alarms', one.AlarmName ?? '')}>{one.AlarmName}</Link> <State of={one.StateValue} /></div>)}</SpaceBetween>
    )}</Show>
  );
}

function OneAlarm({ arn }: { arn: string }) {
  const loaded = useLoad(() => alarmsOf([arn]), [arn]);
  return <Show of={loaded}>{([one]) => (one ? <><Link href={href('cloudwatch', 'alarms', one.AlarmName ?? '')}>{one.AlarmName}</Link> <State of={one.StateValue} /><AlarmPlot alarm={one} small /></> : <Box>{t.noAlarmsHere}</Box>)}</Show>;
}

/** A query of a widget names its groups itself: `SOURCE '/a' | fields …`. */
function LogWidget({ query, view, range, turn }: { query: string; view?: string; range: string; turn: number }) {
  const groups = [...query.matchAll(/SOURCE\s+'([^']+)'/g)].map((found) => found[1] ?? '');
  const text = query.replace(/SOURCE\s+'[^']+'\s*\|?/g, '').trim();
  return <LogResults key={`${range} ${turn}`} view={view} groups={groups} query={text} range={range} />;
}

export function Markdown({ text }: { text: string }) {
  return (
    <>
      {markdown(text).map((block, index): ReactNode => {
        if (block.kind === 'heading') return <Box key={index} variant={block.level === 1 ? 'h2' : block.level === 2 ? 'h3' : 'h4'}><Words of={block.text} /></Box>;
        if (block.kind === 'code') return <pre key={index} className="code" tabIndex={0}>{block.text}</pre>;
        if (block.kind === 'rule') return <hr key={index} />;
        if (block.kind === 'list') {
          const items = block.items.map((item, at) => <li key={at}><Words of={item} /></li>);
          return block.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
        }
        if (block.kind === 'table') return <table key={index} className="plain"><thead><tr>{block.head.map((cell, at) => <th key={at}><Words of={cell} /></th>)}</tr></thead><tbody>{block.rows.map((row, at) => <tr key={at}>{row.map((cell, column) => <td key={column}><Words of={cell} /></td>)}</tr>)}</tbody></table>;
        return <Box key={index} variant="p"><Words of={block.text} /></Box>;
      })}
    </>
  );
}

function Words({ of }: { of: Inline[] }) {
  return (
    <>
      {of.map((word, index) => (
        <Fragment key={index}>
          {word.kind === 'bold' ? <b>{word.text}</b> : word.kind === 'italic' ? <i>{word.text}</i> : word.kind === 'code' ? <Box variant="code">{word.text}</Box> : word.kind === 'link' ? <Link href={word.to} external={!word.to.startsWith('#')}>{word.text}</Link> : word.text}
        </Fragment>
      ))}
    </>
  );
}
