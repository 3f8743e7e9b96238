import { type AwsSecurityFinding, type AwsSecurityFindingFilters, type FindingHistoryRecord, GetFindingHistoryCommand } from '@aws-sdk/client-securityhub';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { moment, when } from '../../app/language';
import { Cli, Code, Facts, Heading, Show, Teach, useLoad } from '../../app/parts';
import { href } from '../../app/router';
import { identity, shortName } from '../../app/session';
import { ResourceTable, Rows } from '../../app/table';
import { MOST, change, changeCommand, findings, hub, is, ofWorkflow } from './hub';
import { t } from './texts';

const STATUSES = ['NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED'];
const me = () => shortName(identity().arn);

export function Severity({ label }: { label?: string }) {
  const type = label === 'CRITICAL' || label === 'HIGH' ? 'error' : label === 'MEDIUM' ? 'warning' : 'info';
  return <StatusIndicator type={type}>{label ?? ''}</StatusIndicator>;
}

/** Findings that match, with a choice of their workflow and what can be done with several at once. */
export function Findings({ title = t.findings, filters = {}, level, id = 'securityhub-findings', workflow: first = 'OPEN' }: { title?: string; filters?: AwsSecurityFindingFilters; level?: 1 | 2; id?: string; workflow?: string }) {
  const [workflow, setWorkflow] = useState(first);
  const asked = { ...ofWorkflow(workflow), ...filters };
  return (
    <SpaceBetween size="m">
      <Select ariaLabel={t.workflow} selectedOption={{ value: workflow, label: t.workflows[workflow] }} options={Object.entries(t.workflows).map(([value, label]) => ({ value, label }))} onChange={({ detail }) => setWorkflow(detail.selectedOption.value ?? 'OPEN')} />
      <ResourceTable<AwsSecurityFinding>
        id={id} beside={{ key: (f) => f.Id ?? '', name: (f) => f.Title ?? '', show: (one) => <Detail id={one} /> }} title={title} level={level} description={t.most(MOST)} on={[JSON.stringify(asked)]} load={() => findings(asked)}
        command={cli('securityhub get-findings', { filters: JSON.stringify(asked), 'sort-criteria': 'Field=SeverityNormalized,SortOrder=desc' })}
        empty={{ title: t.noFindings, hint: t.findingsHint }}
        choose={(chosen, reload) => STATUSES.map((status) => (
          <Action
            key={status} label={t.set[status] ?? status} disabled={chosen.length === 0} after={reload} done={t.areNow(chosen.length, t.workflows[status] ?? '')}
            fields={[{ name: 'note', label: t.note, hint: t.noteHint, optional: true }]}
            command={(v) => changeCommand(chosen, status, v.note, me())} run={(v) => change(chosen, status, v.note, me())}
          />
        ))}
        columns={[
          { id: 'title', header: t.finding, text: (f) => f.Title ?? '', cell: (f) => <Link href={href('securityhub', 'findings', f.Id ?? '')}>{f.Title}</Link> },
          { id: 'severity', header: t.severity, text: (f) => f.Severity?.Label ?? '', order: (f) => f.Severity?.Normalized ?? 0, cell: (f) => <Severity label={f.Severity?.Label} /> },
          { id: 'workflow', header: t.workflow, text: (f) => t.workflows[f.Workflow?.Status ?? ''] ?? '' },
          { id: 'compliance', header: t.compliance, text: (f) => t.states[f.Compliance?.Status ?? ''] ?? f.Compliance?.Status ?? '' },
          { id: 'product', header: t.provider, text: (f) => f.ProductName ?? '' },
          { id: 'resource', header: t.resource, text: (f) => f.Resources?.[0]?.Id ?? '' },
          { id: 'updated', header: t.updated, text: (f) => when(f.UpdatedAt) },
        ]}
      />
    </SpaceBetween>
  );
}

