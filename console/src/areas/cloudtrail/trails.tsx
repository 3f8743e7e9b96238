import { CloudTrailClient, CreateTrailCommand, DeleteTrailCommand, DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailCommand, GetTrailStatusCommand, type GetTrailStatusResponse, StartLoggingCommand, StopLoggingCommand, type Trail as TrailOf, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Action } from '../../app/action';
import { client } from '../../app/aws';
import { cli } from '../../app/cli';
import { moment, when } from '../../app/language';
import { Cli, Code, Facts, Show, useLoad } from '../../app/parts';
import { go, href } from '../../app/router';
import { ResourceTable } from '../../app/table';
import { t } from './texts';

/** A trail is asked for where it lives. */
const ct = (region?: string) => client(CloudTrailClient, region);
const regionOf = (arn: string) => arn.split(':')[3];

type Known = TrailOf & { status?: GetTrailStatusResponse };

function Logging({ of }: { of?: boolean }) {
  return <StatusIndicator type={of ? 'success' : 'stopped'}>{of ? t.isLogging : t.notLogging}</StatusIndicator>;
}

const problem = (status?: GetTrailStatusResponse) => status?.LatestDeliveryError ?? status?.LatestDigestDeliveryError ?? '';

export function Trails() {
  return (
    <ResourceTable<Known>
      id="trails" title={t.trails} command={cli('cloudtrail describe-trails')} empty={{ title: t.noTrails, hint: t.trailsHint }}
      load={async () => {
        const { trailList = [] } = await ct().send(new DescribeTrailsCommand({}));
        return Promise.all(trailList.map(async (trail): Promise<Known> => ({ ...trail, status: await ct(trail.HomeRegion).send(new GetTrailStatusCommand({ Name: trail.TrailARN })).catch(() => undefined) })));
      }}
      columns={[
        { id: 'name', header: t.trail, text: (trail) => trail.Name ?? '', cell: (trail) => <Link href={href('cloudtrail', 'trails', trail.TrailARN ?? '')}>{trail.Name}</Link> },
        { id: 'logging', header: t.logging, text: (trail) => (trail.status?.IsLogging ? t.isLogging : t.notLogging), cell: (trail) => <Logging of={trail.status?.IsLogging} /> },
        { id: 'delivered', header: t.lastDelivery, text: (trail) => when(trail.status?.LatestDeliveryTime) },
        { id: 'error', header: t.deliveryError, text: (trail) => problem(trail.status), cell: (trail) => (problem(trail.status) ? <StatusIndicator type="error">{problem(trail.status)}</StatusIndicator> : '–') },
        { id: 'digests', header: t.validation, text: (trail) => (trail.LogFileValidationEnabled ? t.yes : t.no) },
        { id: 'bucket', header: t.bucket, text: (trail) => trail.S3BucketName ?? '', cell: (trail) => <Link href={href('s3', 'buckets', trail.S3BucketName ?? '')}>{trail.S3BucketName}</Link> },
        { id: 'regions', header: t.allRegions, text: (trail) => (trail.IsMultiRegionTrail ? t.yes : t.no) },
        { id: 'home', header: t.home, text: (trail) => trail.HomeRegion ?? '' },
      ]}
      actions={(reload) => (
        <Action
          label={t.createTrail} primary after={reload} done={t.trailThere} text={t.trailText} fields={[{ name: 'name', label: t.name }, { name: 'bucket', label: t.bucket }]}
          command={(v) => `${cli('cloudtrail create-trail', { name: v.name, 's3-bucket-name': v.bucket })} --is-multi-region-trail --enable-log-file-validation && ${cli('cloudtrail start-logging', { name: v.name })}`}
          run={async (v) => {
            await ct().send(new CreateTrailCommand({ Name: v.name, S3BucketName: v.bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true }));
            await ct().send(new StartLoggingCommand({ Name: v.name }));
          }}
        />
      )}
    />
  );
}

