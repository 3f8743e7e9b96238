import { type Metric, PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useMemo, useState } from 'react';
import { cli } from '../../app/cli';
import { failed, succeeded } from '../../app/notices';
import { moment } from '../../app/language';
import { Cli, Show, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { RANGES, Range } from '../../app/range';
import { go } from '../../app/router';
import { cloudwatch, dimensionsText, metricData, metricDataCommand } from './data';
import { STATISTICS } from './metrics';
import { stretches } from './preview';
import { t } from './texts';

const PERIODS = [10, 30, 60, 300, 900, 3600, 21_600, 86_400];
const STANDARD = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];

function of(said?: string): Metric & { stat?: string } {
  try {
    return JSON.parse(said ?? '{}') as Metric & { stat?: string };
  } catch {
    return {};
  }
}

export const dimensionsOf = (text: string) => text.split(',').map((pair) => pair.trim()).filter(Boolean).map((pair) => ({ Name: pair.split('=')[0]?.trim() ?? '', Value: pair.split('=').slice(1).join('=').trim() }));

export function CreateAlarm({ metric: said }: { metric?: string }) {
  const metric = of(said);
  const [v, setV] = useState({ name: '', namespace: metric.Namespace ?? '', metric: metric.MetricName ?? '', dimensions: dimensionsText(metric), stat: metric.stat ?? 'Average', period: '60', operator: 'GreaterThanThreshold', threshold: '', periods: '1', toAlarm: '1', missing: 'missing', topic: '' });
  const [range, setRange] = useState('3h');
  const [busy, setBusy] = useState(false);
  const put = (name: keyof typeof v) => (value: string) => setV((before) => ({ ...before, [name]: value }));
  const Dimensions = dimensionsOf(v.dimensions);
  const threshold = Number(v.threshold);
  const ready = v.name && v.namespace && v.metric && v.threshold !== '' && !Number.isNaN(threshold);
  const input: PutMetricAlarmCommandInput = {
    AlarmName: v.name, Namespace: v.namespace, MetricName: v.metric, Dimensions, Period: Number(v.period), EvaluationPeriods: Number(v.periods), DatapointsToAlarm: Number(v.toAlarm), Threshold: threshold,
    ComparisonOperator: v.operator as 'GreaterThanThreshold', TreatMissingData: v.missing, AlarmActions: v.topic ? [v.topic] : undefined,
    ...(STANDARD.includes(v.stat) ? { Statistic: v.stat as 'Sum' } : { ExtendedStatistic: v.stat }),
  };
  const command = cli('cloudwatch put-metric-alarm', {
    'alarm-name': v.name, namespace: v.namespace, 'metric-name': v.metric, dimensions: Dimensions.map((d) => `Name=${d.Name},Value=${d.Value}`), [STANDARD.includes(v.stat) ? 'statistic' : 'extended-statistic']: v.stat, period: v.period,
    'evaluation-periods': v.periods, 'datapoints-to-alarm': v.toAlarm, threshold: v.threshold, 'comparison-operator': v.operator, 'treat-missing-data': v.missing, 'alarm-actions': v.topic,
  });
  async function create() {
    setBusy(true);
    try {
      await cloudwatch().send(new PutMetricAlarmCommand(input));
      succeeded(t.alarmThere);
      go('cloudwatch', 'alarms', v.name);
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  }
  const text = (name: keyof typeof v, label: string, hint?: string) => <FormField label={label} description={hint} stretch><Input value={v[name]} onChange={({ detail }) => put(name)(detail.value)} /></FormField>;
  const choice = (name: keyof typeof v, label: string, options: [string, string][]): ReactNode => (
    <FormField label={label} stretch><Select ariaLabel={label} selectedOption={{ value: v[name], label: options.find(([value]) => value === v[name])?.[1] ?? v[name] }} options={options.map(([value, shown]) => ({ value, label: shown }))} onChange={({ detail }) => put(name)(detail.selectedOption.value ?? '')} /></FormField>
  );
  const asked = [v.namespace, v.metric, v.dimensions, v.stat, v.period, range];
  return (
    <SpaceBetween size="m">
      <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs"><Cli command={command} /><Button variant="primary" disabled={!ready} loading={busy} loadingText={t.running} onClick={create}>{t.create}</Button></SpaceBetween>}>{t.createAlarm}</Header>
      <Container>
        <ColumnLayout columns={3}>
          {text('name', t.name)}{text('namespace', t.namespace)}{text('metric', t.metric)}{text('dimensions', t.dimensions, t.dimensionsHint)}
          {choice('stat', t.statistic, STATISTICS.map((stat) => [stat, stat]))}
          {choice('period', t.period, PERIODS.map((period) => [String(period), t.seconds(period)]))}
          {choice('operator', t.operator, Object.entries(t.operators))}
          {text('threshold', t.value)}{text('periods', t.evaluated)}{text('toAlarm', t.toAlarm)}
          {choice('missing', t.missingData, Object.entries(t.missingAs))}
          {text('topic', t.topic, t.topicHint)}
        </ColumnLayout>
      </Container>
      <Container header={<Header variant="h2" description={t.previewHint}>{t.preview}</Header>}>
        <SpaceBetween size="s">
          <Range value={range} change={setRange} />
          {v.namespace && v.metric && <Preview key={asked.join('|')} v={v} range={range} threshold={v.threshold === '' || Number.isNaN(threshold) ? undefined : threshold} />}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

interface Values { namespace: string; metric: string; dimensions: string; stat: string; period: string; operator: string; periods: string; toAlarm: string; missing: string }

function Preview({ v, range, threshold }: { v: Values; range: string; threshold?: number }) {
  const Period = Number(v.period);
  const loaded = useLoad(async () => {
    const to = Date.now();
    const from = to - (RANGES[range] ?? 0);
    const queries = [{ Id: 'm1', MetricStat: { Metric: { Namespace: v.namespace, MetricName: v.metric, Dimensions: dimensionsOf(v.dimensions) }, Period, Stat: v.stat } }];
    return { ...(await metricData(queries, from, to)), from, to, queries };
  });
  const thresholds = useMemo(() => (threshold === undefined ? [] : [{ title: t.threshold, value: threshold }]), [threshold]);
  return (
    <Show of={loaded}>{({ series, from, to, queries }) => {
      const found = threshold === undefined ? undefined : stretches(series[0]?.points ?? [], { operator: v.operator, threshold, periods: Number(v.periods) || 1, toAlarm: Number(v.toAlarm) || 1, missing: v.missing }, from, to, Period);
      return (
        <SpaceBetween size="s">
          <Plot id="alarm-preview" label={t.preview} series={series} thresholds={thresholds} from={from} to={to} command={metricDataCommand(queries, from, to)} />
          {found && (found.length === 0 ? <StatusIndicator type="success">{t.wouldNot}</StatusIndicator> : <StatusIndicator type="error">{`${t.would(found.length)} ${found.slice(0, 10).map((one) => t.stretch(moment(one.from), moment(one.to))).join('; ')}`}</StatusIndicator>)}
        </SpaceBetween>
      );
    }}</Show>
  );
}
