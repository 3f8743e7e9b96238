import { type ConformancePackDetail, type ConformancePackRuleCompliance, type ConformancePackStatusDetail, DeleteConformancePackCommand, DescribeConformancePackComplianceCommand, DescribeConformancePackStatusCommand, DescribeConformancePacksCommand, ListConformancePackComplianceScoresCommand, PutConformancePackCommand } from '@aws-sdk/client-config-service';
import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { percent, when } from '../../app/language';
import { go, href } from '../../app/router';
import { ResourceTable } from '../../app/table';
import { Verdict } from './Verdict';
import { config } from './data';
import { t } from './texts';

type Pack = ConformancePackDetail & { score?: string; status?: ConformancePackStatusDetail };

function State({ of }: { of?: string }) {
  const type = of === 'CREATE_COMPLETE' ? 'success' : /FAILED/.test(of ?? '') ? 'error' : 'in-progress';
  return <StatusIndicator type={type}>{of}</StatusIndicator>;
}

const judged = (score?: string) => score !== undefined && !Number.isNaN(Number(score));
export function Packs() {
  return (
    <ResourceTable<Pack>
      id="config-packs" title={t.packs} description={t.packsHint} command={cli('configservice list-conformance-pack-compliance-scores')} empty={{ title: t.noPacks, hint: t.packsHint }}
      load={async () => {
        const [packs, scores, states] = await Promise.all([
          pages<ConformancePackDetail>(async (NextToken) => { const r = await config().send(new DescribeConformancePacksCommand({ NextToken })); return [r.ConformancePackDetails, r.NextToken]; }),
          pages(async (NextToken) => { const r = await config().send(new ListConformancePackComplianceScoresCommand({ NextToken })); return [r.ConformancePackComplianceScores, r.NextToken]; }),
          pages<ConformancePackStatusDetail>(async (NextToken) => { const r = await config().send(new DescribeConformancePackStatusCommand({ NextToken })); return [r.ConformancePackStatusDetails, r.NextToken]; }),
        ]);
        return packs.map((pack) => ({ ...pack, score: scores.find((one) => one.ConformancePackName === pack.ConformancePackName)?.Score, status: states.find((one) => one.ConformancePackName === pack.ConformancePackName) }));
      }}
      columns={[
        { id: 'name', header: t.pack, text: (p) => p.ConformancePackName ?? '', cell: (p) => <Link href={href('config', 'packs', p.ConformancePackName ?? '')}>{p.ConformancePackName}</Link> },
        { id: 'score', header: t.score, text: (p) => (judged(p.score) ? percent(Number(p.score) / 100) : ''), order: (p) => (judged(p.score) ? Number(p.score) : -1), cell: (p) => (judged(p.score) ? <ProgressBar ariaLabel={`${t.score}: ${p.ConformancePackName}`} value={Number(p.score)} /> : <StatusIndicator type="pending">{t.noScore}</StatusIndicator>) },
        { id: 'status', header: t.status, text: (p) => p.status?.ConformancePackState ?? '', cell: (p) => <State of={p.status?.ConformancePackState} /> },
        { id: 'updated', header: t.updated, text: (p) => when(p.LastUpdateRequestedTime) },
      ]}
      actions={(reload) => (
        <Action
          label={t.addPack} primary after={reload} done={t.packThere}
          fields={[{ name: 'name', label: t.name }, { name: 'template', label: t.template, hint: t.templateHint, long: true, initial: EXAMPLE }]}
          command={(v) => cli('configservice put-conformance-pack', { 'conformance-pack-name': v.name, 'template-body': v.template })}
          run={(v) => config().send(new PutConformancePackCommand({ ConformancePackName: v.name, TemplateBody: v.template }))}
        />
      )}
    />
  );
}

const EXAMPLE = `Resources:
  Versioning:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: bucket-versioning
      Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}
`;

export function PackPage({ name }: { name: string }) {
  const option = { 'conformance-pack-name': name };
  return (
    <ResourceTable<ConformancePackRuleCompliance>
      id="config-pack-rules" title={name} description={t.rulesOfPack} on={[name]} command={cli('configservice describe-conformance-pack-compliance', option)} empty={{ title: t.noRules, hint: t.packsHint }}
      load={() => pages(async (NextToken) => { const r = await config().send(new DescribeConformancePackComplianceCommand({ ConformancePackName: name, NextToken, Limit: 1000 })); return [r.ConformancePackRuleComplianceList, r.NextToken]; })}
      columns={[
        { id: 'rule', header: t.rule, text: (r) => r.ConfigRuleName ?? '', cell: (r) => <Link href={href('config', 'rules', r.ConfigRuleName ?? '')}>{r.ConfigRuleName}</Link> },
        { id: 'compliance', header: t.compliance, text: (r) => t.verdicts[r.ComplianceType ?? ''] ?? '', cell: (r) => <Verdict of={r.ComplianceType} /> },
        { id: 'controls', header: t.controls, text: (r) => (r.Controls ?? []).join(', ') },
      ]}
      actions={() => <Action label={t.remove} done={t.packGone} after={() => go('config', 'packs')} command={() => cli('configservice delete-conformance-pack', option)} run={() => config().send(new DeleteConformancePackCommand({ ConformancePackName: name }))} />}
    />
  );
}
