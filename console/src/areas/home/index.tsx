import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from '@aws-sdk/client-iam';
import { type AwsSecurityFinding, GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { client, trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { moment } from '../../app/language';
import { Cli, Show, useLoad } from '../../app/parts';
import { href } from '../../app/router';
import { areas } from '../registry';
import { ofCredentials, parseReport } from './attention';
import { t } from './texts';

async function credentials() {
  const iam = client(IAMClient);
  for (let attempt = 0; attempt < 20; attempt++) {
    const state = await iam.send(new GenerateCredentialReportCommand({}));
    if (state.State === 'COMPLETE') break;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  const report = await iam.send(new GetCredentialReportCommand({}));
  return ofCredentials(parseReport(new TextDecoder().decode(report.Content)), Date.now());
}

async function refusals(): Promise<{ event: Event; code: string; message: string }[]> {
  const ct = client(CloudTrailClient);
  const first = await ct.send(new LookupEventsCommand({ MaxResults: 50 }));
  const second = first.NextToken ? await ct.send(new LookupEventsCommand({ MaxResults: 50, NextToken: first.NextToken })) : undefined;
  return [...(first.Events ?? []), ...(second?.Events ?? [])]
    .map((event) => ({ event, ...(JSON.parse(event.CloudTrailEvent ?? '{}') as { errorCode?: string; errorMessage?: string; responseElements?: { ConsoleLogin?: string } }) }))
    .filter((r) => /AccessDenied|Unauthorized|Forbidden/.test(r.errorCode ?? '') || r.responseElements?.ConsoleLogin === 'Failure')
    .slice(0, 8)
    .map((r) => ({ event: r.event, code: r.errorCode ?? t.failedSignIn, message: r.errorMessage ?? '' }));
}

const WORST = { RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' as const }], WorkflowStatus: [{ Value: 'NEW', Comparison: 'EQUALS' as const }], SeverityLabel: ['CRITICAL', 'HIGH'].map((Value) => ({ Value, Comparison: 'EQUALS' as const })) };

/** The worst open findings; none where Security Hub is not enabled. */
async function findings(): Promise<AwsSecurityFinding[] | null> {
  try {
    return (await client(SecurityHubClient).send(new GetFindingsCommand({ Filters: WORST, MaxResults: 8, SortCriteria: [{ Field: 'SeverityNormalized', SortOrder: 'desc' }] }))).Findings ?? [];
  } catch (error) {
    if (/InvalidAccess/.test(trouble(error).code)) return null;
    throw error;
  }
}

export default function Home() {
  const worst = useLoad(findings);
  const concerns = useLoad(credentials);
  const denied = useLoad(refusals);
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t.whatNeedsAttention}</Header>
      <Grid gridDefinition={[{ colspan: { default: 12, m: 6 } }, { colspan: { default: 12, m: 6 } }]}>
        <Container fitHeight header={<Header variant="h2" actions={<Cli command={`${cli('iam generate-credential-report')} && ${cli('iam get-credential-report')}`} />}>{t.credentials}</Header>}>
          <Show of={concerns}>{(list) => list.length === 0 ? <StatusIndicator type="success">{t.nothingToDo}</StatusIndicator> : (
            <SpaceBetween size="s">{list.slice(0, 12).map((c) => <div key={c.text}><StatusIndicator type={c.severity} iconAriaLabel={t.severities[c.severity]} /> {c.text} <Link href={href(...c.path)} ariaLabel={t.lookAt(c.text)}>{t.look}</Link></div>)}</SpaceBetween>
          )}</Show>
        </Container>
        <Container fitHeight header={<Header variant="h2" description={t.amongTheNewest100} actions={<Cli command={cli('cloudtrail lookup-events')} />}>{t.recentRefusals}</Header>}>
          <Show of={denied}>{(list) => list.length === 0 ? <StatusIndicator type="success">{t.nobodyWasRefused}</StatusIndicator> : (
            <SpaceBetween size="s">{list.map(({ event, code, message }) => <div key={event.EventId}><Link href={href('cloudtrail', 'events', event.EventId ?? '')}>{event.EventName}</Link> · {event.Username} · {moment(event.EventTime)}<div><Box variant="small">{code}: {message}</Box></div></div>)}</SpaceBetween>
          )}</Show>
        </Container>
      </Grid>
      <Container header={<Header variant="h2" description={t.newHighOrCritical} actions={<Cli command={cli('securityhub get-findings', { filters: JSON.stringify(WORST) })} />}>{t.findings}</Header>}>
        <Show of={worst}>{(list) => list === null ? <>{t.hubOff} <Link href={href('securityhub', 'findings')}>{t.enableIt}</Link></> : list.length === 0 ? <StatusIndicator type="success">{t.nothingIsOpen}</StatusIndicator> : (
          <SpaceBetween size="s">{list.map((f) => <div key={f.Id}><StatusIndicator type="error">{f.Severity?.Label}</StatusIndicator> <Link href={href('securityhub', 'findings', f.Id ?? '')}>{f.Title}</Link> · {f.ProductName} · {moment(f.UpdatedAt)}</div>)}</SpaceBetween>
        )}</Show>
      </Container>
      <Container header={<Header variant="h2">{t.services}</Header>}>
        <Grid gridDefinition={areas.slice(1).map(() => ({ colspan: { default: 6, m: 4, l: 3 } }))}>
          {areas.slice(1).map((area) => <Link key={area.id} href={href(area.id, area.pages[0]?.path ?? '')}>{area.title}</Link>)}
        </Grid>
      </Container>
    </SpaceBetween>
  );
}