export function Trail({ arn }: { arn: string }) {
  const trails = () => ct(regionOf(arn));
  const loaded = useLoad(async () => {
    const [trail, status, selectors] = await Promise.all([trails().send(new GetTrailCommand({ Name: arn })), trails().send(new GetTrailStatusCommand({ Name: arn })), trails().send(new GetEventSelectorsCommand({ TrailName: arn }))]);
    return { trail: trail.Trail ?? {}, status, selectors };
  }, [arn]);
  const option = { name: arn, region: regionOf(arn) };
  return (
    <Show of={loaded}>{({ trail, status, selectors }) => (
      <SpaceBetween size="m">
        <Header variant="h1" description={arn} actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('cloudtrail get-trail-status', option)} />
          {status.IsLogging
            ? <Action label={t.stop} after={loaded.reload} done={t.stopped} text={t.stopText} command={() => cli('cloudtrail stop-logging', option)} run={() => trails().send(new StopLoggingCommand({ Name: arn }))} />
            : <Action label={t.start} primary after={loaded.reload} done={t.started} command={() => cli('cloudtrail start-logging', option)} run={() => trails().send(new StartLoggingCommand({ Name: arn }))} />}
          {!trail.LogFileValidationEnabled && <Action label={t.turnOn} after={loaded.reload} done={t.turnedOn} command={() => `${cli('cloudtrail update-trail', option)} --enable-log-file-validation`} run={() => trails().send(new UpdateTrailCommand({ Name: arn, EnableLogFileValidation: true }))} />}
          <Action label={t.remove} done={t.trailGone} after={() => go('cloudtrail', 'trails')} command={() => cli('cloudtrail delete-trail', option)} run={() => trails().send(new DeleteTrailCommand({ Name: arn }))} />
        </SpaceBetween>}>{trail.Name}</Header>
        <Facts title={t.facts} facts={[[t.logging, <Logging key="logging" of={status.IsLogging} />], [t.bucket, <Link key="bucket" href={href('s3', 'buckets', trail.S3BucketName ?? '')}>{trail.S3BucketName}</Link>], [t.home, trail.HomeRegion], [t.allRegions, trail.IsMultiRegionTrail ? t.yes : t.no], [t.organization, trail.IsOrganizationTrail ? t.yes : t.no], [t.kms, trail.KmsKeyId]]} />
        <Container header={<Header variant="h2">{t.delivery}</Header>}>
          <KeyValuePairs columns={3} items={[
            { label: t.lastDelivery, value: status.LatestDeliveryTime ? <StatusIndicator type="success">{moment(status.LatestDeliveryTime)}</StatusIndicator> : <StatusIndicator type="pending">{t.waiting}</StatusIndicator> },
            { label: t.deliveryError, value: status.LatestDeliveryError ? <StatusIndicator type="error">{status.LatestDeliveryError}</StatusIndicator> : '–' },
            { label: t.notifyError, value: status.LatestNotificationError ?? '–' },
            { label: t.logsDelivery, value: moment(status.LatestCloudWatchLogsDeliveryTime) || '–' },
            { label: t.logsError, value: status.LatestCloudWatchLogsDeliveryError ?? '–' },
          ]} />
        </Container>
        <Container header={<Header variant="h2">{t.integrity}</Header>}>
          <SpaceBetween size="m">
            <KeyValuePairs columns={3} items={[
              { label: t.validation, value: <StatusIndicator type={trail.LogFileValidationEnabled ? 'success' : 'warning'}>{trail.LogFileValidationEnabled ? t.on : t.off}</StatusIndicator> },
              { label: t.lastDigest, value: moment(status.LatestDigestDeliveryTime) || '–' },
              { label: t.digestError, value: status.LatestDigestDeliveryError ?? '–' },
            ]} />
            <Box>{t.verify}</Box>
            <Code text={cli('cloudtrail validate-logs', { 'trail-arn': arn, 'start-time': new Date(trail.LogFileValidationEnabled ? Date.now() - 86_400_000 : Date.now()).toISOString() })} />
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">{t.selectors}</Header>}><Code text={JSON.stringify(selectors.AdvancedEventSelectors ?? selectors.EventSelectors ?? [], null, 2)} /></Container>
      </SpaceBetween>
    )}</Show>
  );
}
