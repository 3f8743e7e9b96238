import { type AlarmHistoryItem, type CompositeAlarm, DeleteAlarmsCommand, DescribeAlarmHistoryCommand, DescribeAlarmsCommand, DisableAlarmActionsCommand, EnableAlarmActionsCommand, type MetricAlarm, type MetricDataQuery, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { Cli, Code, Facts, Show, Teach, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { RANGES, Range } from '../../app/range';
import { go, href } from '../../app/router';
import { ResourceTable, Rows } from '../../app/table';
import { cloudwatch, metricData, metricDataCommand } from './data';
import { t } from './texts';

export type AnyAlarm = MetricAlarm & CompositeAlarm;

export function State({ of }: { of?: string }) {
  const type = of === 'OK' ? 'success' : of === 'ALARM' ? 'error' : 'pending';
  return <StatusIndicator type={type}>{t.states[of ?? ''] ?? t.states.INSUFFICIENT_DATA}</StatusIndicator>;
}

export const conditionText = (a: AnyAlarm): string => (a.Threshold === undefined ? '' : `${t.operators[a.ComparisonOperator ?? ''] ?? a.ComparisonOperator} ${a.Threshold}`);

export function Alarms() {
  return (
    <ResourceTable<AnyAlarm>
      id="alarms" title={t.alarms} command={cli('cloudwatch describe-alarms', { 'alarm-types': ['MetricAlarm', 'CompositeAlarm'] })}
      load={() => pages(async (NextToken) => { const r = await cloudwatch().send(new DescribeAlarmsCommand({ NextToken, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })); return [[...(r.MetricAlarms ?? []), ...(r.CompositeAlarms ?? [])] as AnyAlarm[], r.NextToken]; })}
      empty={{ title: t.noAlarms, hint: t.alarmsHint }}
      actions={() => <Button variant="primary" href={href('cloudwatch', 'create-alarm')}>{t.createAlarm}</Button>}
      columns={[
        { id: 'name', header: t.name, text: (a) => a.AlarmName ?? '', cell: (a) => <Link href={href('cloudwatch', 'alarms', a.AlarmName ?? '')}>{a.AlarmName}</Link> },
        { id: 'state', header: t.state, text: (a) => a.StateValue ?? '', cell: (a) => <State of={a.StateValue} /> },
        { id: 'metric', header: t.watches, text: (a) => a.AlarmRule ?? (a.MetricName ? `${a.Namespace} ${a.MetricName}` : t.expression) },
        { id: 'threshold', header: t.condition, text: conditionText },
        { id: 'updated', header: t.since, text: (a) => when(a.StateUpdatedTimestamp) },
      ]}
    />
  );
}

/** What draws an alarm's metric. */
export function alarmQueries(a: MetricAlarm): MetricDataQuery[] {
  if (a.Metrics?.length) return a.Metrics;
  if (!a.MetricName) return [];
  return [{ Id: 'm1', MetricStat: { Metric: { Namespace: a.Namespace, MetricName: a.MetricName, Dimensions: a.Dimensions }, Period: a.Period, Stat: a.ExtendedStatistic ?? a.Statistic } }];
}

export function Alarm({ name }: { name: string }) {
  const alarm = useLoad(async () => {
    const r = await cloudwatch().send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
    const history = await cloudwatch().send(new DescribeAlarmHistoryCommand({ AlarmName: name, MaxRecords: 100, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
    const found = (r.MetricAlarms?.[0] ?? r.CompositeAlarms?.[0]) as AnyAlarm | undefined;
    return found ? { found, history: history.AlarmHistoryItems ?? [] } : null;
  }, [name]);
  const option = { 'alarm-names': name };
  return (
    <Show of={alarm}>{(all) => all === null ? <Teach title={t.missing} hint={t.otherRegion} /> : (
      <SpaceBetween size="m">
        <Header variant="h1" description={all.found.AlarmDescription} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('cloudwatch describe-alarms', option)} />
          <Action label={t.tryActions} after={alarm.reload} done={t.tried} text={t.tryHint} command={() => cli('cloudwatch set-alarm-state', { 'alarm-name': name, 'state-value': 'ALARM', 'state-reason': t.triedReason })} run={() => cloudwatch().send(new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: t.triedReason }))} />
          {all.found.ActionsEnabled
            ? <Action label={t.disableActions} after={alarm.reload} done={t.actionsOff} command={() => cli('cloudwatch disable-alarm-actions', option)} run={() => cloudwatch().send(new DisableAlarmActionsCommand({ AlarmNames: [name] }))} />
            : <Action label={t.enableActions} after={alarm.reload} done={t.actionsOn} command={() => cli('cloudwatch enable-alarm-actions', option)} run={() => cloudwatch().send(new EnableAlarmActionsCommand({ AlarmNames: [name] }))} />}
          <Action label={t.remove} done={t.alarmGone} after={() => go('cloudwatch', 'alarms')} command={() => cli('cloudwatch delete-alarms', option)} run={() => cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames: [name] }))} />
        </SpaceBetween>}>{name}</Header>
        <Facts title={t.facts} facts={[[t.state, <State key="state" of={all.found.StateValue} />], [t.why, all.found.StateReason], [t.since, when(all.found.StateUpdatedTimestamp)], [t.condition, conditionText(all.found)], [t.actions, all.found.AlarmActions?.join(', ')], [t.actionsEnabled, all.found.ActionsEnabled ? t.yes : t.no], [t.arn, all.found.AlarmArn]]} />
        {alarmQueries(all.found).length > 0 && <Container header={<Header variant="h2">{t.graph}</Header>}><AlarmPlot alarm={all.found} /></Container>}
        <Rows<AlarmHistoryItem>
          id="alarm-history" title={t.history} level={2} description={t.historyHint} items={all.history} loading={alarm.loading} reload={alarm.reload} command={cli('cloudwatch describe-alarm-history', { 'alarm-name': name })} empty={{ title: t.noHistory, hint: '' }}
          columns={[{ id: 'time', header: t.time, text: (h) => when(h.Timestamp) }, { id: 'what', header: t.what, text: (h) => h.HistorySummary ?? '' }]}
        />
        <Container header={<Header variant="h2">{t.definition}</Header>}><Code text={JSON.stringify(all.found, null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}

/** An alarm's metric with its threshold. */
export function AlarmPlot({ alarm, small }: { alarm: MetricAlarm; small?: boolean }) {
  const [range, setRange] = useState('3h');
  const queries = alarmQueries(alarm);
  const loaded = useLoad(async () => {
    const to = Date.now();
    const from = to - (RANGES[range] ?? 0);
    return { ...(await metricData(queries, from, to)), from, to };
  }, [range, alarm.AlarmArn]);
  return (
    <SpaceBetween size="s">
      {!small && <Range value={range} change={setRange} />}
      <Show of={loaded}>{({ series, said, from, to }) => (
        <>
          {said.length > 0 && <Alert type="warning">{t.partial(said.join(' '))}</Alert>}
          <Plot id="alarm-values" label={alarm.AlarmName ?? ''} series={series} from={from} to={to} height={small ? 120 : 240} thresholds={alarm.Threshold === undefined ? [] : [{ title: `${t.threshold}: ${conditionText(alarm)}`, value: alarm.Threshold }]} command={metricDataCommand(queries, from, to)} />
        </>
      )}</Show>
    </SpaceBetween>
  );
}
