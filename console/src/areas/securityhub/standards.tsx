import { BatchDisableStandardsCommand, BatchEnableStandardsCommand, BatchGetSecurityControlsCommand, BatchGetStandardsControlAssociationsCommand, BatchUpdateStandardsControlAssociationsCommand, DescribeStandardsCommand, GetEnabledStandardsCommand, ListSecurityControlDefinitionsCommand, ListStandardsControlAssociationsCommand, type SecurityControlDefinition, type Standard, type StandardsControlAssociationDetail, type StandardsControlAssociationSummary, type StandardsSubscription } from '@aws-sdk/client-securityhub';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Cli, Code, Facts, Show, Teach, useLoad } from '../../app/parts';
import { href } from '../../app/router';
import { ResourceTable, Rows } from '../../app/table';
import { Findings, Severity } from './findings';
import { JUDGED, MOST_JUDGED, findings, hub, is } from './hub';
import { type Checks, score, standardId, tally } from './score';
import { t } from './texts';

type Offered = Standard & { subscription?: StandardsSubscription; checks: Checks[] };

async function offered(): Promise<{ standards: Offered[]; judged: number }> {
  const [all, enabled, judged] = await Promise.all([
    pages<Standard>(async (NextToken) => { const r = await hub().send(new DescribeStandardsCommand({ NextToken })); return [r.Standards, r.NextToken]; }),
    pages<StandardsSubscription>(async (NextToken) => { const r = await hub().send(new GetEnabledStandardsCommand({ NextToken })); return [r.StandardsSubscriptions, r.NextToken]; }),
    findings(JUDGED, MOST_JUDGED),
  ]);
  const counted = tally(judged);
  const standards = all.map((standard) => ({ ...standard, subscription: enabled.find((s) => s.StandardsArn === standard.StandardsArn), checks: [...(counted.get(standardId(standard.StandardsArn ?? ''))?.values() ?? [])] }));
  return { standards, judged: judged.length };
}

/** A score, with what it is made of. */
function Score({ checks, label }: { checks: Checks[]; label: string }) {
  const value = score(checks);
  if (value === undefined) return <StatusIndicator type="pending">{t.noScore}</StatusIndicator>;
  return <ProgressBar value={value} ariaLabel={`${t.score}: ${label}`} description={t.scoreOf(checks.filter((c) => c.state === 'PASSED').length, checks.length)} />;
}

function Toggle({ standard, reload }: { standard: Offered; reload: () => void }) {
  const arn = standard.StandardsArn ?? '';
  const subscription = standard.subscription?.StandardsSubscriptionArn;
  if (subscription === undefined) {
    return <Action label={t.turnOn} ariaLabel={`${t.turnOn} ${standard.Name}`} after={reload} done={t.standardOn} text={standard.Name} command={() => cli('securityhub batch-enable-standards', { 'standards-subscription-requests': `StandardsArn=${arn}` })} run={() => hub().send(new BatchEnableStandardsCommand({ StandardsSubscriptionRequests: [{ StandardsArn: arn }] }))} />;
  }
  return <Action label={t.turnOff} ariaLabel={`${t.turnOff} ${standard.Name}`} after={reload} done={t.standardGone} text={t.standardOffHint} command={() => cli('securityhub batch-disable-standards', { 'standards-subscription-arns': subscription })} run={() => hub().send(new BatchDisableStandardsCommand({ StandardsSubscriptionArns: [subscription] }))} />;
}

export function Standards() {
  const loaded = useLoad(offered);
  return (
    <Rows<Offered>
      id="securityhub-standards" title={t.standards} command={cli('securityhub get-enabled-standards')} items={loaded.value?.standards} error={loaded.error} loading={loaded.loading} reload={loaded.reload}
      description={(loaded.value?.judged ?? 0) >= MOST_JUDGED ? t.cut(MOST_JUDGED) : t.scoreHint} empty={{ title: t.noStandards, hint: '' }}
      columns={[
        { id: 'name', header: t.standard, text: (s) => s.Name ?? '', cell: (s) => (s.subscription ? <Link href={href('securityhub', 'standards', s.StandardsArn ?? '')}>{s.Name}</Link> : s.Name) },
        { id: 'score', header: t.score, text: (s) => (s.subscription ? String(score(s.checks) ?? '') : ''), order: (s) => (s.subscription ? (score(s.checks) ?? -1) : -2), cell: (s) => (s.subscription ? <Score checks={s.checks} label={s.Name ?? ''} /> : '–') },
        { id: 'state', header: t.state, text: (s) => s.subscription?.StandardsStatus ?? t.standardOff, cell: (s) => (s.subscription ? <StatusIndicator type={s.subscription.StandardsStatus === 'READY' ? 'success' : 'in-progress'}>{s.subscription.StandardsStatus}</StatusIndicator> : <StatusIndicator type="stopped">{t.standardOff}</StatusIndicator>) },
        { id: 'change', header: t.turnOn, text: () => '', cell: (s) => <Toggle standard={s} reload={loaded.reload} /> },
        { id: 'description', header: t.description, text: (s) => s.Description ?? '' },
      ]}
    />
  );
}