export function Detail({ id }: { id: string }) {
  const found = useLoad(async () => {
    const finding = (await findings({ Id: is(id) }, 1))[0];
    if (!finding) return null;
    const history = await pages<FindingHistoryRecord>(async (NextToken) => {
      const reply = await hub().send(new GetFindingHistoryCommand({ FindingIdentifier: { Id: finding.Id, ProductArn: finding.ProductArn }, NextToken, MaxResults: 100 }));
      return [reply.Records, reply.NextToken];
    }, 500);
    return { finding, history };
  }, [id]);
  return <Show of={found}>{(all) => (all === null ? <Teach title={t.noFinding} hint={t.otherRegion} /> : <One {...all} reload={found.reload} />)}</Show>;
}

function One({ finding: f, history, reload }: { finding: AwsSecurityFinding; history: FindingHistoryRecord[]; reload: () => void }) {
  const control = f.Compliance?.SecurityControlId;
  const guarded = /:guardduty:.*:detector\/\w+\/finding\/(\w+)$/.exec(f.Id ?? '')?.[1];
  const option = { 'finding-identifier': JSON.stringify({ Id: f.Id, ProductArn: f.ProductArn }) };
  return (
    <SpaceBetween size="m">
      <Heading description={f.Description} actions={<SpaceBetween direction="horizontal" size="xs">
        <Cli command={cli('securityhub get-findings', { filters: JSON.stringify({ Id: is(f.Id ?? '') }) })} />
        {guarded && <Button href={href('guardduty', 'findings', guarded)}>{t.evidence}</Button>}
        {STATUSES.filter((status) => status !== f.Workflow?.Status).map((status) => (
          <Action
            key={status} label={t.set[status] ?? status} after={reload} done={t.isNow[status] ?? ''} fields={[{ name: 'note', label: t.note, hint: t.noteHint, optional: true }]}
            command={(v) => changeCommand([f], status, v.note, me())} run={(v) => change([f], status, v.note, me())}
          />
        ))}
        <Action label={t.addNote} after={reload} done={t.noted} fields={[{ name: 'note', label: t.note }]} command={(v) => changeCommand([f], undefined, v.note, me())} run={(v) => change([f], undefined, v.note, me())} />
      </SpaceBetween>}>{f.Title}</Heading>
      <Facts title={t.facts} facts={[
        [t.severity, <Severity key="severity" label={f.Severity?.Label} />], [t.workflow, t.workflows[f.Workflow?.Status ?? '']], [t.record, f.RecordState],
        [t.compliance, t.states[f.Compliance?.Status ?? ''] ?? f.Compliance?.Status], [t.control, control && <Link key="control" href={href('securityhub', 'controls', control)}>{control}</Link>], [t.provider, f.ProductName],
        [t.firstSeen, when(f.FirstObservedAt ?? f.CreatedAt)], [t.updated, when(f.UpdatedAt)], [t.types, f.Types?.join(', ')],
        [t.resources, f.Resources?.map((r) => r.Id).join(', ')], [t.account, f.AwsAccountId], [t.remediation, f.Remediation?.Recommendation?.Text],
        [t.note, f.Note && `${f.Note.Text} (${f.Note.UpdatedBy}, ${moment(f.Note.UpdatedAt)})`],
      ]} />
      <Rows
        id="securityhub-history" title={t.history} level={2} items={history} command={cli('securityhub get-finding-history', option)} empty={{ title: t.noHistory, hint: t.historyHint }}
        columns={[
          { id: 'time', header: t.updated, text: (r) => when(r.UpdateTime) },
          { id: 'by', header: t.provider, text: (r) => r.UpdateSource?.Identity ?? r.UpdateSource?.Type ?? '' },
          { id: 'what', header: t.history, text: (r) => (r.FindingCreated ? t.created : (r.Updates ?? []).map((u) => `${u.UpdatedField}: ${u.OldValue ?? '–'} → ${u.NewValue ?? '–'}`).join('; ')) },
        ]}
      />
      <Container header={<Heading level={2}>{t.whole}</Heading>}><Code text={JSON.stringify(f, null, 2)} /></Container>
    </SpaceBetween>
  );
}
