import { type AwsSecurityFindingFilters, CreateInsightCommand, DeleteInsightCommand, GetInsightResultsCommand, GetInsightsCommand, type Insight, type InsightResultValue } from '@aws-sdk/client-securityhub';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { Bar } from '../../app/bar';
import { cli } from '../../app/cli';
import { Cli, Code, Facts, Show, Teach, useLoad } from '../../app/parts';
import { go, href } from '../../app/router';
import { ResourceTable, Rows } from '../../app/table';
import { hub, is } from './hub';
import { t } from './texts';

const GROUPS = ['ResourceId', 'ResourceType', 'AwsAccountId', 'ProductName', 'SeverityLabel', 'WorkflowStatus', 'ComplianceStatus', 'ComplianceSecurityControlId', 'ComplianceAssociatedStandardsId', 'Type', 'GeneratorId', 'Title', 'Region'];
const OPEN = JSON.stringify({ RecordState: is('ACTIVE'), WorkflowStatus: is('NEW', 'NOTIFIED') }, null, 2);
const managed = (insight: Insight) => insight.InsightArn?.includes('securityhub:::insight') ?? false;

export function Insights() {
  return (
    <ResourceTable<Insight>
      id="securityhub-insights" title={t.insights} description={t.insightsHint} command={cli('securityhub get-insights')}
      load={async () => {
        const all = await pages<Insight>(async (NextToken) => { const r = await hub().send(new GetInsightsCommand({ NextToken, MaxResults: 100 })); return [r.Insights, r.NextToken]; });
        return all.sort((a, b) => Number(managed(a)) - Number(managed(b)));
      }}
      empty={{ title: t.noInsights, hint: t.insightsHint }}
      columns={[
        { id: 'name', header: t.insight, text: (i) => i.Name ?? '', cell: (i) => <Link href={href('securityhub', 'insights', i.InsightArn ?? '')}>{i.Name}</Link> },
        { id: 'group', header: t.groupedBy, text: (i) => i.GroupByAttribute ?? '' },
        { id: 'managed', header: t.managed, text: (i) => (managed(i) ? t.yes : t.no) },
      ]}
      actions={(reload) => (
        <Action
          label={t.createInsight} primary after={reload} done={t.insightThere}
          fields={[{ name: 'name', label: t.name }, { name: 'group', label: t.groupBy, options: GROUPS.map((value) => ({ value, label: value })) }, { name: 'filters', label: t.filters, hint: t.filtersHint, long: true, initial: OPEN }]}
          command={(v) => cli('securityhub create-insight', { name: v.name, 'group-by-attribute': v.group, filters: v.filters })}
          run={async (v) => hub().send(new CreateInsightCommand({ Name: v.name, GroupByAttribute: v.group, Filters: JSON.parse(v.filters ?? '{}') as AwsSecurityFindingFilters }))}
        />
      )}
    />
  );
}

export function InsightPage({ arn }: { arn: string }) {
  const loaded = useLoad(async () => {
    const [insight, results] = await Promise.all([hub().send(new GetInsightsCommand({ InsightArns: [arn] })), hub().send(new GetInsightResultsCommand({ InsightArn: arn }))]);
    return { insight: insight.Insights?.[0], results: results.InsightResults?.ResultValues ?? [] };
  }, [arn]);
  return (
    <Show of={loaded}>{({ insight, results }) => {
      const attribute = results.length > 0 ? (insight?.GroupByAttribute ?? '') : '';
      const most = Math.max(1, ...results.map((r) => r.Count ?? 0));
      const matching = (value: string) => href('securityhub', 'search', JSON.stringify({ ...insight?.Filters, [attribute]: is(value) }));
      return (
        <SpaceBetween size="m">
          <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs">
            <Cli command={cli('securityhub get-insight-results', { 'insight-arn': arn })} />
            {insight && !managed(insight) && <Action label={t.remove} done={t.insightGone} after={() => go('securityhub', 'insights')} command={() => cli('securityhub delete-insight', { 'insight-arn': arn })} run={() => hub().send(new DeleteInsightCommand({ InsightArn: arn }))} />}
          </SpaceBetween>}>{insight?.Name}</Header>
          <Facts title={t.facts} facts={[[t.groupedBy, insight?.GroupByAttribute], [t.managed, insight && managed(insight) ? t.yes : t.no]]} />
          {results.length === 0 ? <Teach title={t.noResults} hint={t.noResultsHint} /> : (
            <Rows<InsightResultValue>
              id="securityhub-insight-results" title={t.results} level={2} items={results} loading={loaded.loading} reload={loaded.reload} command={cli('securityhub get-insight-results', { 'insight-arn': arn })} empty={{ title: t.noResults, hint: '' }}
              columns={[
                { id: 'value', header: attribute, text: (r) => r.GroupByAttributeValue ?? '', cell: (r) => <Link href={matching(r.GroupByAttributeValue ?? '')}>{r.GroupByAttributeValue}</Link> },
                { id: 'count', header: t.count, text: (r) => String(r.Count ?? 0), order: (r) => r.Count ?? 0, cell: (r) => <Bar value={r.Count ?? 0} most={most} /> },
              ]}
            />
          )}
          <Container header={<Header variant="h2">{t.filters}</Header>}><Code text={JSON.stringify(insight?.Filters, null, 2)} /></Container>
        </SpaceBetween>
      );
    }}</Show>
  );
}