type Judged = SecurityControlDefinition & { association?: StandardsControlAssociationDetail; checks: Checks };
const NOTHING: Checks = { state: 'NO_DATA', failed: 0, checks: 0 };

function StateOf({ state }: { state: string }) {
  const type = state === 'PASSED' ? 'success' : state === 'FAILED' ? 'error' : state === 'DISABLED' ? 'stopped' : state === 'UNKNOWN' ? 'warning' : 'pending';
  return <StatusIndicator type={type}>{t.states[state]}</StatusIndicator>;
}

const stateOf = (control: Judged) => (control.association?.AssociationStatus === 'DISABLED' ? 'DISABLED' : control.checks.state);
const WORST = ['FAILED', 'UNKNOWN', 'PASSED', 'NO_DATA', 'DISABLED'];
const GRAVE = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

async function switched(standard: string, control: string, on: boolean, reason?: string): Promise<void> {
  const update = { StandardsArn: standard, SecurityControlId: control, AssociationStatus: on ? ('ENABLED' as const) : ('DISABLED' as const), ...(on ? {} : { UpdatedReason: reason }) };
  const reply = await hub().send(new BatchUpdateStandardsControlAssociationsCommand({ StandardsControlAssociationUpdates: [update] }));
  const refused = reply.UnprocessedAssociationUpdates?.[0];
  if (refused) throw Object.assign(new Error(refused.ErrorReason), { name: refused.ErrorCode, $metadata: reply.$metadata });
}

/** The button that takes a control into a standard, or out of it. */
function ControlSwitch({ standard, control, on, reload }: { standard: string; control: string; on: boolean; reload: () => void }) {
  const label = on ? t.turnOff : t.turnOn;
  const update = (reason?: string) => JSON.stringify([{ StandardsArn: standard, SecurityControlId: control, AssociationStatus: on ? 'DISABLED' : 'ENABLED', ...(on ? { UpdatedReason: reason } : {}) }]);
  return (
    <Action
      label={label} ariaLabel={`${label} ${control}`} after={reload} done={on ? t.controlOff : t.controlOn} fields={on ? [{ name: 'reason', label: t.reason, hint: t.reasonHint }] : []}
      command={(v) => cli('securityhub batch-update-standards-control-associations', { 'standards-control-association-updates': update(v.reason) })}
      run={(v) => switched(standard, control, !on, v.reason)}
    />
  );
}

export function StandardPage({ arn }: { arn: string }) {
  const loaded = useLoad(async () => {
    const [definitions, { standards }, judged] = await Promise.all([
      pages<SecurityControlDefinition>(async (NextToken) => { const r = await hub().send(new ListSecurityControlDefinitionsCommand({ StandardsArn: arn, NextToken, MaxResults: 100 })); return [r.SecurityControlDefinitions, r.NextToken]; }),
      offered(),
      findings({ ...JUDGED, ComplianceAssociatedStandardsId: is(standardId(arn)) }, MOST_JUDGED),
    ]);
    const associations = new Map<string, StandardsControlAssociationDetail>();
    for (let at = 0; at < definitions.length; at += 100) {
      const ids = definitions.slice(at, at + 100).map((d) => ({ SecurityControlId: d.SecurityControlId, StandardsArn: arn }));
      const reply = await hub().send(new BatchGetStandardsControlAssociationsCommand({ StandardsControlAssociationIds: ids }));
      for (const detail of reply.StandardsControlAssociationDetails ?? []) associations.set(detail.SecurityControlId ?? '', detail);
    }
    const counted = tally(judged).get(standardId(arn));
    const controls = definitions.map((d): Judged => ({ ...d, association: associations.get(d.SecurityControlId ?? ''), checks: counted?.get(d.SecurityControlId ?? '') ?? NOTHING }));
    controls.sort((a, b) => WORST.indexOf(stateOf(a)) - WORST.indexOf(stateOf(b)) || GRAVE.indexOf(b.SeverityRating ?? '') - GRAVE.indexOf(a.SeverityRating ?? ''));
    return { standard: standards.find((s) => s.StandardsArn === arn), controls };
  }, [arn]);
  return (
    <Show of={loaded}>{({ standard, controls }) => standard === undefined ? <Teach title={t.noSuchStandard} hint={t.otherRegion} /> : (
      <SpaceBetween size="m">
        <Header variant="h1" description={standard.Description} actions={<Toggle standard={standard} reload={loaded.reload} />}>{standard.Name}</Header>
        <Container header={<Header variant="h2" description={t.scoreHint}>{t.score}</Header>}><Score checks={controls.filter((c) => stateOf(c) !== 'DISABLED' && c.checks.state !== 'NO_DATA').map((c) => c.checks)} label={standard.Name ?? ''} /></Container>
        <Rows<Judged>
          id="securityhub-controls" title={t.controls} level={2} items={controls} loading={loaded.loading} reload={loaded.reload} command={cli('securityhub list-security-control-definitions', { 'standards-arn': arn })} empty={{ title: t.noControls, hint: t.controlsHint }}
          columns={[
            { id: 'id', header: t.control, text: (c) => c.SecurityControlId ?? '', cell: (c) => <Link href={href('securityhub', 'controls', c.SecurityControlId ?? '')}>{c.SecurityControlId}</Link> },
            { id: 'title', header: t.title, text: (c) => c.Title ?? '' },
            { id: 'state', header: t.compliance, text: (c) => t.states[stateOf(c)] ?? '', order: (c) => WORST.indexOf(stateOf(c)), cell: (c) => <StateOf state={stateOf(c)} /> },
            { id: 'severity', header: t.severity, text: (c) => c.SeverityRating ?? '', order: (c) => GRAVE.indexOf(c.SeverityRating ?? ''), cell: (c) => <Severity label={c.SeverityRating} /> },
            { id: 'failed', header: t.failedChecks, text: (c) => (c.checks.checks ? t.ofChecks(c.checks.failed, c.checks.checks) : ''), order: (c) => c.checks.failed },
            { id: 'switch', header: t.state, text: (c) => c.association?.AssociationStatus ?? '', cell: (c) => <ControlSwitch standard={arn} control={c.SecurityControlId ?? ''} on={c.association?.AssociationStatus !== 'DISABLED'} reload={loaded.reload} /> },
          ]}
        />
      </SpaceBetween>
    )}</Show>
  );
}

