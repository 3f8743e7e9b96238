import { ArchiveFindingsCommand, CreateDetectorCommand, CreateSampleFindingsCommand, type Finding, GetFindingsCommand, GuardDutyClient, ListDetectorsCommand, ListFindingsCommand, UnarchiveFindingsCommand } from '@aws-sdk/client-guardduty';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action, Cli, Code, Facts, ResourceTable, Show, Teach, useLoad, when } from '../../app/parts';
import { href } from '../../app/router';

const guardduty = () => client(GuardDutyClient);

export default function GuardDuty({ path }: { path: string[] }) {
  const detector = useLoad(async () => (await guardduty().send(new ListDetectorsCommand({}))).DetectorIds?.[0] ?? null);
  return (
    <Show of={detector}>{(id) => id ? (path[1] ? <Detail detector={id} id={path[1]} /> : <Findings detector={id} />) : (
      <Container header={<Header variant="h1" actions={<Action label="Enable GuardDuty" primary after={detector.reload} done="Calls of this account are watched in this region." command={() => cli('guardduty create-detector --enable')} run={() => guardduty().send(new CreateDetectorCommand({ Enable: true }))} />}>Findings</Header>}>
        <Teach title="GuardDuty is not enabled in this region" hint="A detector watches this account's calls as they happen, and says what looks like an attack." />
      </Container>
    )}</Show>
  );
}

async function read(detector: string, ids: string[]): Promise<Finding[]> {
  const all: Finding[] = [];
  for (let at = 0; at < ids.length; at += 50) all.push(...((await guardduty().send(new GetFindingsCommand({ DetectorId: detector, FindingIds: ids.slice(at, at + 50) }))).Findings ?? []));
  return all;
}

export function Severity({ of }: { of: number }) {
  if (of >= 9) return <StatusIndicator type="error">Critical ({of})</StatusIndicator>;
  if (of >= 7) return <StatusIndicator type="error">High ({of})</StatusIndicator>;
  if (of >= 4) return <StatusIndicator type="warning">Medium ({of})</StatusIndicator>;
  return <StatusIndicator type="info">Low ({of})</StatusIndicator>;
}

function Findings({ detector }: { detector: string }) {
  return (
    <ResourceTable<Finding>
      id="guardduty-findings" title="Findings" on={[detector]} command={cli('guardduty list-findings', { 'detector-id': detector })}
      load={async () => {
        const ids = await pages(async (NextToken) => {
          const r = await guardduty().send(new ListFindingsCommand({ DetectorId: detector, NextToken, MaxResults: 50, SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' }, FindingCriteria: { Criterion: { 'service.archived': { Equals: ['false'] } } } }));
          return [r.FindingIds, r.NextToken];
        }, 1000);
        return read(detector, ids);
      }}
      empty={{ title: 'No findings', hint: 'Nothing that was done here looks like an attack.' }}
      columns={[
        { id: 'type', header: 'Finding', text: (f) => f.Type ?? '', cell: (f) => <Link href={href('guardduty', 'findings', f.Id ?? '')}>{f.Type}</Link> },
        { id: 'severity', header: 'Severity', text: (f) => String(f.Severity ?? ''), cell: (f) => <Severity of={f.Severity ?? 0} /> },
        { id: 'title', header: 'Title', text: (f) => f.Title ?? '' },
        { id: 'count', header: 'Count', text: (f) => String(f.Service?.Count ?? '') },
        { id: 'last', header: 'Last seen', text: (f) => when(f.Service?.EventLastSeen) },
      ]}
      actions={(reload) => <Action label="Generate sample findings" after={reload} done="There is a sample of each type." command={() => cli('guardduty create-sample-findings', { 'detector-id': detector })} run={() => guardduty().send(new CreateSampleFindingsCommand({ DetectorId: detector }))} />}
    />
  );
}

function Detail({ detector, id }: { detector: string; id: string }) {
  const finding = useLoad(async () => (await read(detector, [id]))[0] ?? null, [detector, id]);
  const options = { 'detector-id': detector, 'finding-ids': id };
  return (
    <Show of={finding}>{(f) => f === null ? <Teach title="No such finding" hint="It may be of another region." /> : (
      <SpaceBetween size="m">
        <Header variant="h1" description={f.Description} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('guardduty get-findings', options)} />
          {f.Service?.Archived
            ? <Action label="Unarchive" after={finding.reload} done="The finding is current again." command={() => cli('guardduty unarchive-findings', options)} run={() => guardduty().send(new UnarchiveFindingsCommand({ DetectorId: detector, FindingIds: [id] }))} />
            : <Action label="Archive" after={finding.reload} done="The finding is archived." command={() => cli('guardduty archive-findings', options)} run={() => guardduty().send(new ArchiveFindingsCommand({ DetectorId: detector, FindingIds: [id] }))} />}
        </SpaceBetween>}>{f.Type}</Header>
        <Facts title="Facts" facts={[
          ['Severity', <Severity key="severity" of={f.Severity ?? 0} />], ['Title', f.Title], ['Count', String(f.Service?.Count ?? '')],
          ['First seen', when(f.Service?.EventFirstSeen)], ['Last seen', when(f.Service?.EventLastSeen)], ['Resource', f.Resource?.ResourceType],
          ['Who', f.Resource?.AccessKeyDetails?.UserName], ['Access key', f.Resource?.AccessKeyDetails?.AccessKeyId], ['From', f.Service?.Action?.AwsApiCallAction?.RemoteIpDetails?.IpAddressV4],
          ['Call', f.Service?.Action?.AwsApiCallAction?.Api], ['Archived', f.Service?.Archived ? 'Yes' : 'No'], ['Account', f.AccountId],
        ]} />
        <Container header={<Header variant="h2">Finding</Header>}><Code text={JSON.stringify(f, null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}
