import { CreateTopicCommand, DeleteTopicCommand, GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, ListTopicsCommand, PublishCommand, SNSClient, SubscribeCommand, type Topic } from '@aws-sdk/client-sns';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { client, pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { Action } from '../../app/action';
import { Cli, Code, Facts, Show, Teach, useLoad } from '../../app/parts';
import { ResourceTable } from '../../app/table';
import { href } from '../../app/router';
import { t } from './texts';

const sns = () => client(SNSClient);
const nameOf = (arn: string) => arn.split(':').at(-1) ?? arn;

export default function Sns({ path }: { path: string[] }) {
  return path[1] ? <TopicPage key={path[1]} arn={path[1]} /> : <Topics />;
}

function Topics() {
  return (
    <ResourceTable<Topic>
      id="topics" title={t.topics} command={cli('sns list-topics')}
      load={() => pages(async (NextToken) => { const r = await sns().send(new ListTopicsCommand({ NextToken })); return [r.Topics, r.NextToken]; })}
      empty={{ title: t.noTopics, hint: t.aTopicHandsEach }}
      columns={[{ id: 'name', header: t.name, text: (t) => nameOf(t.TopicArn ?? ''), cell: (t) => <Link href={href('sns', 'topics', t.TopicArn ?? '')}>{nameOf(t.TopicArn ?? '')}</Link> }, { id: 'arn', header: t.arn, text: (t) => t.TopicArn ?? '' }]}
      actions={(reload) => <Action label={t.createTopic} primary after={reload} done={t.theTopicIsThere} fields={[{ name: 'name', label: t.name, hint: t.fifoTopicsEndIn }]} command={(v) => cli('sns create-topic', { name: v.name })} run={(v) => sns().send(new CreateTopicCommand({ Name: v.name, Attributes: v.name?.endsWith('.fifo') ? { FifoTopic: 'true' } : undefined }))} />}
    />
  );
}

function TopicPage({ arn }: { arn: string }) {
  const topic = useLoad(async () => {
    const [facts, subscriptions] = await Promise.all([
      sns().send(new GetTopicAttributesCommand({ TopicArn: arn })),
      pages(async (NextToken) => { const r = await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn: arn, NextToken })); return [r.Subscriptions, r.NextToken]; }, 1000),
    ]);
    return { a: facts.Attributes ?? {}, subscriptions };
  }, [arn]);
  const option = { 'topic-arn': arn };
  return (
    <Show of={topic}>{({ a, subscriptions }) => (
      <SpaceBetween size="m">
        <Header variant="h1" actions={<SpaceBetween direction="horizontal" size="xs">
          <Cli command={cli('sns get-topic-attributes', option)} />
          <Action label={t.publishMessage} done={t.theMessageIsOn} fields={[{ name: 'subject', label: t.subject, optional: true }, { name: 'message', label: t.message, long: true }]} command={(v) => cli('sns publish', { ...option, subject: v.subject, message: v.message })} run={(v) => sns().send(new PublishCommand({ TopicArn: arn, Subject: v.subject || undefined, Message: v.message, MessageGroupId: arn.endsWith('.fifo') ? 'console' : undefined, MessageDeduplicationId: arn.endsWith('.fifo') ? String(Date.now()) : undefined }))} />
          <Action label={t.subscribe} after={topic.reload} done={t.mailboxesAndWebServers} fields={[{ name: 'protocol', label: t.protocol, hint: t.sqsLambdaHttpsEmail }, { name: 'endpoint', label: t.endpoint }]} command={(v) => cli('sns subscribe', { ...option, protocol: v.protocol, 'notification-endpoint': v.endpoint })} run={(v) => sns().send(new SubscribeCommand({ TopicArn: arn, Protocol: v.protocol, Endpoint: v.endpoint }))} />
          <Action label={t.deleteIt} done={t.theTopicIsGone} after={() => { location.hash = href('sns', 'topics'); }} command={() => cli('sns delete-topic', option)} run={() => sns().send(new DeleteTopicCommand({ TopicArn: arn }))} />
        </SpaceBetween>}>{nameOf(arn)}</Header>
        <Facts title={t.facts} facts={[[t.arn, arn], [t.displayName, a.DisplayName], [t.kmsKey, a.KmsMasterKeyId], [t.confirmed, a.SubscriptionsConfirmed], [t.pending, a.SubscriptionsPending], [t.owner, a.Owner]]} />
        <Container header={<Header variant="h2">{t.subscriptions}</Header>}>
          {subscriptions.length === 0 ? <Teach title={t.noSubscriptions} hint={t.nobodyGetsWhatIs} /> : <SpaceBetween size="xs">{subscriptions.map((s) => <div key={`${s.Protocol} ${s.Endpoint}`}>{s.Protocol} · {s.Endpoint} · {s.SubscriptionArn?.startsWith('arn:') ? t.confirmed : t.pendingConfirmation}</div>)}</SpaceBetween>}
        </Container>
        {a.Policy && <Container header={<Header variant="h2">{t.topicPolicy}</Header>}><Code text={JSON.stringify(JSON.parse(a.Policy), null, 2)} /></Container>}
      </SpaceBetween>
    )}</Show>
  );
}