export function Controls() {
  return (
    <ResourceTable<SecurityControlDefinition>
      id="securityhub-all-controls" title={t.controls} command={cli('securityhub list-security-control-definitions')} description={t.controlsHint}
      load={() => pages(async (NextToken) => { const r = await hub().send(new ListSecurityControlDefinitionsCommand({ NextToken, MaxResults: 100 })); return [r.SecurityControlDefinitions, r.NextToken]; })}
      empty={{ title: t.noControls, hint: t.controlsHint }}
      columns={[
        { id: 'id', header: t.control, text: (c) => c.SecurityControlId ?? '', cell: (c) => <Link href={href('securityhub', 'controls', c.SecurityControlId ?? '')}>{c.SecurityControlId}</Link> },
        { id: 'title', header: t.title, text: (c) => c.Title ?? '' },
        { id: 'severity', header: t.severity, text: (c) => c.SeverityRating ?? '', order: (c) => GRAVE.indexOf(c.SeverityRating ?? ''), cell: (c) => <Severity label={c.SeverityRating} /> },
      ]}
    />
  );
}

export function ControlPage({ id }: { id: string }) {
  const loaded = useLoad(async () => {
    const [control, associations] = await Promise.all([
      hub().send(new BatchGetSecurityControlsCommand({ SecurityControlIds: [id] })),
      pages<StandardsControlAssociationSummary>(async (NextToken) => { const r = await hub().send(new ListStandardsControlAssociationsCommand({ SecurityControlId: id, NextToken })); return [r.StandardsControlAssociationSummaries, r.NextToken]; }),
    ]);
    return { control: control.SecurityControls?.[0], associations };
  }, [id]);
  return (
    <Show of={loaded}>{({ control, associations }) => control === undefined ? <Teach title={t.noSuchControl} hint={id} /> : (
      <SpaceBetween size="m">
        <Header variant="h1" description={control.Description} actions={<Cli command={cli('securityhub batch-get-security-controls', { 'security-control-ids': id })} />}>{`${id} · ${control.Title}`}</Header>
        <Facts title={t.facts} facts={[[t.severity, <Severity key="severity" label={control.SeverityRating} />], [t.state, control.SecurityControlStatus], [t.remediation, control.RemediationUrl]]} />
        <Rows
          id="securityhub-associations" title={t.inStandards} level={2} items={associations} loading={loaded.loading} reload={loaded.reload} command={cli('securityhub list-standards-control-associations', { 'security-control-id': id })} empty={{ title: t.noStandards, hint: '' }}
          columns={[
            { id: 'standard', header: t.standard, text: (a) => standardId(a.StandardsArn ?? ''), cell: (a) => <Link href={href('securityhub', 'standards', a.StandardsArn ?? '')}>{standardId(a.StandardsArn ?? '')}</Link> },
            { id: 'state', header: t.state, text: (a) => a.AssociationStatus ?? '', cell: (a) => <StatusIndicator type={a.AssociationStatus === 'ENABLED' ? 'success' : 'stopped'}>{a.AssociationStatus}</StatusIndicator> },
            { id: 'reason', header: t.reason, text: (a) => a.UpdatedReason ?? '' },
            { id: 'requirement', header: t.requirement, text: (a) => (a.RelatedRequirements ?? []).join(', ') },
            { id: 'switch', header: t.turnOn, text: () => '', cell: (a) => <ControlSwitch standard={a.StandardsArn ?? ''} control={id} on={a.AssociationStatus !== 'DISABLED'} reload={loaded.reload} /> },
          ]}
        />
        {control.Parameters && Object.keys(control.Parameters).length > 0 && <Container header={<Header variant="h2">{t.parameters}</Header>}><Code text={JSON.stringify(control.Parameters, null, 2)} /></Container>}
        <Findings id="securityhub-control-findings" level={2} filters={{ ComplianceSecurityControlId: is(id) }} />
      </SpaceBetween>
    )}</Show>
  );
}
