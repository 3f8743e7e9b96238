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

const sns = () => client(SNSClient);
const nameOf = (arn: string) => arn.split(':').at(-1) ?? arn;

export default function Sns({ path }: { path: string[] }) {
  return path[1] ? <TopicPage arn={path[1]} /> : <Topics />;
}

function Topics() {
  return (
    <ResourceTable<Topic>
      id="topics" title="Topics" command={cli('sns list-topics')}
      load={() => pages(async (NextToken) => { const r = await sns().send(new ListTopicsCommand({ NextToken })); return [r.Topics, r.NextToken]; })}
      empty={{ title: 'No topics', hint: 'A topic hands each message to all its subscribers: queues, functions, web servers and mailboxes.' }}
      columns={[{ id: 'name', header: 'Name', text: (t) => nameOf(t.TopicArn ?? ''), cell: (t) => <Link href={href('sns', 'topics', t.TopicArn ?? '')}>{nameOf(t.TopicArn ?? '')}</Link> }, { id: 'arn', header: 'ARN', text: (t) => t.TopicArn ?? '' }]}
      actions={(reload) => <Action label="Create topic" primary after={reload} done="The topic is there." fields={[{ name: 'name', label: 'Name', hint: 'FIFO topics end in .fifo' }]} command={(v) => cli('sns create-topic', { name: v.name })} run={(v) => sns().send(new CreateTopicCommand({ Name: v.name, Attributes: v.name?.endsWith('.fifo') ? { FifoTopic: 'true' } : undefined }))} />}
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
          <Action label="Publish message" done="The message is on its way." fields={[{ name: 'subject', label: 'Subject', optional: true }, { name: 'message', label: 'Message', long: true }]} command={(v) => cli('sns publish', { ...option, subject: v.subject, message: v.message })} run={(v) => sns().send(new PublishCommand({ TopicArn: arn, Subject: v.subject || undefined, Message: v.message, MessageGroupId: arn.endsWith('.fifo') ? 'console' : undefined, MessageDeduplicationId: arn.endsWith('.fifo') ? String(Date.now()) : undefined }))} />
          <Action label="Subscribe" after={topic.reload} done="Mailboxes and web servers have to confirm first." fields={[{ name: 'protocol', label: 'Protocol', hint: 'sqs, lambda, https, email' }, { name: 'endpoint', label: 'Endpoint' }]} command={(v) => cli('sns subscribe', { ...option, protocol: v.protocol, 'notification-endpoint': v.endpoint })} run={(v) => sns().send(new SubscribeCommand({ TopicArn: arn, Protocol: v.protocol, Endpoint: v.endpoint }))} />
          <Action label="Delete" done="The topic is gone." after={() => { location.hash = href('sns', 'topics'); }} command={() => cli('sns delete-topic', option)} run={() => sns().send(new DeleteTopicCommand({ TopicArn: arn }))} />
        </SpaceBetween>}>{nameOf(arn)}</Header>
        <Facts title="Facts" facts={[['ARN', arn], ['Display name', a.DisplayName], ['KMS key', a.KmsMasterKeyId], ['Confirmed', a.SubscriptionsConfirmed], ['Pending', a.SubscriptionsPending], ['Owner', a.Owner]]} />
        <Container header={<Header variant="h2">Subscriptions</Header>}>
          {subscriptions.length === 0 ? <Teach title="No subscriptions" hint="Nobody gets what is published." /> : <SpaceBetween size="xs">{subscriptions.map((s) => <div key={`${s.Protocol} ${s.Endpoint}`}>{s.Protocol} · {s.Endpoint} · {s.SubscriptionArn?.startsWith('arn:') ? 'Confirmed' : 'Pending confirmation'}</div>)}</SpaceBetween>}
        </Container>
        {a.Policy && <Container header={<Header variant="h2">Topic policy</Header>}><Code text={JSON.stringify(JSON.parse(a.Policy), null, 2)} /></Container>}
      </SpaceBetween>
    )}</Show>
  );
}
