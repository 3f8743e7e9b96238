import { ListMetricsCommand, type Metric, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Cli, Show, Teach, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { RANGES, Range } from '../../app/range';
import { go, href } from '../../app/router';
import { Rows } from '../../app/table';
import { cloudwatch, dimensionsText, metricData, metricDataCommand } from './data';
import { t } from './texts';
import { periodFor } from './widgets';

export const STATISTICS = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p99', 'IQM'];

/** What is drawn stands in the address, so that it can be shared. */
export interface Drawn { metrics: Metric[]; expression?: string; stat: string; range: string }

const EMPTY: Drawn = { metrics: [], stat: 'Average', range: '3h' };

function drawnOf(text?: string): Drawn {
  try {
    return { ...EMPTY, ...(JSON.parse(text ?? '{}') as Partial<Drawn>) };
  } catch {
    return EMPTY;
  }
}

export function Metrics({ drawn: said }: { drawn?: string }) {
  const drawn = drawnOf(said);
  const [namespace, setNamespace] = useState<string>();
  const all = useLoad(() => pages<Metric>(async (NextToken) => { const r = await cloudwatch().send(new ListMetricsCommand({ NextToken })); return [r.Metrics, r.NextToken]; }));
  const namespaces = useMemo(() => [...new Set((all.value ?? []).flatMap((metric) => metric.Namespace ?? []))].sort(), [all.value]);
  const chosen = namespace ?? drawn.metrics[0]?.Namespace ?? namespaces[0];
  const shown = useMemo(() => all.value?.filter((metric) => metric.Namespace === chosen), [all.value, chosen]);
  const change = (next: Partial<Drawn>) => go('cloudwatch', 'metrics', JSON.stringify({ ...drawn, ...next }));
  return (
    <SpaceBetween size="m">
      <Picture drawn={drawn} change={change} />
      <Show of={all}>{() => namespaces.length === 0 ? <Teach title={t.noNamespaces} hint={t.metricsHint} /> : (
        <SpaceBetween size="m">
          <Select ariaLabel={t.namespace} filteringType="auto" selectedOption={chosen ? { value: chosen, label: chosen } : null} options={namespaces.map((value) => ({ value, label: value }))} onChange={({ detail }) => setNamespace(detail.selectedOption.value)} />
          <Rows<Metric>
            key={chosen} id="cloudwatch-metrics" title={t.metrics} level={2} description={t.chooseMetrics} items={shown} loading={all.loading} reload={all.reload} command={cli('cloudwatch list-metrics', { namespace: chosen })} empty={{ title: t.noMetrics, hint: t.metricsHint }}
            choose={(picked, done) => <Button variant="primary" disabled={picked.length === 0} onClick={() => { change({ metrics: [...drawn.metrics, ...picked.filter((one) => !drawn.metrics.some((known) => JSON.stringify(known) === JSON.stringify(one)))] }); done(); }}>{t.draw}</Button>}
            columns={[{ id: 'name', header: t.metric, text: (m) => m.MetricName ?? '' }, { id: 'dimensions', header: t.dimensions, text: dimensionsText }]}
          />
        </SpaceBetween>
      )}</Show>
    </SpaceBetween>
  );
}

function Picture({ drawn, change }: { drawn: Drawn; change: (next: Partial<Drawn>) => void }) {
  const [expression, setExpression] = useState(drawn.expression ?? '');
  const asked = JSON.stringify(drawn);
  const loaded = useLoad(async () => {
    const to = Date.now();
    const from = to - (RANGES[drawn.range] ?? 0);
    const Period = periodFor(from, to);
    const queries: MetricDataQuery[] = drawn.metrics.map((Metric, index) => ({ Id: `m${index + 1}`, Label: [Metric.MetricName, dimensionsText(Metric)].filter(Boolean).join(' · '), MetricStat: { Metric, Period, Stat: drawn.stat } }));
    if (drawn.expression) queries.push({ Id: 'e1', Expression: drawn.expression, Period });
    return { ...(await metricData(queries, from, to)), from, to, queries };
  }, [asked]);
  const one = drawn.metrics.length === 1 ? drawn.metrics[0] : undefined;
  return (
    <SpaceBetween size="m">
      <Header variant="h1" actions={
        <SpaceBetween direction="horizontal" size="xs">
          {loaded.value && loaded.value.queries.length > 0 && <Cli command={metricDataCommand(loaded.value.queries, loaded.value.from, loaded.value.to)} />}
          <Button iconName="refresh" ariaLabel={t.draw} loading={loaded.loading} onClick={loaded.reload} />
          {one && <Button href={href('cloudwatch', 'create-alarm', JSON.stringify({ ...one, stat: drawn.stat }))}>{t.alarmOf}</Button>}
          <Button disabled={drawn.metrics.length === 0 && !drawn.expression} onClick={() => { setExpression(''); change({ metrics: [], expression: undefined }); }}>{t.clear}</Button>
        </SpaceBetween>
      }>{t.explorer}</Header>
      <Container>
        <SpaceBetween size="m">
          <SpaceBetween direction="horizontal" size="m">
            <Range value={drawn.range} change={(range) => change({ range })} />
            <Select ariaLabel={t.statistic} selectedOption={{ value: drawn.stat, label: drawn.stat }} options={STATISTICS.map((value) => ({ value, label: value }))} onChange={({ detail }) => change({ stat: detail.selectedOption.value })} />
          </SpaceBetween>
          <form onSubmit={(event) => { event.preventDefault(); change({ expression: expression.trim() || undefined }); }}>
            <FormField label={t.search} description={t.searchHint} stretch><Input value={expression} onChange={({ detail }) => setExpression(detail.value)} /></FormField>
          </form>
          <Show of={loaded}>{({ series, said, from, to, queries }) => queries.length === 0 ? <Teach title={t.nothingDrawn} hint={t.chooseMetrics} /> : (
            <>
              {said.length > 0 && <Alert type="warning">{t.partial(said.join(' '))}</Alert>}
              <Plot id="cloudwatch-values" label={t.drawn} series={series} from={from} to={to} command={metricDataCommand(queries, from, to)} />
            </>
          )}</Show>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
