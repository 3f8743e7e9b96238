// An explorer widget: a metric of every resource that has certain tags. Config knows the resources and their tags, CloudWatch their metrics.
import { ListMetricsCommand, type Metric, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { ConfigServiceClient, SelectResourceConfigCommand } from '@aws-sdk/client-config-service';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { Show, useLoad } from '../../app/parts';
import { Plot } from '../../app/plot';
import { RANGES } from '../../app/range';
import { cloudwatch, metricData, metricDataCommand } from './data';
import { t } from './texts';
import { type Properties, type Resource, aggregated, meant, periodFor } from './widgets';

interface Asked { metricName?: string; resourceType?: string; stat?: string }

/** Metrics that are drawn of one kind of resource. */
const MOST = 100;

async function resourcesOf(type: string): Promise<Resource[]> {
  if (!/^[\w:]+$/.test(type)) return [];
  const rows = await pages(async (NextToken) => {
    const reply = await client(ConfigServiceClient).send(new SelectResourceConfigCommand({ Expression: `SELECT resourceId, resourceName, tags WHERE resourceType = '${type}'`, NextToken }));
    return [reply.Results, reply.NextToken];
  }, 1000);
  return rows.map((row) => {
    const { resourceId, resourceName, tags } = JSON.parse(row) as { resourceId: string; resourceName?: string; tags?: { key: string; value: string }[] | Record<string, string> };
    return { id: resourceId, name: resourceName ?? resourceId, tags: Array.isArray(tags) ? Object.fromEntries(tags.map(({ key, value }) => [key, value])) : (tags ?? {}) };
  });
}

/** `AWS::SQS::Queue` has its metrics in `AWS/SQS`. */
const namespaceOf = (type: string) => type.split('::').slice(0, 2).join('/');

async function one(asked: Asked, properties: Properties, from: number, to: number) {
  const type = asked.resourceType ?? '';
  const resources = meant(await resourcesOf(type), properties.labels);
  const metrics = await pages<Metric>(async (NextToken) => {
    const reply = await cloudwatch(properties.region).send(new ListMetricsCommand({ Namespace: namespaceOf(type), MetricName: asked.metricName, NextToken }));
    return [reply.Metrics, reply.NextToken];
  }, 1000);
  const found = metrics.flatMap((metric) => {
    const resource = resources.find(({ id, name }) => (metric.Dimensions ?? []).length === 1 && (metric.Dimensions ?? []).some(({ Value }) => Value === id || Value === name));
    return resource ? [{ metric, resource }] : [];
  }).slice(0, MOST);
  const queries = found.map(({ metric, resource }, index): MetricDataQuery => ({ Id: `m${index}`, Label: resource.name, MetricStat: { Metric: metric, Period: properties.period ?? periodFor(from, to), Stat: asked.stat ?? 'Average' } }));
  const { series, said } = await metricData(queries, from, to, properties.region);
  const tagged = series.map((each) => ({ ...each, tags: found.find(({ resource }) => each.title === resource.name)?.resource.tags ?? {} }));
  return { title: `${asked.metricName ?? ''} · ${type}`, resources: resources.length, series: aggregated(tagged, properties.aggregateBy), said, queries };
}

export function Explorer({ properties, range, turn, height }: { properties: Properties; range: string; turn: number; height: number }) {
  const asked = (properties.metrics ?? []) as unknown as Asked[];
  const loaded = useLoad(async () => {
    const to = Date.now();
    const from = to - (RANGES[range] ?? 0);
    return { from, to, all: await Promise.all(asked.map((metric) => one(metric, properties, from, to))) };
  }, [JSON.stringify(properties), range, turn]);
  return (
    <Show of={loaded}>{({ from, to, all }) => (
      <SpaceBetween size="m">
        {all.length === 0 && <Box>{t.noMetrics}</Box>}
        {all.map(({ title, resources, series, said, queries }) => (
          <div key={title}>
            <Box variant="awsui-key-label">{title}</Box>
            {said.length > 0 && <Alert type="warning">{t.partial(said.join(' '))}</Alert>}
            {series.length === 0 ? <Box>{t.explorerNone(resources)}</Box> : <Plot id="dashboard-explorer" label={title} series={series} bars={properties.widgetOptions?.view === 'bar'} stacked={properties.widgetOptions?.stacked} from={from} to={to} height={Math.max(120, height / Math.max(1, all.length) - 80)} command={metricDataCommand(queries, from, to)} />}
          </div>
        ))}
      </SpaceBetween>
    )}</Show>
  );
}
